UPDATE users SET is_active = ?2, is_deleted = 0, deleted_at = NULL, data_retention_date = NULL WHERE id = ?1
