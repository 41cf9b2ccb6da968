UPDATE posts SET topic_id = ?2 WHERE id = ?1
