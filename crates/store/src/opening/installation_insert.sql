INSERT INTO installation (id, installation_id, created_at) SELECT 1, ?1, ?2
WHERE NOT EXISTS (SELECT 1
FROM installation)
