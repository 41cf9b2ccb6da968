INSERT INTO exercise_versions (exercise_id, version_digest, kind, programming_language, instructions, question_data, tests, created_at)
SELECT id, version_digest, kind, programming_language, instructions, question_data, tests, (SELECT at FROM write_context)
FROM exercises
WHERE id = ?1
