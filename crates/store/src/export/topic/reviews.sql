SELECT reviews.*, courses.slug AS course
FROM reviews
JOIN courses ON courses.id = reviews.course_id
WHERE reviews.user_id = ?1
ORDER BY reviews.created_at
