SELECT sync_state.*
FROM sync_state
JOIN replicas ON replicas.id = sync_state.replica_id
WHERE replicas.user_id = ?1
