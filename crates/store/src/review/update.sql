UPDATE reviews SET rating = ?2, title = ?3, content = ?4, updated_at = ?5, is_deleted = 0, deleted_at = NULL WHERE id = ?1
