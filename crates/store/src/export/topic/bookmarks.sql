SELECT bookmarks.*, courses.slug || '/' || lessons.slug AS lesson
FROM bookmarks
JOIN lessons ON lessons.id = bookmarks.lesson_id
JOIN courses ON courses.id = lessons.course_id
WHERE bookmarks.user_id = ?1
ORDER BY bookmarks.created_at
