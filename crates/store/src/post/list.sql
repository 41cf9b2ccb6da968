SELECT id, user_id, quoted_post_id, content, like_count, revision, created_at
FROM posts
WHERE topic_id = ?1 AND is_deleted = 0 AND state = 'approved'
ORDER BY created_at, id
LIMIT ?2
