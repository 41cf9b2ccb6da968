INSERT INTO profiles (user_id, created_at, updated_at) SELECT id, created_at, created_at FROM users WHERE id = ?1
