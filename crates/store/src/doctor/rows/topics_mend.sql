UPDATE topics
SET (reply_count, last_activity_at) = (SELECT reply_count, last_activity_at FROM topic_recount WHERE topic_recount.id = topics.id)
WHERE id = ?1
