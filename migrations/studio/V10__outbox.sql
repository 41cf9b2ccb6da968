-- Operations: every change a person makes, written with its row in one transaction. They stay, whole, also when the hub has them.

CREATE TABLE outbox (
    op_id TEXT PRIMARY KEY NOT NULL CHECK (op_id GLOB '????????-????-????-????-????????????' AND op_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(op_id, '-', '')) = 32),
    -- The order in which they were made on this installation.
    position INTEGER NOT NULL CHECK (position >= 1),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
    v INTEGER NOT NULL CHECK (v >= 1),
    base_rev TEXT CHECK (base_rev GLOB '????????-????-????-????-????????????' AND base_rev NOT GLOB '*[^0-9a-f-]*' AND length(replace(base_rev, '-', '')) = 32),
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    digest TEXT NOT NULL CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
    -- What it tells of: a submission, an enrolment, ...; to find its state.
    entity_id TEXT CHECK (entity_id GLOB '????????-????-????-????-????????????' AND entity_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(entity_id, '-', '')) = 32),
    state TEXT NOT NULL DEFAULT 'saved' CHECK (state IN ('saved', 'sent', 'delivered', 'rejected')),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX outbox_position ON outbox (position);
CREATE INDEX outbox_user ON outbox (user_id, position);
CREATE INDEX outbox_state ON outbox (user_id, state, position);
CREATE INDEX outbox_entity ON outbox (entity_id, kind, state);

CREATE TRIGGER outbox_guard_insert BEFORE INSERT ON outbox BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM outbox WHERE op_id = NEW.op_id);
    SELECT RAISE(ABORT, 'position_taken') WHERE EXISTS (SELECT 1 FROM outbox WHERE position = NEW.position);
END;

CREATE TRIGGER outbox_guard_update BEFORE UPDATE OF op_id, position, user_id, kind, v, entity_id ON outbox
WHEN NEW.op_id IS NOT OLD.op_id OR NEW.position IS NOT OLD.position OR NEW.user_id IS NOT OLD.user_id OR NEW.kind IS NOT OLD.kind
    OR NEW.v IS NOT OLD.v OR NEW.entity_id IS NOT OLD.entity_id
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Only a draft that was not sent yet may be rewritten: leaving an exercise ten times is one operation.
CREATE TRIGGER outbox_frozen BEFORE UPDATE OF base_rev, payload, digest, created_at ON outbox
WHEN (
        NEW.base_rev IS NOT OLD.base_rev OR NEW.payload IS NOT OLD.payload OR NEW.digest IS NOT OLD.digest
        OR NEW.created_at IS NOT OLD.created_at
    )
    AND NOT (OLD.kind = 'draft.save' AND OLD.state = 'saved' AND NEW.state = 'saved')
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER outbox_refuse_delete BEFORE DELETE ON outbox BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

PRAGMA user_version = 10;
