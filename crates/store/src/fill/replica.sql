INSERT INTO replicas (id, class_id, user_id, member_id, parent_id, public_key, state, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
