SELECT rung, taken_at FROM hints_taken WHERE user_id = ?1 AND exercise_id = ?2
