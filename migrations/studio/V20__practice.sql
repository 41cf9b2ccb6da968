-- Practice is shown, and never credited: in it the program could answer in the place of its tests.

DROP TRIGGER submissions_derive;

CREATE TRIGGER submissions_derive AFTER INSERT ON submissions BEGIN
    INSERT INTO exercise_progress (user_id, exercise_id, attempts, last_attempt_at)
    SELECT NEW.user_id, NEW.exercise_id, 0, NEW.submitted_at
    WHERE NOT EXISTS (SELECT 1 FROM exercise_progress WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id);
    UPDATE exercise_progress
    SET
        attempts = attempts + 1,
        best_score = max(best_score, CASE WHEN json_extract(NEW.result, '$.judge') IS 'practice' THEN 0 ELSE NEW.score END),
        -- Sync may bring an earlier pass than the one that is known.
        passed_at = CASE
            WHEN NEW.status = 'passed' AND json_extract(NEW.result, '$.judge') IS NOT 'practice'
                THEN min(coalesce(passed_at, NEW.submitted_at), NEW.submitted_at)
            ELSE passed_at
        END,
        attempts_to_pass = (
            SELECT min(attempt_number) FROM submissions
            WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id AND status = 'passed' AND json_extract(result, '$.judge') IS NOT 'practice'
        ),
        last_attempt_at = max(last_attempt_at, NEW.submitted_at)
    WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id;
END;

DROP TRIGGER submissions_derive_renumbered;

CREATE TRIGGER submissions_derive_renumbered AFTER UPDATE OF attempt_number ON submissions WHEN NEW.status = 'passed' BEGIN
    UPDATE exercise_progress
    SET attempts_to_pass = (
        SELECT min(attempt_number) FROM submissions
        WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id AND status = 'passed' AND json_extract(result, '$.judge') IS NOT 'practice'
    )
    WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id;
END;

DROP VIEW exercise_progress_recount;

CREATE VIEW exercise_progress_recount (user_id, exercise_id, attempts, best_score, passed_at, attempts_to_pass, last_attempt_at) AS
SELECT
    user_id,
    exercise_id,
    count(*),
    max(CASE WHEN json_extract(result, '$.judge') IS 'practice' THEN 0 ELSE score END),
    min(CASE WHEN status = 'passed' AND json_extract(result, '$.judge') IS NOT 'practice' THEN submitted_at END),
    min(CASE WHEN status = 'passed' AND json_extract(result, '$.judge') IS NOT 'practice' THEN attempt_number END),
    max(submitted_at)
FROM submissions
GROUP BY user_id, exercise_id;

PRAGMA user_version = 20;
