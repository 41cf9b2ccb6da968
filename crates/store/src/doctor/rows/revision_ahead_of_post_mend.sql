-- Nothing is taken away: the wording that stands gets a number after it.
UPDATE posts SET revision = CAST(?3 AS INTEGER) + 1 WHERE id = ?2 AND revision <= CAST(?3 AS INTEGER) AND ?1 = 'post'
