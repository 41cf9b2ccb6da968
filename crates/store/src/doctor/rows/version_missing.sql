-- Every exercise has the version that it is now among its versions.
SELECT exercises.id, NULL, exercises.version_digest
FROM exercises
WHERE NOT EXISTS (
    SELECT 1 FROM exercise_versions AS version WHERE version.exercise_id = exercises.id AND version.version_digest = exercises.version_digest
)
