INSERT INTO submissions (id, user_id, exercise_id, version_digest, attempt_number, code, status, score, passed_tests, total_tests, result, submitted_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
