SELECT version_digest, code, result FROM submissions WHERE id = ?1
