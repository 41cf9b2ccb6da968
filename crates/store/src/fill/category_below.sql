UPDATE categories SET parent_id = ?2 WHERE slug = ?1
