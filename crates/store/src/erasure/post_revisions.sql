DELETE FROM text_revisions WHERE entity = 'post' AND entity_id IN (SELECT id FROM posts WHERE user_id = ?1)
