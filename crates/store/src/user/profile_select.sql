SELECT profiles.display_name, profiles.bio, profiles.goals
FROM profiles
JOIN users ON users.id = profiles.user_id
WHERE users.id = ?1 AND users.is_deleted = 0
