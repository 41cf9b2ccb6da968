UPDATE profiles
SET display_name = NULL, bio = NULL, goals = NULL, skill_level = 'beginner', preferences = '{}', updated_at = ?2
WHERE user_id = ?1
