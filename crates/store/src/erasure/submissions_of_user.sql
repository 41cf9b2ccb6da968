SELECT id, result FROM submissions WHERE user_id = ?1
