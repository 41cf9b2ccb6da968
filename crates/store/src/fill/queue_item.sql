INSERT INTO review_queue (id, kind, topic_id, post_id, user_id, status, priority, assigned_to, created_at, decided_at) VALUES (?1, ?2, NULL, ?3, ?4, ?5, ?6, NULL, ?7, ?8)
