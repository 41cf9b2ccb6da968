-- The people who opened or completed this lesson.
SELECT user_id FROM lesson_progress WHERE lesson_id = ?1
