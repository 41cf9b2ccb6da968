SELECT user_id, user_id || '/' || lesson_id, content FROM lesson_notes WHERE content IS NOT NULL
