INSERT INTO enrollments (id, user_id, course_id, enrolled_at) VALUES (?1, ?2, ?3, ?4)
