INSERT INTO exercise_progress (user_id, exercise_id, attempts, best_score, passed_at, attempts_to_pass, last_attempt_at)
SELECT user_id, exercise_id, attempts, best_score, passed_at, attempts_to_pass, last_attempt_at
FROM exercise_progress_recount
WHERE user_id = ?1 AND exercise_id = ?2
