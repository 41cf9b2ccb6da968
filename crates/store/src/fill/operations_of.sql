SELECT op_id FROM outbox WHERE user_id = ?1 ORDER BY position
