INSERT INTO lesson_progress (user_id, lesson_id, completed, completed_at) VALUES (?1, ?2, 1, ?3)
