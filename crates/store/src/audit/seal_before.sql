SELECT id, seal FROM audit_seals WHERE id < ?1 ORDER BY id DESC LIMIT 1
