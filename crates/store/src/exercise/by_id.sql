WHERE courses.is_deleted = 0 AND exercises.id = ?2
