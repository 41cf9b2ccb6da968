SELECT moderation_decisions.*
FROM moderation_decisions
WHERE moderation_decisions.moderator_id = ?1
ORDER BY moderation_decisions.created_at
