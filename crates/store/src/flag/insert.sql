INSERT INTO flags (id, flagger_id, post_id, reason, details, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
