UPDATE posts SET content = ?3, revision = revision + 1, updated_at = ?4 WHERE id = ?1 AND revision = ?2 AND is_deleted = 0
