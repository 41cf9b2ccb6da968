-- What learners keep for themselves: notes, bookmarks, how long they read, playground files, how far they are in an exercise of several steps.

-- A private note; the text is encrypted under the person's key.
CREATE TABLE lesson_notes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    lesson_id TEXT NOT NULL REFERENCES lessons (id) ON DELETE RESTRICT,
    content BLOB CHECK (length(content) >= 41),
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at) AND date(updated_at, '+0 days') IS substr(updated_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    PRIMARY KEY (user_id, lesson_id),
    CHECK (is_deleted = (deleted_at IS NOT NULL)),
    -- Only an erased note has no text.
    CHECK (content IS NOT NULL OR is_deleted = 1)
) STRICT, WITHOUT ROWID;

CREATE INDEX lesson_notes_lesson ON lesson_notes (lesson_id);

CREATE TRIGGER lesson_notes_guard_insert BEFORE INSERT ON lesson_notes BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM lesson_notes WHERE user_id = NEW.user_id AND lesson_id = NEW.lesson_id);
END;

CREATE TRIGGER lesson_notes_guard_update BEFORE UPDATE OF user_id, lesson_id, content, revision ON lesson_notes BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.user_id IS NOT OLD.user_id OR NEW.lesson_id IS NOT OLD.lesson_id;
    SELECT RAISE(ABORT, 'note_changed') WHERE NEW.content IS NOT OLD.content AND NEW.revision IS NOT OLD.revision + 1;
END;

CREATE TRIGGER lesson_notes_refuse_delete BEFORE DELETE ON lesson_notes
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TABLE bookmarks (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    lesson_id TEXT NOT NULL REFERENCES lessons (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    PRIMARY KEY (user_id, lesson_id),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX bookmarks_lesson ON bookmarks (lesson_id);

CREATE TRIGGER bookmarks_guard_insert BEFORE INSERT ON bookmarks BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM bookmarks WHERE user_id = NEW.user_id AND lesson_id = NEW.lesson_id);
END;

CREATE TRIGGER bookmarks_guard_update BEFORE UPDATE OF user_id, lesson_id ON bookmarks BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.user_id IS NOT OLD.user_id OR NEW.lesson_id IS NOT OLD.lesson_id;
END;

CREATE TRIGGER bookmarks_refuse_delete BEFORE DELETE ON bookmarks
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- Reading time adds up: a day's row only grows.
CREATE TABLE reading_days (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    day TEXT NOT NULL CHECK (day IS date(day)),
    seconds INTEGER NOT NULL DEFAULT 0 CHECK (seconds BETWEEN 0 AND 86400),
    posts_read INTEGER NOT NULL DEFAULT 0 CHECK (posts_read >= 0),
    PRIMARY KEY (user_id, day)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reading_days_guard_insert BEFORE INSERT ON reading_days BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM reading_days WHERE user_id = NEW.user_id AND day = NEW.day);
END;

CREATE TRIGGER reading_days_guard_update BEFORE UPDATE OF user_id, day, seconds, posts_read ON reading_days BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.user_id IS NOT OLD.user_id OR NEW.day IS NOT OLD.day;
    SELECT RAISE(ABORT, 'only_grows') WHERE NEW.seconds < OLD.seconds OR NEW.posts_read < OLD.posts_read;
END;

CREATE TRIGGER reading_days_refuse_delete BEFORE DELETE ON reading_days
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TABLE playground_files (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    path TEXT NOT NULL COLLATE NOCASE CHECK (length(path) BETWEEN 1 AND 255),
    text TEXT NOT NULL CHECK (length(text) <= 1048576),
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at) AND date(updated_at, '+0 days') IS substr(updated_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX playground_files_user ON playground_files (user_id);
CREATE UNIQUE INDEX playground_files_path ON playground_files (user_id, path) WHERE is_deleted = 0;

CREATE TRIGGER playground_files_guard_insert BEFORE INSERT ON playground_files BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM playground_files WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'path_taken')
        WHERE NEW.is_deleted = 0 AND EXISTS (
            SELECT 1 FROM playground_files WHERE user_id = NEW.user_id AND path = NEW.path AND is_deleted = 0
        );
END;

CREATE TRIGGER playground_files_guard_update BEFORE UPDATE OF id, user_id, path, is_deleted ON playground_files BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id;
    SELECT RAISE(ABORT, 'path_taken')
        WHERE NEW.is_deleted = 0 AND EXISTS (
            SELECT 1 FROM playground_files WHERE user_id = NEW.user_id AND path = NEW.path AND is_deleted = 0 AND id <> OLD.id
        );
END;

CREATE TRIGGER playground_files_refuse_delete BEFORE DELETE ON playground_files
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TABLE step_progress (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    step_id TEXT NOT NULL REFERENCES exercise_steps (id) ON DELETE RESTRICT,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    best_score INTEGER NOT NULL DEFAULT 0 CHECK (best_score BETWEEN 0 AND 100),
    passed_at TEXT CHECK (passed_at IS strftime('%Y-%m-%dT%H:%M:%fZ', passed_at) AND date(passed_at, '+0 days') IS substr(passed_at, 1, 10)),
    answer TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(answer) AND json_type(answer) = 'object'),
    updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at) AND date(updated_at, '+0 days') IS substr(updated_at, 1, 10)),
    PRIMARY KEY (user_id, step_id),
    CHECK (passed_at IS NULL OR attempts >= 1)
) STRICT, WITHOUT ROWID;

CREATE INDEX step_progress_step ON step_progress (step_id);

CREATE TRIGGER step_progress_guard_insert BEFORE INSERT ON step_progress BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM step_progress WHERE user_id = NEW.user_id AND step_id = NEW.step_id);
END;

CREATE TRIGGER step_progress_guard_update BEFORE UPDATE OF user_id, step_id ON step_progress BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.user_id IS NOT OLD.user_id OR NEW.step_id IS NOT OLD.step_id;
END;

CREATE TRIGGER step_progress_refuse_delete BEFORE DELETE ON step_progress BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

PRAGMA user_version = 13;
