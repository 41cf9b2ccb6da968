WHERE submissions.user_id = ?1 AND submissions.exercise_id = ?2
ORDER BY submissions.attempt_number DESC
LIMIT ?3
