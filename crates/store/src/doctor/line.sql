INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values) VALUES ('repair', ?1, ?2, ?3, ?4)
