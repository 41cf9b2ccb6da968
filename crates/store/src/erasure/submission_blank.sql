UPDATE submissions SET code = ?2, result = ?3 WHERE id = ?1
