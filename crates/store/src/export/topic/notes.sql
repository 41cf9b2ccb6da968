SELECT lesson_notes.*, courses.slug || '/' || lessons.slug AS lesson
FROM lesson_notes
JOIN lessons ON lessons.id = lesson_notes.lesson_id
JOIN courses ON courses.id = lessons.course_id
WHERE lesson_notes.user_id = ?1
ORDER BY lesson_notes.updated_at
