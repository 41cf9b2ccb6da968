INSERT INTO exercises (
    id, course_id, lesson_id, position, slug, title, kind, difficulty, concepts, minutes, programming_language, instructions, question_data, tests,
    solution_code, mistakes, progressive_hints, version_digest
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
