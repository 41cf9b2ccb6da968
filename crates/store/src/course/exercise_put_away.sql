UPDATE exercises SET is_deleted = 1, deleted_at = ?2 WHERE id = ?1
