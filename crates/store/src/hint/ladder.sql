SELECT progressive_hints FROM exercises WHERE id = ?1
