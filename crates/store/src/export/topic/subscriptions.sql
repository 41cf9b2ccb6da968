SELECT subscriptions.*, topics.title AS topic
FROM subscriptions
JOIN topics ON topics.id = subscriptions.topic_id
WHERE subscriptions.user_id = ?1
ORDER BY subscriptions.created_at
