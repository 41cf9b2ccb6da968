WHERE submissions.exercise_id = ?1 AND submissions.status = ?2
ORDER BY submissions.submitted_at DESC, submissions.id DESC
LIMIT ?3
