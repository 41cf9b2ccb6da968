DELETE FROM drafts WHERE user_id = ?1
