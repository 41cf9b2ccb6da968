INSERT INTO categories (id, parent_id, slug, name, created_at) VALUES (?1, NULL, ?2, ?3, ?4)
