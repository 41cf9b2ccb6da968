INSERT INTO sent_operations (replica_id, seq, op_id) VALUES (?1, ?2, ?3)
