SELECT lessons.course_id, lessons.content, courses.slug, courses.title
FROM lessons
JOIN courses ON courses.id = lessons.course_id
WHERE lessons.id = ?1 AND lessons.is_deleted = 0 AND courses.is_deleted = 0
