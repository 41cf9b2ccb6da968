SELECT pack_imports.*
FROM pack_imports
WHERE pack_imports.imported_by = ?1
ORDER BY pack_imports.imported_at
