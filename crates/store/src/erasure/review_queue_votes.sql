DELETE FROM review_queue_votes WHERE user_id = ?1
