SELECT count(*) FROM audit_seals WHERE id > ?1
