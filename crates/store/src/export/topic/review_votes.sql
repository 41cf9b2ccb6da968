SELECT review_votes.*
FROM review_votes
WHERE review_votes.user_id = ?1
ORDER BY review_votes.created_at
