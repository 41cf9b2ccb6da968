-- Nobody was told of it: leaving the exercise tells it again.
UPDATE drafts SET op_id = NULL, op_revision = 0 WHERE user_id = ?1 AND exercise_id = ?2
