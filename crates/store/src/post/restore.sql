UPDATE posts SET is_deleted = 0, deleted_at = NULL WHERE id = ?1 AND is_deleted = 1
