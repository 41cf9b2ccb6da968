UPDATE lesson_notes
SET content = ?3, revision = revision + 1, is_deleted = 0, deleted_at = NULL, updated_at = ?4
WHERE user_id = ?1 AND lesson_id = ?2
