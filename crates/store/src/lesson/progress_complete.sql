UPDATE lesson_progress SET completed = 1, completed_at = ?3 WHERE user_id = ?1 AND lesson_id = ?2
