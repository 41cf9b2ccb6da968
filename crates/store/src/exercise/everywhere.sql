WHERE courses.is_deleted = 0
ORDER BY courses.title, courses.id, lessons.position, lessons.id, exercises.position, exercises.id
