INSERT INTO topics (id, course_id, lesson_id, user_id, kind, slug, title, content, last_activity_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?9)
