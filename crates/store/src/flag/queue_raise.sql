UPDATE review_queue SET priority = min(priority, ?2)
WHERE post_id = ?1 AND kind = 'flagged_post' AND status IN ('pending', 'needs_info', 'escalated')
