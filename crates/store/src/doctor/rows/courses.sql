SELECT
    courses.id,
    courses.total_lessons, recount.total_lessons,
    courses.total_enrollments, recount.total_enrollments,
    courses.total_reviews, recount.total_reviews,
    courses.rating_sum, recount.rating_sum,
    courses.average_rating, recount.average_rating
FROM courses
JOIN course_recount AS recount ON recount.id = courses.id
WHERE (courses.total_lessons, courses.total_enrollments, courses.total_reviews, courses.rating_sum, courses.average_rating)
    IS NOT (recount.total_lessons, recount.total_enrollments, recount.total_reviews, recount.rating_sum, recount.average_rating)
