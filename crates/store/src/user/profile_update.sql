-- For each column: whether to change it, and to what.
UPDATE profiles
SET
    display_name = CASE WHEN ?2 THEN ?3 ELSE display_name END,
    bio = CASE WHEN ?4 THEN ?5 ELSE bio END,
    goals = CASE WHEN ?6 THEN ?7 ELSE goals END,
    updated_at = ?8
WHERE user_id = ?1
