UPDATE outbox SET payload = ?2, digest = ?3 WHERE op_id = ?1
