INSERT INTO courses (
    id, category_id, slug, title, summary, description, version, locale, license, authors, difficulty, hours, pack_digest, imported_at
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
