SELECT
    lessons.id,
    lessons.slug,
    lessons.title,
    lessons.summary,
    lessons.kind,
    lessons.minutes,
    lessons.required,
    progress.opened_at,
    progress.completed_at
FROM lessons
LEFT JOIN lesson_progress AS progress ON progress.user_id = ?2 AND progress.lesson_id = lessons.id
WHERE lessons.course_id = ?1 AND lessons.is_deleted = 0
ORDER BY lessons.position, lessons.id
