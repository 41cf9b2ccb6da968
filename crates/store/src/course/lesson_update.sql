UPDATE lessons
SET position = ?3, slug = ?4, title = ?5, summary = ?6, kind = ?7, minutes = ?8, required = ?9, content = ?10
WHERE id = ?1 AND course_id = ?2
