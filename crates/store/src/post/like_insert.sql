INSERT INTO post_likes (post_id, user_id, created_at) SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM post_likes WHERE post_id = ?1 AND user_id = ?2)
