SELECT sent_operations.*
FROM sent_operations
JOIN replicas ON replicas.id = sent_operations.replica_id
WHERE replicas.user_id = ?1
ORDER BY sent_operations.replica_id, sent_operations.seq
