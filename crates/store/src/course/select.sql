SELECT
    courses.id,
    courses.slug,
    courses.title,
    courses.summary,
    categories.name,
    courses.difficulty,
    courses.hours,
    courses.locale,
    courses.authors,
    courses.version,
    courses.total_lessons,
    (
        SELECT count(*)
        FROM lessons
        JOIN exercises ON exercises.lesson_id = lessons.id AND exercises.is_deleted = 0
        WHERE lessons.course_id = courses.id AND lessons.is_deleted = 0
    ),
    courses.total_enrollments,
    courses.imported_at
FROM courses
JOIN categories ON categories.id = courses.category_id
