SELECT exercises.id, exercises.programming_language, NULL
FROM exercises
WHERE exercises.is_deleted = 0
    AND NOT EXISTS (
        SELECT 1 FROM course_languages
        WHERE course_languages.course_id = exercises.course_id AND course_languages.language = exercises.programming_language
    )
