WHERE l.id < ?1 AND (?2 IS NULL OR l.table_name = ?2) AND (?3 IS NULL OR l.at >= ?3) AND ?5 IS NULL AND ?6 IS NULL
ORDER BY l.id DESC LIMIT ?4
