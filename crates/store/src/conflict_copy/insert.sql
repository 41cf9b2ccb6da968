INSERT INTO conflict_copies (id, user_id, entity, entity_id, body, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
