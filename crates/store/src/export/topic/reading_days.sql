SELECT reading_days.*
FROM reading_days
WHERE reading_days.user_id = ?1
ORDER BY reading_days.day
