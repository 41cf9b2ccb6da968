DELETE FROM text_revisions WHERE entity = 'topic' AND entity_id IN (SELECT id FROM topics WHERE user_id = ?1)
