-- Where somebody goes on: at a lesson that is there, else at the nearest earlier one.
SELECT
    enrollments.id,
    enrollments.last_accessed_lesson_id,
    (
        SELECT earlier.id FROM lessons AS earlier
        WHERE earlier.course_id = enrollments.course_id AND earlier.is_deleted = 0 AND (earlier.position, earlier.id) < (lessons.position, lessons.id)
        ORDER BY earlier.position DESC, earlier.id DESC LIMIT 1
    )
FROM enrollments
LEFT JOIN lessons ON lessons.id = enrollments.last_accessed_lesson_id AND lessons.course_id = enrollments.course_id
WHERE enrollments.last_accessed_lesson_id IS NOT NULL AND lessons.is_deleted IS NOT 0
