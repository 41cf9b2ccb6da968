UPDATE courses
SET
    category_id = ?2, slug = ?3, title = ?4, summary = ?5, description = ?6, version = ?7, locale = ?8, license = ?9, authors = ?10,
    difficulty = ?11, hours = ?12, pack_digest = ?13, imported_at = ?14, is_deleted = 0, deleted_at = NULL
WHERE id = ?1
