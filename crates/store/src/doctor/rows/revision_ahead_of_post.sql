-- An edit keeps the wording that stood under the number that it had. A row that has this number already is in its way.
SELECT text_revisions.entity, text_revisions.entity_id, text_revisions.revision, text_revisions.revision, NULL
FROM text_revisions
JOIN posts ON posts.id = text_revisions.entity_id
WHERE text_revisions.entity = 'post' AND text_revisions.revision >= posts.revision
