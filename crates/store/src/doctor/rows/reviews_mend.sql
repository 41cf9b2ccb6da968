UPDATE reviews SET helpful_count = (SELECT helpful_count FROM review_recount WHERE review_recount.id = reviews.id) WHERE id = ?1
