UPDATE reviews SET is_deleted = 1, deleted_at = ?3 WHERE user_id = ?1 AND course_id = ?2 AND is_deleted = 0
