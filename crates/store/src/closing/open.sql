SELECT id, user_id, keeps_contributions, requested_at, due_at, days_wanted, days_seen, last_seen_day, was_active
FROM erasures
WHERE cancelled_at IS NULL AND erased_at IS NULL
ORDER BY due_at, id
