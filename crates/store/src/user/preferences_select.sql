SELECT preferences FROM profiles WHERE user_id = ?1
