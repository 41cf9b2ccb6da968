INSERT INTO submission_comments (id, submission_id, user_id, path, line, content, created_at) VALUES (?1, ?2, ?3, 'main.py', 1, 'A shorter name would do.', ?4)
