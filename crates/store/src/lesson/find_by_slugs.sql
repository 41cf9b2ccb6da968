SELECT lessons.id
FROM courses
JOIN lessons ON lessons.course_id = courses.id
WHERE courses.slug = ?1 AND courses.is_deleted = 0 AND lessons.slug = ?2 AND lessons.is_deleted = 0
