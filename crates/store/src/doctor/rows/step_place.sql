SELECT exercise_steps.id, exercises.kind, 'steps'
FROM exercise_steps
JOIN exercises ON exercises.id = exercise_steps.exercise_id
WHERE exercises.kind <> 'steps'
