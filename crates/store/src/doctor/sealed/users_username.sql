SELECT id, id, username, username_index FROM users WHERE username IS NOT NULL
