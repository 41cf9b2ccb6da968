SELECT flags.*
FROM flags
WHERE flags.flagger_id = ?1
ORDER BY flags.created_at
