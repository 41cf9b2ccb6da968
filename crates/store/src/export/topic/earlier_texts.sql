SELECT text_revisions.*
FROM text_revisions
WHERE text_revisions.replaced_by = ?1
    OR (text_revisions.entity = 'topic' AND text_revisions.entity_id IN (SELECT id FROM topics WHERE user_id = ?1))
    OR (text_revisions.entity = 'post' AND text_revisions.entity_id IN (SELECT id FROM posts WHERE user_id = ?1))
ORDER BY text_revisions.replaced_at
