SELECT
    enrollments.id,
    enrollments.user_id,
    enrollments.course_id,
    enrollments.enrolled_at,
    enrollments.left_at,
    enrollments.completed_lessons,
    courses.total_lessons,
    enrollments.progress_percentage,
    enrollments.completed_at,
    enrollments.last_accessed_lesson_id
FROM enrollments
JOIN courses ON courses.id = enrollments.course_id
