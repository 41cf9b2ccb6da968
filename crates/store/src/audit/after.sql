WHERE l.id > ?1 ORDER BY l.id
