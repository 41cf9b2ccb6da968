SELECT
    categories.id,
    categories.slug,
    categories.name,
    categories.parent_id,
    (SELECT count(*) FROM courses WHERE courses.category_id = categories.id AND courses.is_deleted = 0)
FROM categories
ORDER BY categories.name, categories.id
