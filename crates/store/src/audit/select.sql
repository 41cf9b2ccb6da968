SELECT l.id, l.at, l.actor_id, l.role, l.action, l.table_name, l.row_id, l.before_values, l.after_values, s.digests, s.seal
FROM audit_log AS l LEFT JOIN audit_seals AS s ON s.id = l.id
