SELECT exercise_progress.*, courses.slug || '/' || exercises.slug AS exercise
FROM exercise_progress
JOIN exercises ON exercises.id = exercise_progress.exercise_id
JOIN courses ON courses.id = exercises.course_id
WHERE exercise_progress.user_id = ?1
ORDER BY exercise_progress.last_attempt_at
