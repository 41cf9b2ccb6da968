SELECT conflict_copies.*
FROM conflict_copies
WHERE conflict_copies.user_id = ?1
ORDER BY conflict_copies.created_at
