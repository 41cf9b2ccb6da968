INSERT INTO categories (id, parent_id, slug, name, created_at)
SELECT ?1, NULL, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM categories WHERE slug = ?2)
