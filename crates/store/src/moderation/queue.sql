SELECT id, kind, topic_id, post_id, user_id, status, priority, created_at, score_without_age + score_of_age AS score
FROM review_queue_scored
ORDER BY score DESC, id
LIMIT ?1
