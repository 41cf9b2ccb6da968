SELECT audit_log.*
FROM audit_log
WHERE audit_log.actor_id = ?1 OR audit_log.row_id = ?1
ORDER BY audit_log.id
