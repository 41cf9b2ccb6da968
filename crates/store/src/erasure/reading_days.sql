DELETE FROM reading_days WHERE user_id = ?1
