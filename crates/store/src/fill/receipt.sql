INSERT INTO receipts (op_id, class_id, epoch, answer, body, root, signature, received_at) VALUES (?1, ?2, ?3, 'accepted', '{"revision":1}', ?4, ?5, ?6)
