SELECT user_id, exercise_id, attempt_number, submitted_at FROM submissions WHERE id = ?1
