UPDATE trust_levels SET level = ?2, posts_read = ?3, seconds_read = 60 * ?3, days_seen = ?4, updated_at = ?5 WHERE user_id = ?1
