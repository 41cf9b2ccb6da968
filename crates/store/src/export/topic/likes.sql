SELECT post_likes.*
FROM post_likes
WHERE post_likes.user_id = ?1
ORDER BY post_likes.created_at
