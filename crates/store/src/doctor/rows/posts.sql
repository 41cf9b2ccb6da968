SELECT posts.id, posts.like_count, recount.like_count
FROM posts
JOIN post_recount AS recount ON recount.id = posts.id
WHERE posts.like_count IS NOT recount.like_count
