INSERT INTO hints_taken (user_id, exercise_id, rung, taken_at) VALUES (?1, ?2, 'concept', ?3)
