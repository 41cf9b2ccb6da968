WHERE courses.is_deleted = 0 AND lessons.id = ?2
ORDER BY exercises.position, exercises.id
