SELECT seal FROM audit_seals WHERE id = ?1
