UPDATE erasures SET cancelled_at = ?2 WHERE id = ?1
