-- A course that turns out to be complete was complete when its last lesson was.
UPDATE enrollments
SET (completed_lessons, progress_percentage, completed_at) = (
    SELECT
        recount.completed_lessons,
        recount.progress_percentage,
        CASE
            WHEN recount.progress_percentage = 100 AND enrollments.completed_at IS NULL THEN (
                SELECT max(lesson_progress.completed_at)
                FROM lessons
                JOIN lesson_progress ON lesson_progress.lesson_id = lessons.id AND lesson_progress.user_id = enrollments.user_id
                WHERE lessons.course_id = enrollments.course_id AND lessons.is_deleted = 0
            )
            ELSE enrollments.completed_at
        END
    FROM enrollment_recount AS recount
    WHERE recount.id = enrollments.id
)
WHERE id = ?1
