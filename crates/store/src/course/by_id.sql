WHERE courses.is_deleted = 0 AND courses.id = ?1
