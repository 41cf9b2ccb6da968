SELECT
    exercises.id,
    exercises.course_id,
    exercises.lesson_id,
    exercises.slug,
    exercises.title,
    exercises.difficulty,
    exercises.concepts,
    exercises.minutes,
    exercises.solution_code,
    exercises.mistakes,
    exercises.progressive_hints,
    exercises.version_digest,
    exercises.kind,
    exercises.programming_language,
    exercises.instructions,
    exercises.question_data,
    exercises.tests
FROM exercises
JOIN lessons ON lessons.id = exercises.lesson_id AND lessons.is_deleted = 0
JOIN courses ON courses.id = exercises.course_id AND courses.is_deleted = 0
WHERE exercises.id = ?1 AND exercises.is_deleted = 0
