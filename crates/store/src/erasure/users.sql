UPDATE users
SET
    username = NULL,
    username_index = NULL,
    email = NULL,
    email_index = NULL,
    password_hash = NULL,
    is_active = 0,
    is_deleted = 1,
    deleted_at = coalesce(deleted_at, ?2),
    data_retention_date = NULL
WHERE id = ?1
