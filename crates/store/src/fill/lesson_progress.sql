INSERT INTO lesson_progress (user_id, lesson_id, completed, completed_at, opened_at) VALUES (?1, ?2, ?3, ?4, ?5)
