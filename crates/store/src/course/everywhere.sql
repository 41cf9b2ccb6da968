WHERE courses.is_deleted = 0
ORDER BY courses.title, courses.id
