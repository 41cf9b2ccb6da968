UPDATE outbox SET payload = ?2, digest = ?3, created_at = ?4 WHERE op_id = ?1
