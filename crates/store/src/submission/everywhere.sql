WHERE ?1 IS NULL OR submissions.status = ?1
ORDER BY submissions.id DESC
LIMIT ?2
