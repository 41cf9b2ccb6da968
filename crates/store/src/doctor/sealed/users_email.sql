SELECT id, id, email, email_index FROM users WHERE email IS NOT NULL
