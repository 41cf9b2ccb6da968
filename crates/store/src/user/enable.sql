UPDATE users SET is_active = 1 WHERE id = ?1 AND is_deleted = 0
