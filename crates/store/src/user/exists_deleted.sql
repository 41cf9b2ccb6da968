SELECT 1 FROM users WHERE id = ?1 AND is_deleted = 1
