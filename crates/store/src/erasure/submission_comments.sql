UPDATE submission_comments SET content = '', path = NULL, line = NULL, is_erased = 1 WHERE user_id = ?1
