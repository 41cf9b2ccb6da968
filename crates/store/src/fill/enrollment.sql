INSERT INTO enrollments (id, user_id, course_id, enrolled_at, left_at, last_accessed_lesson_id, last_accessed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
