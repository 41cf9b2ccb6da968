INSERT INTO exercises (id, course_id, lesson_id, slug, title, kind, difficulty, programming_language, position, instructions, question_data, version_digest)
VALUES (?1, ?2, ?3, 'step-by-step', 'Step by step', 'steps', 'beginner', 'python', 2, 'Two steps', '{"sequence":true}', ?4)
