-- A topic that was just added comes before its posts, so its accepted answer is set afterwards.
UPDATE main.topics AS ours
SET accepted_post_id = theirs.accepted_post_id
FROM lost.topics AS theirs
WHERE theirs.id = ours.id AND ours.accepted_post_id IS NULL AND theirs.accepted_post_id IS NOT NULL
    AND EXISTS (SELECT 1 FROM main.posts AS post WHERE post.id = theirs.accepted_post_id AND post.topic_id = ours.id AND post.is_deleted = 0)
