SELECT submission_comments.*
FROM submission_comments
WHERE submission_comments.user_id = ?1
ORDER BY submission_comments.created_at
