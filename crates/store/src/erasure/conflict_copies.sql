DELETE FROM conflict_copies WHERE user_id = ?1
