UPDATE erasures SET days_seen = ?2, last_seen_day = ?3 WHERE id = ?1
