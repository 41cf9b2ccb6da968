WHERE enrollments.user_id = ?1 AND enrollments.left_at IS NULL AND courses.is_deleted = 0
ORDER BY coalesce(enrollments.last_accessed_at, enrollments.enrolled_at) DESC, enrollments.id
