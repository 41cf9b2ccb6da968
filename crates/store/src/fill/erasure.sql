INSERT INTO erasures (id, user_id, keeps_contributions, requested_at, due_at, days_wanted, days_seen, last_seen_day, cancelled_at)
VALUES (?1, ?2, 1, ?3, ?4, 30, 2, ?5, ?6)
