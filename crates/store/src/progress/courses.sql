SELECT
    courses.id,
    courses.slug,
    courses.title,
    enrollments.completed_lessons,
    courses.total_lessons,
    enrollments.progress_percentage,
    (
        SELECT count(*)
        FROM lessons
        JOIN exercises ON exercises.lesson_id = lessons.id AND exercises.is_deleted = 0
        JOIN exercise_progress AS progress ON progress.user_id = enrollments.user_id AND progress.exercise_id = exercises.id
        WHERE lessons.course_id = courses.id AND lessons.is_deleted = 0 AND progress.passed_at IS NOT NULL
    ),
    (
        SELECT count(*)
        FROM lessons
        JOIN exercises ON exercises.lesson_id = lessons.id AND exercises.is_deleted = 0
        WHERE lessons.course_id = courses.id AND lessons.is_deleted = 0
    ),
    enrollments.completed_at,
    enrollments.last_accessed_lesson_id
FROM enrollments
JOIN courses ON courses.id = enrollments.course_id
WHERE enrollments.user_id = ?1 AND enrollments.left_at IS NULL AND courses.is_deleted = 0
ORDER BY coalesce(enrollments.last_accessed_at, enrollments.enrolled_at) DESC, enrollments.id
