INSERT INTO playground_files (id, user_id, path, text, created_at, updated_at) VALUES (?1, ?2, 'try.py', 'print("hello")', ?3, ?3)
