SELECT base_rev FROM outbox WHERE op_id = ?1 AND state = 'saved'
