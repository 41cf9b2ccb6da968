SELECT entity, entity_id, revision, entity_id, NULL
FROM text_revisions
WHERE (entity = 'topic' AND NOT EXISTS (SELECT 1 FROM topics WHERE topics.id = text_revisions.entity_id))
    OR (entity = 'post' AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.id = text_revisions.entity_id))
