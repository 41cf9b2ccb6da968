SELECT drafts.user_id, drafts.exercise_id, drafts.op_id, NULL
FROM drafts
WHERE drafts.op_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.op_id = drafts.op_id)
