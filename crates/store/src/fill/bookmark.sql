INSERT INTO bookmarks (user_id, lesson_id, created_at) VALUES (?1, ?2, ?3)
