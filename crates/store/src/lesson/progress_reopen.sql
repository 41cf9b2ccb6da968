UPDATE lesson_progress
SET completed = 0, completed_at = NULL
WHERE user_id = ?1 AND lesson_id = ?2 AND completed = 1
