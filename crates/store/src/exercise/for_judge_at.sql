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
    version.version_digest,
    version.kind,
    version.programming_language,
    version.instructions,
    version.question_data,
    version.tests
FROM exercise_versions AS version
JOIN exercises ON exercises.id = version.exercise_id
WHERE version.exercise_id = ?1 AND version.version_digest = ?2
