DELETE FROM post_likes WHERE user_id = ?1
