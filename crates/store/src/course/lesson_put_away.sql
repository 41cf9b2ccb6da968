UPDATE lessons SET is_deleted = 1, deleted_at = ?2, slug = ?3 WHERE id = ?1
