-- The people who worked on this exercise.
SELECT user_id FROM exercise_progress WHERE exercise_id = ?1
UNION
SELECT user_id FROM drafts WHERE exercise_id = ?1
