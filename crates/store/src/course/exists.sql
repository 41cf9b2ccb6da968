SELECT 1 FROM courses WHERE id = ?1 AND is_deleted = 0
