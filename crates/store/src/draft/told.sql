SELECT op_id, op_revision = revision FROM drafts WHERE user_id = ?1 AND exercise_id = ?2
