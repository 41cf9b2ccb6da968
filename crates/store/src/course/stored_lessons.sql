SELECT id, is_deleted, position, slug, title, summary, kind, minutes, required, content
FROM lessons
WHERE course_id = ?1
ORDER BY position, id
