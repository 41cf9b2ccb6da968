SELECT state, count(*) FROM outbox WHERE user_id = ?1 GROUP BY state
