WHERE submissions.user_id = ?1 AND submissions.exercise_id = ?2 AND submissions.status = ?3
ORDER BY submissions.attempt_number DESC
LIMIT ?4
