INSERT INTO review_votes (review_id, user_id, created_at) VALUES (?1, ?2, ?3)
