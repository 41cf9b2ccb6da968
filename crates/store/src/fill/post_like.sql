INSERT INTO post_likes (post_id, user_id, created_at) VALUES (?1, ?2, ?3)
