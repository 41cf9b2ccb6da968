UPDATE post_likes SET is_deleted = ?3, deleted_at = ?4 WHERE post_id = ?1 AND user_id = ?2 AND is_deleted <> ?3
