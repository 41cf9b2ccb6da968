INSERT INTO flags (id, flagger_id, topic_id, post_id, reason, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
