SELECT exercises.id
FROM courses
JOIN exercises ON exercises.course_id = courses.id AND exercises.slug = ?2 AND exercises.is_deleted = 0
JOIN lessons ON lessons.id = exercises.lesson_id AND lessons.is_deleted = 0
WHERE courses.slug = ?1 AND courses.is_deleted = 0
