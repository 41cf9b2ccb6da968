INSERT INTO parked_operations (class_id, op_id, stream, position, body, reason, parked_at) VALUES (?1, ?2, 'class', ?3, '{"kind":"poll.add"}', 'unknown_kind', ?4)
