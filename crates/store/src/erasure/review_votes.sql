DELETE FROM review_votes WHERE user_id = ?1
