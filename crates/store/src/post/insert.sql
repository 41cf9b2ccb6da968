INSERT INTO posts (id, topic_id, user_id, quoted_post_id, content, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
