-- The slug is made from the title.
UPDATE topics SET title = '', content = '', slug = 'erased-' || id, is_erased = 1, updated_at = ?2 WHERE user_id = ?1
