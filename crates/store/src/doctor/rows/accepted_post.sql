SELECT topics.id, topics.accepted_post_id, NULL
FROM topics
WHERE topics.accepted_post_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.id = topics.accepted_post_id AND posts.topic_id = topics.id AND posts.is_deleted = 0)
