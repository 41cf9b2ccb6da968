SELECT submission_comments.*
FROM submission_comments
JOIN submissions ON submissions.id = submission_comments.submission_id
WHERE submissions.user_id = ?1 AND submission_comments.user_id <> ?1
ORDER BY submission_comments.created_at
