UPDATE lessons SET slug = ?1 WHERE id = ?1
