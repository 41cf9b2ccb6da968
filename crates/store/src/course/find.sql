SELECT id FROM courses WHERE is_deleted = 0 AND (id = ?1 OR slug = ?1)
