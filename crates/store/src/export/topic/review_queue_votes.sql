SELECT review_queue_votes.*
FROM review_queue_votes
WHERE review_queue_votes.user_id = ?1
ORDER BY review_queue_votes.created_at
