INSERT INTO moderation_decisions (id, item_id, post_id, revision, decision, moderator_id, undoes, created_at) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7)
