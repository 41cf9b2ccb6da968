UPDATE drafts
SET revision = ?3, files = ?4, kept = ?5, updated_at = ?6
WHERE user_id = ?1 AND exercise_id = ?2
