-- What stands in the editor, and which hints were taken.

CREATE TABLE drafts (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE RESTRICT,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    files TEXT NOT NULL CHECK (json_valid(files) AND json_type(files) = 'array'),
    -- What stood there before the text was replaced as a whole.
    kept TEXT CHECK (kept IS NULL OR (json_valid(kept) AND json_type(kept) = 'array')),
    updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at) AND date(updated_at, '+0 days') IS substr(updated_at, 1, 10)),
    -- The last operation that told of it, and the revision it told of.
    op_id TEXT CHECK (op_id GLOB '????????-????-????-????-????????????' AND op_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(op_id, '-', '')) = 32),
    op_revision INTEGER NOT NULL DEFAULT 0 CHECK (op_revision BETWEEN 0 AND revision),
    PRIMARY KEY (user_id, exercise_id),
    CHECK ((op_id IS NULL) = (op_revision = 0))
) STRICT, WITHOUT ROWID;

CREATE INDEX drafts_exercise ON drafts (exercise_id);

CREATE TRIGGER drafts_guard_insert BEFORE INSERT ON drafts BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM drafts WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id);
END;

-- A text changes only together with its revision, by one: whoever saves on an older one is noticed.
CREATE TRIGGER drafts_guard_update BEFORE UPDATE OF user_id, exercise_id, files, kept, revision ON drafts BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.user_id IS NOT OLD.user_id OR NEW.exercise_id IS NOT OLD.exercise_id;
    SELECT RAISE(ABORT, 'draft_changed') WHERE NEW.revision IS NOT OLD.revision + 1;
END;

CREATE TRIGGER drafts_refuse_delete BEFORE DELETE ON drafts BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TABLE hints_taken (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE RESTRICT,
    rung TEXT NOT NULL CHECK (rung IN ('concept', 'approach', 'structure', 'near_solution', 'solution')),
    taken_at TEXT NOT NULL CHECK (taken_at IS strftime('%Y-%m-%dT%H:%M:%fZ', taken_at) AND date(taken_at, '+0 days') IS substr(taken_at, 1, 10)),
    PRIMARY KEY (user_id, exercise_id, rung)
) STRICT, WITHOUT ROWID;

CREATE INDEX hints_taken_exercise ON hints_taken (exercise_id);

CREATE TRIGGER hints_taken_guard_insert BEFORE INSERT ON hints_taken BEGIN
    SELECT RAISE(ABORT, 'id_taken')
    WHERE EXISTS (SELECT 1 FROM hints_taken WHERE user_id = NEW.user_id AND exercise_id = NEW.exercise_id AND rung = NEW.rung);
END;

CREATE TRIGGER hints_taken_refuse_update BEFORE UPDATE ON hints_taken BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER hints_taken_refuse_delete BEFORE DELETE ON hints_taken BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

PRAGMA user_version = 9;
