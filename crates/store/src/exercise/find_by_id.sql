SELECT exercises.id
FROM exercises
JOIN lessons ON lessons.id = exercises.lesson_id AND lessons.is_deleted = 0
JOIN courses ON courses.id = exercises.course_id AND courses.is_deleted = 0
WHERE exercises.id = ?1 AND exercises.is_deleted = 0
