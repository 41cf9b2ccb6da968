SELECT replicas.*, classes.name AS class
FROM replicas
JOIN classes ON classes.id = replicas.class_id
WHERE replicas.user_id = ?1
ORDER BY replicas.created_at
