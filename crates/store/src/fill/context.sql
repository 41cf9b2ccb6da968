REPLACE INTO write_context (id, actor_id, role, at) VALUES (1, ?1, ?2, ?3)
