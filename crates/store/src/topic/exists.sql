SELECT 1 FROM topics WHERE id = ?1 AND is_deleted = 0
