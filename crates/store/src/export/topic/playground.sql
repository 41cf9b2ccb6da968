SELECT playground_files.*
FROM playground_files
WHERE playground_files.user_id = ?1
ORDER BY playground_files.path
