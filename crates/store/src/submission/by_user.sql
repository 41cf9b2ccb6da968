WHERE submissions.user_id = ?1 AND (?2 IS NULL OR submissions.status = ?2)
ORDER BY submissions.submitted_at DESC, submissions.id DESC
LIMIT ?3
