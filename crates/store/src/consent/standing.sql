SELECT id, purpose, subject_id, version, given_at, withdrawn_at
FROM consents
WHERE user_id = ?1 AND purpose = ?2 AND subject_id = ?3 AND withdrawn_at IS NULL
