SELECT id, purpose, subject_id, version, given_at, withdrawn_at
FROM consents
WHERE user_id = ?1
ORDER BY given_at DESC, id DESC
