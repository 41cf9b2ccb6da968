SELECT review_queue.*
FROM review_queue
WHERE review_queue.user_id = ?1 OR review_queue.assigned_to = ?1
ORDER BY review_queue.created_at
