INSERT INTO erasures (id, user_id, keeps_contributions, requested_at, due_at, days_wanted, erased_at)
SELECT ?1, ?2, ?3, ?4, ?4, 0, ?4
WHERE NOT EXISTS (SELECT 1 FROM erasures WHERE user_id = ?2 AND erased_at IS NOT NULL)
