INSERT INTO subscriptions (user_id, topic_id, created_at) VALUES (?1, ?2, ?3)
