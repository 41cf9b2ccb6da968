SELECT position, user_id, op_id, kind, v, base_rev, payload, digest, state, created_at
FROM outbox
WHERE user_id = ?1 AND position > ?2
ORDER BY position
LIMIT ?3
