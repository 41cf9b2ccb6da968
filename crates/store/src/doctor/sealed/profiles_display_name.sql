SELECT user_id, user_id, display_name FROM profiles WHERE display_name IS NOT NULL
