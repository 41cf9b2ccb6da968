UPDATE enrollments
SET last_accessed_lesson_id = (
    SELECT earlier.id FROM lessons AS gone
    JOIN lessons AS earlier ON earlier.course_id = gone.course_id AND earlier.is_deleted = 0 AND (earlier.position, earlier.id) < (gone.position, gone.id)
    WHERE gone.id = enrollments.last_accessed_lesson_id AND gone.course_id = enrollments.course_id
    ORDER BY earlier.position DESC, earlier.id DESC LIMIT 1
)
WHERE id = ?1
