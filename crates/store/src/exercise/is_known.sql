SELECT 1 FROM exercises WHERE id = ?1
