SELECT 1 FROM users WHERE username_index = ?1
