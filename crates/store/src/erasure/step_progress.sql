UPDATE step_progress SET answer = '{}' WHERE user_id = ?1
