SELECT consents.*
FROM consents
WHERE consents.user_id = ?1
ORDER BY consents.given_at
