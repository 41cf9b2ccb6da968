INSERT INTO pack_imports (id, course_id, version, pack_digest, publisher, changes, imported_at, imported_by, undone_at)
VALUES (?1, ?2, ?3, ?4, ?5, '{"added":1}', ?6, ?7, ?8)
