INSERT INTO audit_entry (action, table_name, row_id, after_values) VALUES ('restore', 'installation', '1', ?1)
