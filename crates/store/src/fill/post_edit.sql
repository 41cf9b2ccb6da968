UPDATE posts SET content = content || ' (edited)', revision = revision + 1, updated_at = ?2 WHERE id = ?1
