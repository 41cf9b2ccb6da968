SELECT
    users.id,
    users.username,
    profiles.display_name,
    users.email,
    users.role,
    users.is_active,
    users.password_hash,
    users.created_at
FROM users
JOIN profiles ON profiles.user_id = users.id
WHERE users.is_deleted = 1 AND users.username_index = ?1
