SELECT user_id, user_id, goals FROM profiles WHERE goals IS NOT NULL
