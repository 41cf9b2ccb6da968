UPDATE lesson_notes
SET content = NULL, revision = revision + 1, is_deleted = 1, deleted_at = ?3, updated_at = ?3
WHERE user_id = ?1 AND lesson_id = ?2 AND is_deleted = 0
