UPDATE reviews
SET title = '', content = '', is_deleted = 1, deleted_at = coalesce(deleted_at, ?2), updated_at = ?2
WHERE user_id = ?1
