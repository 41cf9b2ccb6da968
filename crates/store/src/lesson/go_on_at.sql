UPDATE enrollments
SET last_accessed_lesson_id = ?3, last_accessed_at = ?4
WHERE user_id = ?1 AND course_id = ?2 AND left_at IS NULL
    AND EXISTS (SELECT 1 FROM lessons WHERE id = ?3 AND course_id = ?2 AND is_deleted = 0)
