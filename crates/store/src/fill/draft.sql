INSERT INTO drafts (user_id, exercise_id, revision, files, updated_at) VALUES (?1, ?2, 1, ?3, ?4)
