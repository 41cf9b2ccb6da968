SELECT
    enrollments.id,
    enrollments.completed_lessons, recount.completed_lessons,
    enrollments.progress_percentage, recount.progress_percentage
FROM enrollments
JOIN enrollment_recount AS recount ON recount.id = enrollments.id
WHERE (enrollments.completed_lessons, enrollments.progress_percentage) IS NOT (recount.completed_lessons, recount.progress_percentage)
