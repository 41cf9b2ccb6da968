SELECT concept.value, count(progress.passed_at), count(progress.exercise_id), count(*)
FROM enrollments
JOIN courses ON courses.id = enrollments.course_id AND courses.is_deleted = 0
JOIN lessons ON lessons.course_id = enrollments.course_id AND lessons.is_deleted = 0
JOIN exercises ON exercises.lesson_id = lessons.id AND exercises.is_deleted = 0
JOIN json_each(exercises.concepts) AS concept
LEFT JOIN exercise_progress AS progress ON progress.user_id = enrollments.user_id AND progress.exercise_id = exercises.id
WHERE enrollments.user_id = ?1 AND enrollments.left_at IS NULL
GROUP BY concept.value
-- In the order in which the courses bring them.
ORDER BY min(lessons.position * 1000 + exercises.position), concept.value
