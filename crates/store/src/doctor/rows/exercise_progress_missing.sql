SELECT recount.user_id, recount.exercise_id, NULL, recount.attempts
FROM exercise_progress_recount AS recount
WHERE NOT EXISTS (SELECT 1 FROM exercise_progress WHERE user_id = recount.user_id AND exercise_id = recount.exercise_id)
