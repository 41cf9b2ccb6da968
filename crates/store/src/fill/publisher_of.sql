UPDATE courses SET publisher = ?2 WHERE id = ?1
