SELECT 1 FROM lessons WHERE id = ?1 AND course_id <> ?2
