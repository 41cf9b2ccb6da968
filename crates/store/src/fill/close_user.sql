UPDATE users SET is_deleted = 1, is_active = 0, deleted_at = ?2, data_retention_date = ?3 WHERE id = ?1
