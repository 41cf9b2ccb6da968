SELECT
    exercises.id, exercises.is_deleted, exercises.position, exercises.lesson_id,
    exercises.slug, exercises.title, exercises.kind, exercises.difficulty, exercises.concepts, exercises.minutes, exercises.programming_language,
    exercises.instructions, exercises.question_data, exercises.tests, exercises.solution_code, exercises.mistakes, exercises.progressive_hints,
    exercises.version_digest
FROM exercises
JOIN lessons ON lessons.id = exercises.lesson_id
WHERE exercises.course_id = ?1
ORDER BY lessons.position, lessons.id, exercises.position, exercises.id
