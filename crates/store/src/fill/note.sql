INSERT INTO lesson_notes (user_id, lesson_id, content, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)
