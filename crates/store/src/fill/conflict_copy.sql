INSERT INTO conflict_copies (id, user_id, entity, entity_id, op_id, body, created_at) VALUES (?1, ?2, 'draft', ?3, ?4, '{"files":[]}', ?5)
