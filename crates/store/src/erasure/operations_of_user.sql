SELECT op_id, kind, v, base_rev FROM outbox WHERE user_id = ?1
