SELECT reviews.id, reviews.helpful_count, recount.helpful_count
FROM reviews
JOIN review_recount AS recount ON recount.id = reviews.id
WHERE reviews.helpful_count IS NOT recount.helpful_count
