SELECT publishers.*
FROM publishers
WHERE publishers.accepted_by = ?1
ORDER BY publishers.accepted_at
