SELECT username IS NOT NULL FROM users WHERE id = ?1
