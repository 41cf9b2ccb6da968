SELECT
    trust_levels.user_id,
    trust_levels.posts_read, recount.posts_read,
    trust_levels.seconds_read, recount.seconds_read,
    trust_levels.days_seen, recount.days_seen,
    trust_levels.likes_received, recount.likes_received,
    trust_levels.likes_given, recount.likes_given
FROM trust_levels
JOIN trust_level_recount AS recount ON recount.user_id = trust_levels.user_id
WHERE (trust_levels.posts_read, trust_levels.seconds_read, trust_levels.days_seen, trust_levels.likes_received, trust_levels.likes_given)
    IS NOT (recount.posts_read, recount.seconds_read, recount.days_seen, recount.likes_received, recount.likes_given)
