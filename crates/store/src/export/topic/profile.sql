SELECT profiles.*
FROM profiles
WHERE profiles.user_id = ?1
