SELECT 1 FROM exercises WHERE id = ?1 AND course_id <> ?2
