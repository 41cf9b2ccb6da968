UPDATE posts SET content = '', is_erased = 1 WHERE user_id = ?1
