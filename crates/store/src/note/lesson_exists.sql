SELECT 1 FROM lessons WHERE id = ?1 AND is_deleted = 0
