SELECT id, NULL, id FROM users WHERE NOT EXISTS (SELECT 1 FROM trust_levels WHERE trust_levels.user_id = users.id)
