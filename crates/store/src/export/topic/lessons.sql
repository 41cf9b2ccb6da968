SELECT lesson_progress.*, courses.slug || '/' || lessons.slug AS lesson
FROM lesson_progress
JOIN lessons ON lessons.id = lesson_progress.lesson_id
JOIN courses ON courses.id = lessons.course_id
WHERE lesson_progress.user_id = ?1
ORDER BY lesson_progress.opened_at
