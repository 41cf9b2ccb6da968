SELECT exercises.id, exercises.slug, exercises.title, courses.slug, progress.attempts_to_pass, progress.passed_at
FROM exercise_progress AS progress
JOIN exercises ON exercises.id = progress.exercise_id
JOIN courses ON courses.id = exercises.course_id
WHERE progress.user_id = ?1 AND progress.passed_at IS NOT NULL
ORDER BY progress.passed_at DESC
LIMIT ?2
