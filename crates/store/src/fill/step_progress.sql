INSERT INTO step_progress (user_id, step_id, attempts, best_score, passed_at, answer, updated_at) VALUES (?1, ?2, 2, 100, ?3, '{"answer":"2"}', ?3)
