SELECT exercises.id, exercises.course_id, lessons.course_id
FROM exercises
JOIN lessons ON lessons.id = exercises.lesson_id
WHERE lessons.course_id <> exercises.course_id
