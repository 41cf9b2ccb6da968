SELECT lesson_notes.lesson_id, courses.slug || '/' || lessons.slug, lessons.title, lesson_notes.content, lesson_notes.updated_at
FROM lesson_notes
JOIN lessons ON lessons.id = lesson_notes.lesson_id
JOIN courses ON courses.id = lessons.course_id
WHERE lesson_notes.user_id = ?1 AND lesson_notes.lesson_id = ?2 AND lesson_notes.is_deleted = 0
