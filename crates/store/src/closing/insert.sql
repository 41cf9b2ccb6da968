INSERT INTO erasures (id, user_id, keeps_contributions, requested_at, due_at, days_wanted, last_seen_day, was_active)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
