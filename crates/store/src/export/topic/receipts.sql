SELECT receipts.*
FROM receipts
JOIN outbox ON outbox.op_id = receipts.op_id
WHERE outbox.user_id = ?1
ORDER BY receipts.received_at
