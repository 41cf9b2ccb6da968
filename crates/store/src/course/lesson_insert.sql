INSERT INTO lessons (id, course_id, position, slug, title, summary, kind, minutes, required, content)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
