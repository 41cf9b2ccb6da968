SELECT id, role FROM write_context
