DELETE FROM bookmarks WHERE user_id = ?1
