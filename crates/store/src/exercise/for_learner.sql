SELECT version_digest, programming_language, instructions, question_data, progressive_hints
FROM exercises
WHERE id = ?1
