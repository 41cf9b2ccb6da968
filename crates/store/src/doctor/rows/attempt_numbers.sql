-- Numbers are at least 1 and unique, so they are dense exactly where the greatest is their count.
SELECT user_id, exercise_id, max(attempt_number), count(*)
FROM submissions
GROUP BY user_id, exercise_id
HAVING max(attempt_number) <> count(*)
