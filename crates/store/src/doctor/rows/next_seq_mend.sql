UPDATE replicas SET next_seq = coalesce((SELECT max(seq) FROM sent_operations WHERE replica_id = replicas.id), 0) + 1 WHERE id = ?1
