UPDATE courses
SET (total_lessons, total_enrollments, total_reviews, rating_sum, average_rating) = (
    SELECT total_lessons, total_enrollments, total_reviews, rating_sum, average_rating FROM course_recount WHERE course_recount.id = courses.id
)
WHERE id = ?1
