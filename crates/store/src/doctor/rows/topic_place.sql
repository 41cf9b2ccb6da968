SELECT topics.id, topics.course_id, coalesce(lessons.course_id, exercises.course_id)
FROM topics
LEFT JOIN lessons ON lessons.id = topics.lesson_id
LEFT JOIN exercises ON exercises.id = topics.exercise_id
WHERE lessons.course_id <> topics.course_id OR exercises.course_id <> topics.course_id
