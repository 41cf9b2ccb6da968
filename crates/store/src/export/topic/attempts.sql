SELECT submissions.*, courses.slug || '/' || exercises.slug AS exercise
FROM submissions
JOIN exercises ON exercises.id = submissions.exercise_id
JOIN courses ON courses.id = exercises.course_id
WHERE submissions.user_id = ?1
ORDER BY submissions.submitted_at
