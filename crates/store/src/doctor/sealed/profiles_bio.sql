SELECT user_id, user_id, bio FROM profiles WHERE bio IS NOT NULL
