SELECT files, revision, kept, updated_at FROM drafts WHERE user_id = ?1 AND exercise_id = ?2
