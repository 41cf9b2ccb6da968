SELECT hints_taken.*, courses.slug || '/' || exercises.slug AS exercise
FROM hints_taken
JOIN exercises ON exercises.id = hints_taken.exercise_id
JOIN courses ON courses.id = exercises.course_id
WHERE hints_taken.user_id = ?1
ORDER BY hints_taken.taken_at
