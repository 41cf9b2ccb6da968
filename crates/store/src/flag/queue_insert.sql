INSERT INTO review_queue (id, kind, post_id, user_id, priority, created_at) VALUES (?1, 'flagged_post', ?2, ?3, ?4, ?5)
