SELECT course_id, lesson_id FROM exercises WHERE id = ?1
