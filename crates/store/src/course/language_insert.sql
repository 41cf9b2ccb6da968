INSERT INTO course_languages (course_id, language) VALUES (?1, ?2)
