-- A third role beside a person's and sync's: erasure, the one deliberate act that may take away what people made (AUDIT 3, 26). And what version 10
-- still took from a bare shell.

DROP TABLE write_context;

-- Who acts, in what role, and at what moment. Set first and cleared last in each transaction; no row means an unknown actor and a person's rules.
CREATE TABLE write_context (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    actor_id TEXT CHECK (actor_id GLOB '????????-????-????-????-????????????' AND actor_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(actor_id, '-', '')) = 32),
    role TEXT NOT NULL DEFAULT 'person' CHECK (role IN ('person', 'sync', 'erasure')),
    at TEXT CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at) AND date(at, '+0 days') IS substr(at, 1, 10))
) STRICT;

CREATE TRIGGER installation_guard_insert BEFORE INSERT ON installation BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM installation WHERE id = NEW.id);
END;

CREATE TRIGGER installation_refuse_update BEFORE UPDATE ON installation BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER installation_refuse_delete BEFORE DELETE ON installation BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER refinery_schema_history_guard_insert BEFORE INSERT ON refinery_schema_history BEGIN
    -- The version is declared as int4, so the hidden rowid is one more key to replace by.
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM refinery_schema_history WHERE version = NEW.version OR rowid = NEW.rowid);
END;

CREATE TRIGGER refinery_schema_history_refuse_update BEFORE UPDATE ON refinery_schema_history BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER refinery_schema_history_refuse_delete BEFORE DELETE ON refinery_schema_history BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- The same digest means the same exercise: what an attempt is pinned to is what was shown.
CREATE TRIGGER exercises_check_version AFTER UPDATE OF kind, programming_language, instructions, question_data, tests, version_digest ON exercises
WHEN EXISTS (
    SELECT 1 FROM exercise_versions
    WHERE exercise_id = NEW.id AND version_digest = NEW.version_digest
        AND (
            kind IS NOT NEW.kind OR programming_language IS NOT NEW.programming_language OR instructions IS NOT NEW.instructions
            OR question_data IS NOT NEW.question_data
            -- How far the judge believes the tests was found by running the reference, and is no part of the version.
            OR json_remove(tests, '$.decides', '$.practice_only') IS NOT json_remove(NEW.tests, '$.decides', '$.practice_only')
        )
)
BEGIN
    SELECT RAISE(ABORT, 'version_differs');
END;

-- A list of files, wherever one is kept: [{"path": ..., "text": ...}, ...]. See question_data_rule for why this is a view.
CREATE VIEW files_rule (files) AS SELECT NULL WHERE 0;

CREATE TRIGGER files_check INSTEAD OF INSERT ON files_rule BEGIN
    SELECT RAISE(ABORT, 'not_files')
    WHERE EXISTS (
        SELECT 1 FROM json_each(NEW.files)
        WHERE type <> 'object' OR json_type(value, '$.path') IS NOT 'text' OR json_type(value, '$.text') IS NOT 'text'
    );
END;

CREATE TRIGGER drafts_check_insert BEFORE INSERT ON drafts WHEN json_valid(NEW.files) BEGIN
    INSERT INTO files_rule VALUES (NEW.files);
    INSERT INTO files_rule SELECT NEW.kept WHERE json_valid(NEW.kept);
END;

CREATE TRIGGER drafts_check_update BEFORE UPDATE OF files, kept ON drafts WHEN json_valid(NEW.files) BEGIN
    INSERT INTO files_rule VALUES (NEW.files);
    INSERT INTO files_rule SELECT NEW.kept WHERE json_valid(NEW.kept);
END;

CREATE TRIGGER exercises_check_solution_insert BEFORE INSERT ON exercises WHEN json_valid(NEW.solution_code) BEGIN
    INSERT INTO files_rule VALUES (NEW.solution_code);
END;

CREATE TRIGGER exercises_check_solution_update BEFORE UPDATE OF solution_code ON exercises WHEN json_valid(NEW.solution_code) BEGIN
    INSERT INTO files_rule VALUES (NEW.solution_code);
END;

-- A verdict and its numbers agree. A practice run is never credited; every other pass is worth something, and a program that
-- passed has passed every test.
CREATE TRIGGER submissions_check_insert BEFORE INSERT ON submissions WHEN json_valid(NEW.code) AND json_valid(NEW.result) BEGIN
    INSERT INTO files_rule VALUES (NEW.code);
    SELECT RAISE(ABORT, 'passed_without_score')
        WHERE NEW.status = 'passed' AND NEW.score = 0 AND json_extract(NEW.result, '$.judge') IS NOT 'practice';
    SELECT RAISE(ABORT, 'passed_without_tests')
    WHERE NEW.status = 'passed' AND NEW.passed_tests < NEW.total_tests
        AND EXISTS (SELECT 1 FROM exercises WHERE id = NEW.exercise_id AND kind IN ('code', 'project'));
END;

DROP TRIGGER submissions_refuse_update;

-- Erasure takes away what a person wrote and what their programs printed; that there was an attempt, and how it went, stays.
CREATE TRIGGER submissions_refuse_update
BEFORE UPDATE OF id, user_id, exercise_id, version_digest, code, status, score, total_tests, passed_tests, result, submitted_at ON submissions
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
    OR NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id OR NEW.exercise_id IS NOT OLD.exercise_id OR NEW.version_digest IS NOT OLD.version_digest
    OR NEW.status IS NOT OLD.status OR NEW.score IS NOT OLD.score OR NEW.total_tests IS NOT OLD.total_tests
    OR NEW.passed_tests IS NOT OLD.passed_tests OR NEW.submitted_at IS NOT OLD.submitted_at
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

DROP TRIGGER outbox_frozen;

-- Only a draft that was not sent yet may be rewritten: leaving an exercise ten times is one operation. Erasure takes payloads away and keeps
-- their places.
CREATE TRIGGER outbox_frozen BEFORE UPDATE OF base_rev, payload, digest, created_at ON outbox
WHEN (
        NEW.base_rev IS NOT OLD.base_rev OR NEW.payload IS NOT OLD.payload OR NEW.digest IS NOT OLD.digest
        OR NEW.created_at IS NOT OLD.created_at
    )
    AND NOT (OLD.kind = 'draft.save' AND OLD.state = 'saved' AND NEW.state = 'saved')
    AND coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- An operation only goes forward: saved, sent, then a receipt. One that was rejected may be offered again.
CREATE TRIGGER outbox_forward BEFORE UPDATE OF state ON outbox
WHEN NEW.state IS NOT OLD.state AND NEW.state IN ('saved', 'sent', 'delivered', 'rejected')
    AND NOT (
        (OLD.state = 'saved' AND NEW.state IN ('sent', 'delivered', 'rejected'))
        OR (OLD.state = 'sent' AND NEW.state IN ('delivered', 'rejected'))
        OR (OLD.state = 'rejected' AND NEW.state IN ('saved', 'sent', 'delivered'))
    )
BEGIN
    SELECT RAISE(ABORT, 'state_backwards');
END;

DROP TRIGGER drafts_refuse_delete;
CREATE TRIGGER drafts_refuse_delete BEFORE DELETE ON drafts WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure' BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- The index of version 6 leaves out what was put away; the foreign key asks for all.
CREATE INDEX exercise_steps_exercise ON exercise_steps (exercise_id);

-- Nobody has progress at an exercise without an attempt.
CREATE TRIGGER exercise_progress_needs_attempt BEFORE INSERT ON exercise_progress
WHEN NOT EXISTS (SELECT 1 FROM submissions WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id)
BEGIN
    SELECT RAISE(ABORT, 'no_attempt');
END;

CREATE TRIGGER course_languages_guard_insert BEFORE INSERT ON course_languages BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM course_languages WHERE course_id = NEW.course_id AND language = NEW.language);
END;

CREATE TRIGGER course_languages_guard_update BEFORE UPDATE OF course_id, language ON course_languages BEGIN
    SELECT RAISE(ABORT, 'id_taken')
    WHERE (NEW.course_id IS NOT OLD.course_id OR NEW.language IS NOT OLD.language)
        AND EXISTS (SELECT 1 FROM course_languages WHERE course_id = NEW.course_id AND language = NEW.language);
END;

-- What each derived number must be, counted from what it is derived from. Doctor compares with these, and repairs from them.
CREATE VIEW exercise_progress_recount (user_id, exercise_id, attempts, best_score, passed_at, attempts_to_pass, last_attempt_at) AS
SELECT
    user_id,
    exercise_id,
    count(*),
    max(score),
    min(CASE status WHEN 'passed' THEN submitted_at END),
    min(CASE status WHEN 'passed' THEN attempt_number END),
    max(submitted_at)
FROM submissions
GROUP BY user_id, exercise_id;

PRAGMA user_version = 11;
