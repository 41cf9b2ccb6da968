UPDATE consents SET withdrawn_at = ?2 WHERE user_id = ?1 AND withdrawn_at IS NULL
