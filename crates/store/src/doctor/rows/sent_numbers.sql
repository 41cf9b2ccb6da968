SELECT replica_id, max(seq), count(*) FROM sent_operations GROUP BY replica_id HAVING max(seq) <> count(*)
