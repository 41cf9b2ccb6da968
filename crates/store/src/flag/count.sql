SELECT count(*) FROM flags WHERE post_id = ?1 AND is_deleted = 0
