SELECT id, username, email, role, is_active, is_deleted, deleted_at, data_retention_date, created_at, password_hash IS NOT NULL AS has_password
FROM users
WHERE users.id = ?1
