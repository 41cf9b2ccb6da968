SELECT id, "table", "from", coalesce("to", 'id') FROM pragma_foreign_key_list(?1) ORDER BY id, seq
