SELECT id, user_id, rating, title, content, helpful_count, created_at
FROM reviews
WHERE course_id = ?1 AND is_deleted = 0
ORDER BY created_at DESC
LIMIT ?2
