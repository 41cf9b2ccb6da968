UPDATE topics SET accepted_post_id = ?2 WHERE id = ?1
