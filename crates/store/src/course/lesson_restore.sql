UPDATE lessons SET is_deleted = 0, deleted_at = NULL WHERE id = ?1
