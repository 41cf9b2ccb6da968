REPLACE INTO write_context (id, actor_id, role, at) SELECT 1, actor_id, 'restore', at FROM write_context
