-- Who publishes the courses that are here, and what each import did: an import can be undone, and a changed key is noticed.

CREATE TABLE publishers (
    -- SHA-256 of the Ed25519 public key.
    fingerprint TEXT PRIMARY KEY NOT NULL CHECK (length(fingerprint) = 64 AND fingerprint NOT GLOB '*[^0-9a-f]*'),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    accepted_at TEXT NOT NULL CHECK (accepted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', accepted_at) AND date(accepted_at, '+0 days') IS substr(accepted_at, 1, 10)),
    accepted_by TEXT REFERENCES users (id) ON DELETE RESTRICT,
    revoked_at TEXT CHECK (revoked_at IS strftime('%Y-%m-%dT%H:%M:%fZ', revoked_at) AND date(revoked_at, '+0 days') IS substr(revoked_at, 1, 10))
) STRICT, WITHOUT ROWID;

CREATE INDEX publishers_accepted_by ON publishers (accepted_by);

CREATE TRIGGER publishers_guard_insert BEFORE INSERT ON publishers BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM publishers WHERE fingerprint = NEW.fingerprint);
END;

CREATE TRIGGER publishers_guard_update BEFORE UPDATE OF fingerprint, public_key, accepted_at, accepted_by ON publishers BEGIN
    SELECT RAISE(ABORT, 'id_fixed')
        WHERE NEW.fingerprint IS NOT OLD.fingerprint OR NEW.public_key IS NOT OLD.public_key OR NEW.accepted_at IS NOT OLD.accepted_at
            OR NEW.accepted_by IS NOT OLD.accepted_by;
END;

CREATE TRIGGER publishers_refuse_delete BEFORE DELETE ON publishers BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TABLE pack_imports (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    course_id TEXT NOT NULL REFERENCES courses (id) ON DELETE RESTRICT,
    version INTEGER NOT NULL CHECK (version >= 0),
    pack_digest TEXT NOT NULL CHECK (length(pack_digest) = 64 AND pack_digest NOT GLOB '*[^0-9a-f]*'),
    publisher TEXT REFERENCES publishers (fingerprint) ON DELETE RESTRICT,
    -- What was added, changed and removed, as the dry run says it.
    changes TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(changes) AND json_type(changes) = 'object'),
    imported_at TEXT NOT NULL CHECK (imported_at IS strftime('%Y-%m-%dT%H:%M:%fZ', imported_at) AND date(imported_at, '+0 days') IS substr(imported_at, 1, 10)),
    imported_by TEXT REFERENCES users (id) ON DELETE RESTRICT,
    undone_at TEXT CHECK (undone_at IS strftime('%Y-%m-%dT%H:%M:%fZ', undone_at) AND date(undone_at, '+0 days') IS substr(undone_at, 1, 10))
) STRICT, WITHOUT ROWID;

CREATE INDEX pack_imports_course ON pack_imports (course_id, imported_at DESC);
CREATE INDEX pack_imports_publisher ON pack_imports (publisher);
CREATE INDEX pack_imports_imported_by ON pack_imports (imported_by);

CREATE TRIGGER pack_imports_guard_insert BEFORE INSERT ON pack_imports BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM pack_imports WHERE id = NEW.id);
END;

CREATE TRIGGER pack_imports_guard_update BEFORE UPDATE ON pack_imports BEGIN
    SELECT RAISE(ABORT, 'id_fixed')
        WHERE NEW.id IS NOT OLD.id OR NEW.course_id IS NOT OLD.course_id OR NEW.version IS NOT OLD.version OR NEW.pack_digest IS NOT OLD.pack_digest
            OR NEW.publisher IS NOT OLD.publisher OR NEW.changes IS NOT OLD.changes OR NEW.imported_at IS NOT OLD.imported_at
            OR NEW.imported_by IS NOT OLD.imported_by;
    SELECT RAISE(ABORT, 'append_only') WHERE OLD.undone_at IS NOT NULL AND NEW.undone_at IS NOT OLD.undone_at;
END;

CREATE TRIGGER pack_imports_refuse_delete BEFORE DELETE ON pack_imports BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- The key under which a course is published. None for one that is not signed.
ALTER TABLE courses ADD COLUMN publisher TEXT REFERENCES publishers (fingerprint) ON DELETE RESTRICT;
CREATE INDEX courses_publisher ON courses (publisher);

PRAGMA user_version = 12;
