INSERT INTO reviews (id, course_id, user_id, rating, title, content, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, 'What I think', 'Clear, and not too long.', ?5, ?5)
