INSERT INTO sync_state (replica_id, stream, epoch, position, operations, hash, last_exchange_at) VALUES (?1, ?2, ?3, 3, 3, ?4, ?5)
