INSERT INTO outbox (op_id, position, user_id, kind, v, base_rev, payload, digest, entity_id, created_at)
VALUES (?1, 1 + coalesce((SELECT max(position) FROM outbox), 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
