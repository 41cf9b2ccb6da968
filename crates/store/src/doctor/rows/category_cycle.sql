WITH RECURSIVE above (start, id) AS (
    SELECT id, parent_id FROM categories WHERE parent_id IS NOT NULL
    UNION
    SELECT above.start, categories.parent_id FROM above JOIN categories ON categories.id = above.id WHERE categories.parent_id IS NOT NULL
)
SELECT start, start, NULL FROM above WHERE id = start
