UPDATE exercise_progress
SET (attempts, best_score, passed_at, attempts_to_pass, last_attempt_at) = (
    SELECT attempts, best_score, passed_at, attempts_to_pass, last_attempt_at
    FROM exercise_progress_recount
    WHERE exercise_progress_recount.user_id = ?1 AND exercise_progress_recount.exercise_id = ?2
)
WHERE user_id = ?1 AND exercise_id = ?2
