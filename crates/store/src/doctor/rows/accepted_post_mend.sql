UPDATE topics SET accepted_post_id = NULL WHERE id = ?1
