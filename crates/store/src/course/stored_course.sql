SELECT
    courses.is_deleted, courses.version, courses.pack_digest, courses.slug, courses.title, courses.summary, courses.description, courses.locale,
    courses.license, courses.authors, courses.difficulty, courses.hours, categories.slug
FROM courses
JOIN categories ON categories.id = courses.category_id
WHERE courses.id = ?1
