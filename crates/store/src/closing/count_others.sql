SELECT count(*) FROM users WHERE is_deleted = 0 AND id <> ?1
