SELECT
    topics.id,
    topics.reply_count, recount.reply_count,
    topics.last_activity_at, recount.last_activity_at
FROM topics
JOIN topic_recount AS recount ON recount.id = topics.id
WHERE (topics.reply_count, topics.last_activity_at) IS NOT (recount.reply_count, recount.last_activity_at)
