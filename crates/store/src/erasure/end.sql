UPDATE erasures SET erased_at = ?2 WHERE user_id = ?1 AND cancelled_at IS NULL AND erased_at IS NULL
