SELECT
    exercises.id,
    exercises.course_id,
    courses.slug,
    exercises.lesson_id,
    lessons.slug,
    exercises.slug,
    exercises.title,
    exercises.kind,
    exercises.difficulty,
    exercises.concepts,
    exercises.minutes,
    coalesce(progress.attempts, 0),
    coalesce(progress.best_score, 0),
    progress.passed_at,
    EXISTS (SELECT 1 FROM drafts WHERE drafts.user_id = ?1 AND drafts.exercise_id = exercises.id),
    coalesce(json_extract(exercises.tests, '$.practice_only'), 0)
FROM courses
JOIN lessons ON lessons.course_id = courses.id AND lessons.is_deleted = 0
JOIN exercises ON exercises.lesson_id = lessons.id AND exercises.is_deleted = 0
LEFT JOIN exercise_progress AS progress ON progress.user_id = ?1 AND progress.exercise_id = exercises.id
