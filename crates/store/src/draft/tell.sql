UPDATE drafts SET op_id = ?3, op_revision = ?4 WHERE user_id = ?1 AND exercise_id = ?2
