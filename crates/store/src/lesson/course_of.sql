SELECT lessons.course_id
FROM lessons
JOIN courses ON courses.id = lessons.course_id
WHERE lessons.id = ?1 AND lessons.is_deleted = 0 AND courses.is_deleted = 0
