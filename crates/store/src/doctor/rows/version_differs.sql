SELECT exercises.id, version.version_digest, NULL
FROM exercises
JOIN exercise_versions AS version ON version.exercise_id = exercises.id AND version.version_digest = exercises.version_digest
WHERE (version.kind, version.programming_language, version.instructions, version.question_data, version.tests)
    IS NOT (exercises.kind, exercises.programming_language, exercises.instructions, exercises.question_data, exercises.tests)
