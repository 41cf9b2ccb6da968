UPDATE users SET is_active = 0 WHERE id = ?1
