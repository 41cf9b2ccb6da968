DELETE FROM playground_files WHERE user_id = ?1
