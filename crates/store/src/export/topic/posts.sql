SELECT posts.*, topics.title AS topic
FROM posts
JOIN topics ON topics.id = posts.topic_id
WHERE posts.user_id = ?1
ORDER BY posts.created_at
