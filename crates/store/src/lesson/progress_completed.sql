SELECT completed FROM lesson_progress WHERE user_id = ?1 AND lesson_id = ?2
