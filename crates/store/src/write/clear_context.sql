DELETE FROM write_context
