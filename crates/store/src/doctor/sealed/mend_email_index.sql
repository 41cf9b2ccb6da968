UPDATE users SET email_index = ?2 WHERE id = ?1
