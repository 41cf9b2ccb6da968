SELECT enrollments.*, courses.slug AS course, courses.title AS course_title
FROM enrollments
JOIN courses ON courses.id = enrollments.course_id
WHERE enrollments.user_id = ?1
ORDER BY enrollments.enrolled_at
