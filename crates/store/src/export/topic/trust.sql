SELECT trust_levels.*
FROM trust_levels
WHERE trust_levels.user_id = ?1
