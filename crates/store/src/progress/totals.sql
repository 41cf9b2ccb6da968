SELECT
    (SELECT coalesce(sum(attempts), 0) FROM exercise_progress WHERE user_id = ?1),
    (SELECT count(*) FROM exercise_progress WHERE user_id = ?1),
    (SELECT count(*) FROM exercise_progress WHERE user_id = ?1 AND passed_at IS NOT NULL),
    (SELECT count(*) FROM lesson_progress WHERE user_id = ?1 AND completed = 1),
    (SELECT count(*) FROM enrollments WHERE user_id = ?1 AND left_at IS NULL),
    (SELECT count(*) FROM enrollments WHERE user_id = ?1 AND completed_at IS NOT NULL),
    (SELECT count(*) FROM hints_taken WHERE user_id = ?1)
