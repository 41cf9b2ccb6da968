SELECT replicas.id, replicas.next_seq, coalesce(sent.last, 0) + 1
FROM replicas
LEFT JOIN (SELECT replica_id, max(seq) AS last FROM sent_operations GROUP BY replica_id) AS sent ON sent.replica_id = replicas.id
WHERE replicas.next_seq IS NOT coalesce(sent.last, 0) + 1
