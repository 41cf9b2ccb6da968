SELECT progress.user_id, progress.exercise_id, progress.attempts, NULL
FROM exercise_progress AS progress
WHERE NOT EXISTS (SELECT 1 FROM submissions WHERE user_id = progress.user_id AND exercise_id = progress.exercise_id)
