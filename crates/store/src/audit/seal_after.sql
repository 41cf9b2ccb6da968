SELECT min(id) FROM audit_seals WHERE id > ?1
