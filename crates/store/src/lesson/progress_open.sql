UPDATE lesson_progress SET opened_at = ?3 WHERE user_id = ?1 AND lesson_id = ?2
