WHERE l.action = 'restore' AND l.table_name = 'audit_log' AND s.seal IS NOT NULL
ORDER BY l.id DESC
