UPDATE profiles SET display_name = ?2, bio = ?3, goals = ?4, skill_level = ?5 WHERE user_id = ?1
