SELECT exercises.id
FROM lessons
JOIN exercises ON exercises.lesson_id = lessons.id AND exercises.is_deleted = 0
WHERE lessons.course_id = ?1 AND lessons.is_deleted = 0
ORDER BY lessons.position, lessons.id, exercises.position, exercises.id
