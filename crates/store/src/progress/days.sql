SELECT day, sum(submitted), sum(passed), sum(completed)
FROM (
    SELECT date(submitted_at, ?3) AS day, 1 AS submitted, 0 AS passed, 0 AS completed
    FROM submissions
    WHERE user_id = ?1 AND submitted_at >= ?2
    UNION ALL
    SELECT date(passed_at, ?3), 0, 1, 0
    FROM exercise_progress
    WHERE user_id = ?1 AND passed_at IS NOT NULL AND passed_at >= ?2
    UNION ALL
    SELECT date(completed_at, ?3), 0, 0, 1
    FROM lesson_progress
    WHERE user_id = ?1 AND completed = 1 AND completed_at >= ?2
)
GROUP BY day
ORDER BY day
