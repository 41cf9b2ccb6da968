UPDATE conflict_copies SET resolved_at = ?4
WHERE user_id = ?1 AND entity = ?2 AND entity_id = ?3 AND op_id IS NULL AND resolved_at IS NULL
