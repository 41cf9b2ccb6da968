SELECT 1 + coalesce(max(attempt_number), 0) FROM submissions WHERE user_id = ?1 AND exercise_id = ?2
