SELECT topics.*, courses.slug AS course
FROM topics
JOIN courses ON courses.id = topics.course_id
WHERE topics.user_id = ?1
ORDER BY topics.created_at
