UPDATE users SET username_index = ?2 WHERE id = ?1
