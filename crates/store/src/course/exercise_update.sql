UPDATE exercises
SET
    lesson_id = ?3, position = ?4, slug = ?5, title = ?6, kind = ?7, difficulty = ?8, concepts = ?9, minutes = ?10, programming_language = ?11,
    instructions = ?12, question_data = ?13, tests = ?14, solution_code = ?15, mistakes = ?16, progressive_hints = ?17, version_digest = ?18,
    is_deleted = 0, deleted_at = NULL
WHERE id = ?1 AND course_id = ?2
