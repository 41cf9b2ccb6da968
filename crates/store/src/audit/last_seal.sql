SELECT id, seal FROM audit_seals ORDER BY id DESC LIMIT 1
