INSERT INTO consents (id, user_id, purpose, subject_id, version, given_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
