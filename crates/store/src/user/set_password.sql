UPDATE users SET password_hash = ?2 WHERE id = ?1 AND is_deleted = 0
