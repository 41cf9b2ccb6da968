-- Whether the lesson is still there, and no exercise of it is left that this person has not passed. What is practice only nobody can pass.
SELECT NOT EXISTS (
    SELECT 1
    FROM exercises
    LEFT JOIN exercise_progress AS progress ON progress.user_id = ?1 AND progress.exercise_id = exercises.id
    WHERE exercises.lesson_id = lessons.id AND exercises.is_deleted = 0
        AND coalesce(json_extract(exercises.tests, '$.practice_only'), 0) = 0
        AND progress.passed_at IS NULL
)
FROM lessons
WHERE lessons.id = ?2 AND lessons.is_deleted = 0
