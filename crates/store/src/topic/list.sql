SELECT id, user_id, kind, slug, title, is_pinned, is_locked, reply_count, last_activity_at
FROM topics
WHERE course_id = ?1 AND is_deleted = 0
ORDER BY is_pinned DESC, last_activity_at DESC, id
LIMIT ?2
