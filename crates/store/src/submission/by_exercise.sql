WHERE submissions.exercise_id = ?1
ORDER BY submissions.submitted_at DESC, submissions.id DESC
LIMIT ?2
