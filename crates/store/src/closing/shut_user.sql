UPDATE users SET is_active = 0, is_deleted = 1, deleted_at = ?2, data_retention_date = ?3 WHERE id = ?1 AND is_deleted = 0
