SELECT drafts.*, courses.slug || '/' || exercises.slug AS exercise
FROM drafts
JOIN exercises ON exercises.id = drafts.exercise_id
JOIN courses ON courses.id = exercises.course_id
WHERE drafts.user_id = ?1
ORDER BY drafts.updated_at
