INSERT INTO audit_seals (id, digests, seal) VALUES (?1, ?2, ?3)
