UPDATE erasures SET cancelled_at = ?2
WHERE user_id = ?1 AND cancelled_at IS NULL AND erased_at IS NULL AND (due_at > ?2 OR days_seen < days_wanted)
