INSERT INTO exercise_steps (id, exercise_id, position, kind, title, instructions, question_data) VALUES (?1, ?2, ?3, ?4, ?5, 'Answer', ?6)
