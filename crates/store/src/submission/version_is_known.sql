SELECT 1 FROM exercise_versions WHERE exercise_id = ?1 AND version_digest = ?2
