SELECT id FROM reviews WHERE user_id = ?1 AND course_id = ?2
