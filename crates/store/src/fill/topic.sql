INSERT INTO topics (id, course_id, lesson_id, exercise_id, user_id, kind, slug, title, content, last_activity_at, is_pinned, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'I do not see how this works. Can somebody explain?', ?10, ?9, ?10, ?10)
