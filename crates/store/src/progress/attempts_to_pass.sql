SELECT attempts_to_pass FROM exercise_progress WHERE user_id = ?1 AND passed_at IS NOT NULL ORDER BY attempts_to_pass
