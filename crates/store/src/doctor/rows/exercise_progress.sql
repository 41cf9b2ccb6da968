SELECT
    progress.user_id,
    progress.exercise_id,
    progress.attempts, recount.attempts,
    progress.best_score, recount.best_score,
    progress.passed_at, recount.passed_at,
    progress.attempts_to_pass, recount.attempts_to_pass,
    progress.last_attempt_at, recount.last_attempt_at
FROM exercise_progress_recount AS recount
CROSS JOIN exercise_progress AS progress ON progress.user_id = recount.user_id AND progress.exercise_id = recount.exercise_id
WHERE (progress.attempts, progress.best_score, progress.passed_at, progress.attempts_to_pass, progress.last_attempt_at)
    IS NOT (recount.attempts, recount.best_score, recount.passed_at, recount.attempts_to_pass, recount.last_attempt_at)
