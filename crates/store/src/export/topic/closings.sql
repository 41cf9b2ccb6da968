SELECT erasures.*
FROM erasures
WHERE erasures.user_id = ?1
ORDER BY erasures.requested_at
