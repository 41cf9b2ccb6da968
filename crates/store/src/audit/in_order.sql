ORDER BY l.id
