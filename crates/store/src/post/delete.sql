UPDATE posts SET is_deleted = 1, deleted_at = ?2 WHERE id = ?1 AND is_deleted = 0
