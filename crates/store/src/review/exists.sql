SELECT 1 FROM reviews WHERE id = ?1 AND is_deleted = 0
