SELECT 'audit_log', max(id), count(*) FROM audit_log HAVING max(id) <> count(*)
