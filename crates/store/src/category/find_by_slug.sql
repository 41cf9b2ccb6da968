SELECT id FROM categories WHERE slug = ?1
