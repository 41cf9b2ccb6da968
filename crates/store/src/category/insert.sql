INSERT INTO categories (id, slug, name, created_at) VALUES (?1, ?2, ?3, ?4)
