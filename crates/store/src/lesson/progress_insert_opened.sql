INSERT INTO lesson_progress (user_id, lesson_id, opened_at) VALUES (?1, ?2, ?3)
