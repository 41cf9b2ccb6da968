SELECT count(*) FROM users WHERE role = 'owner' AND is_active = 1 AND id <> ?1
