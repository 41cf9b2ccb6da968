SELECT outbox.op_id, outbox.entity_id, NULL
FROM outbox
WHERE outbox.kind = 'submission.add' AND NOT EXISTS (SELECT 1 FROM submissions WHERE submissions.id = outbox.entity_id)
