-- Attempts, and what follows from them.

CREATE TABLE submissions (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE RESTRICT,
    version_digest TEXT NOT NULL,
    attempt_number INTEGER NOT NULL CHECK (attempt_number >= 1),
    code TEXT NOT NULL CHECK (json_valid(code) AND json_type(code) = 'array' AND json_array_length(code) >= 1),
    status TEXT NOT NULL CHECK (status IN ('passed', 'failed', 'error', 'timeout', 'memory', 'output', 'crashed', 'refused', 'cancelled')),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    total_tests INTEGER NOT NULL DEFAULT 0 CHECK (total_tests >= 0),
    passed_tests INTEGER NOT NULL DEFAULT 0 CHECK (passed_tests BETWEEN 0 AND total_tests),
    result TEXT NOT NULL CHECK (json_valid(result) AND json_type(result) = 'object'),
    submitted_at TEXT NOT NULL CHECK (submitted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', submitted_at) AND date(submitted_at, '+0 days') IS substr(submitted_at, 1, 10)),
    FOREIGN KEY (exercise_id, version_digest) REFERENCES exercise_versions (exercise_id, version_digest) ON DELETE RESTRICT
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX submissions_attempt ON submissions (user_id, exercise_id, attempt_number DESC);
CREATE INDEX submissions_user_status ON submissions (user_id, exercise_id, status, attempt_number DESC);
CREATE INDEX submissions_exercise_status ON submissions (exercise_id, status, submitted_at DESC);
CREATE INDEX submissions_version ON submissions (exercise_id, version_digest);
CREATE INDEX submissions_by_day ON submissions (user_id, submitted_at DESC);

-- Numbers are dense from 1. Only sync may leave a gap for a moment: it brings in attempts of other devices and gives the final numbers.
CREATE TRIGGER submissions_guard_insert BEFORE INSERT ON submissions BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'attempt_number_taken')
    WHERE EXISTS (
        SELECT 1 FROM submissions
        WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id AND attempt_number = NEW.attempt_number
    );
    SELECT RAISE(ABORT, 'attempt_number_gap')
    WHERE coalesce((SELECT role FROM write_context), 'person') <> 'sync'
        AND NEW.attempt_number IS NOT 1 + coalesce(
            (SELECT max(attempt_number) FROM submissions WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id), 0
        );
END;

CREATE TRIGGER submissions_refuse_update
BEFORE UPDATE OF id, user_id, exercise_id, version_digest, code, status, score, total_tests, passed_tests, result, submitted_at ON submissions
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER submissions_renumber BEFORE UPDATE OF attempt_number ON submissions BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE coalesce((SELECT role FROM write_context), 'person') <> 'sync';
    SELECT RAISE(ABORT, 'attempt_number_taken')
    WHERE EXISTS (
        SELECT 1 FROM submissions
        WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id AND attempt_number = NEW.attempt_number AND id <> OLD.id
    );
END;

CREATE TRIGGER submissions_refuse_delete BEFORE DELETE ON submissions BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE exercise_progress (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE RESTRICT,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    best_score INTEGER NOT NULL DEFAULT 0 CHECK (best_score BETWEEN 0 AND 100),
    passed_at TEXT CHECK (passed_at IS strftime('%Y-%m-%dT%H:%M:%fZ', passed_at) AND date(passed_at, '+0 days') IS substr(passed_at, 1, 10)),
    attempts_to_pass INTEGER CHECK (attempts_to_pass >= 1),
    last_attempt_at TEXT NOT NULL CHECK (last_attempt_at IS strftime('%Y-%m-%dT%H:%M:%fZ', last_attempt_at) AND date(last_attempt_at, '+0 days') IS substr(last_attempt_at, 1, 10)),
    PRIMARY KEY (user_id, exercise_id),
    CHECK ((passed_at IS NULL) = (attempts_to_pass IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX exercise_progress_passed ON exercise_progress (user_id, passed_at DESC) WHERE passed_at IS NOT NULL;
CREATE INDEX exercise_progress_exercise ON exercise_progress (exercise_id);

CREATE TRIGGER exercise_progress_guard_insert BEFORE INSERT ON exercise_progress BEGIN
    SELECT RAISE(ABORT, 'id_taken')
    WHERE EXISTS (SELECT 1 FROM exercise_progress WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id);
END;

CREATE TRIGGER exercise_progress_guard_update BEFORE UPDATE OF user_id, exercise_id ON exercise_progress
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.exercise_id IS NOT OLD.exercise_id
BEGIN
    SELECT RAISE(ABORT, 'id_fixed');
END;

CREATE TRIGGER exercise_progress_refuse_delete BEFORE DELETE ON exercise_progress BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TRIGGER submissions_derive AFTER INSERT ON submissions BEGIN
    INSERT INTO exercise_progress (user_id, exercise_id, attempts, last_attempt_at)
    SELECT NEW.user_id, NEW.exercise_id, 0, NEW.submitted_at
    WHERE NOT EXISTS (SELECT 1 FROM exercise_progress WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id);
    UPDATE exercise_progress
    SET
        attempts = attempts + 1,
        best_score = max(best_score, NEW.score),
        -- Sync may bring an earlier pass than the one that is known.
        passed_at = CASE NEW.status WHEN 'passed' THEN min(coalesce(passed_at, NEW.submitted_at), NEW.submitted_at) ELSE passed_at END,
        attempts_to_pass = (
            SELECT min(attempt_number) FROM submissions
            WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id AND status = 'passed'
        ),
        last_attempt_at = max(last_attempt_at, NEW.submitted_at)
    WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id;
END;

CREATE TRIGGER submissions_derive_renumbered AFTER UPDATE OF attempt_number ON submissions WHEN NEW.status = 'passed' BEGIN
    UPDATE exercise_progress
    SET attempts_to_pass = (
        SELECT min(attempt_number) FROM submissions
        WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id AND status = 'passed'
    )
    WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id;
END;

PRAGMA user_version = 8;
