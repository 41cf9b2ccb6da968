INSERT INTO trust_levels (user_id, updated_at) SELECT id, created_at FROM users WHERE id = ?1
