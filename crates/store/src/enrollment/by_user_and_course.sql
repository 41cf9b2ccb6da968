WHERE enrollments.user_id = ?1 AND enrollments.course_id = ?2
