SELECT step_progress.*
FROM step_progress
WHERE step_progress.user_id = ?1
ORDER BY step_progress.updated_at
