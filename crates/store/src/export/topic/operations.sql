SELECT outbox.*
FROM outbox
WHERE outbox.user_id = ?1
ORDER BY outbox.position
