INSERT INTO review_queue_votes (item_id, user_id, created_at) VALUES (?1, ?2, ?3)
