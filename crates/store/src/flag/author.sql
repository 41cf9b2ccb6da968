SELECT user_id FROM posts WHERE id = ?1 AND is_deleted = 0
