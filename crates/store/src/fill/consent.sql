INSERT INTO consents (id, user_id, purpose, subject_id, version, given_at, withdrawn_at) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6)
