INSERT INTO audit_entry (action, table_name, row_id) VALUES ('read', ?1, ?2)
