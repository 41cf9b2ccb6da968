INSERT INTO publishers (fingerprint, public_key, name, accepted_at, accepted_by) VALUES (?1, ?2, ?3, ?4, ?5)
