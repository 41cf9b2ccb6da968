INSERT INTO review_votes (review_id, user_id, created_at) SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM review_votes WHERE review_id = ?1 AND user_id = ?2)
