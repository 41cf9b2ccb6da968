SELECT
    submissions.id,
    submissions.user_id,
    submissions.exercise_id,
    exercises.slug,
    exercises.title,
    courses.slug,
    submissions.attempt_number,
    submissions.status,
    submissions.score,
    submissions.passed_tests,
    submissions.total_tests,
    -- An attempt without an operation of this installation came from the hub.
    coalesce((SELECT outbox.state FROM outbox WHERE outbox.entity_id = submissions.id AND outbox.kind = 'submission.add'), 'delivered'),
    submissions.submitted_at,
    json_extract(submissions.result, '$.judge') IS 'practice',
    json_extract(submissions.result, '$.tier')
FROM submissions
JOIN exercises ON exercises.id = submissions.exercise_id
JOIN courses ON courses.id = exercises.course_id
