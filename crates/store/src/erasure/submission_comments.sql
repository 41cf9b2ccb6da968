UPDATE submission_comments SET content = '', is_erased = 1 WHERE user_id = ?1
