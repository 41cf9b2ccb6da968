SELECT 1 FROM courses WHERE slug = ?1 AND id <> ?2
