UPDATE posts SET like_count = (SELECT like_count FROM post_recount WHERE post_recount.id = posts.id) WHERE id = ?1
