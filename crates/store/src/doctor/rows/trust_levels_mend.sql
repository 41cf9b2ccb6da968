UPDATE trust_levels
SET (posts_read, seconds_read, days_seen, likes_received, likes_given) = (
    SELECT posts_read, seconds_read, days_seen, likes_received, likes_given
    FROM trust_level_recount
    WHERE trust_level_recount.user_id = trust_levels.user_id
)
WHERE user_id = ?1
