SELECT 1 FROM users WHERE email_index = ?1
