UPDATE outbox SET state = ?2 WHERE op_id = ?1
