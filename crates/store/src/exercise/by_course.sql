WHERE courses.is_deleted = 0 AND courses.id = ?2
ORDER BY lessons.position, lessons.id, exercises.position, exercises.id
