INSERT INTO classes (id, name, hub_key, addresses, epoch, joined_at) VALUES (?1, ?2, ?3, '["http://hub.local:7420"]', ?4, ?5)
