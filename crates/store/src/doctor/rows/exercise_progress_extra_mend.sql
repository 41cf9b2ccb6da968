DELETE FROM exercise_progress WHERE user_id = ?1 AND exercise_id = ?2
