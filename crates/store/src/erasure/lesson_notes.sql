DELETE FROM lesson_notes WHERE user_id = ?1
