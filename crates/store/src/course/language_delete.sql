DELETE FROM course_languages WHERE course_id = ?1 AND language = ?2
