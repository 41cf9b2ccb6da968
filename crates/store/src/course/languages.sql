SELECT language FROM course_languages WHERE course_id = ?1 ORDER BY language
