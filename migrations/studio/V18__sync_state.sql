-- What a device knows of its classes: who it is there, how far it has come, what was answered (SYNC.md).

CREATE TABLE classes (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    hub_key BLOB NOT NULL CHECK (length(hub_key) = 32),
    addresses TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(addresses) AND json_type(addresses) = 'array'),
    epoch TEXT NOT NULL CHECK (epoch GLOB '????????-????-????-????-????????????' AND epoch NOT GLOB '*[^0-9a-f-]*' AND length(replace(epoch, '-', '')) = 32),
    joined_at TEXT NOT NULL CHECK (joined_at IS strftime('%Y-%m-%dT%H:%M:%fZ', joined_at) AND date(joined_at, '+0 days') IS substr(joined_at, 1, 10)),
    left_at TEXT CHECK (left_at IS strftime('%Y-%m-%dT%H:%M:%fZ', left_at) AND date(left_at, '+0 days') IS substr(left_at, 1, 10))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER classes_guard_insert BEFORE INSERT ON classes BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM classes WHERE id = NEW.id);
END;

CREATE TRIGGER classes_guard_update BEFORE UPDATE OF id, joined_at ON classes BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id OR NEW.joined_at IS NOT OLD.joined_at;
END;

CREATE TRIGGER classes_refuse_delete BEFORE DELETE ON classes BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- One for each (installation, account, class); a restored or cloned folder begins a child of it. Its signing key is in the key file.
CREATE TABLE replicas (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    class_id TEXT NOT NULL REFERENCES classes (id) ON DELETE RESTRICT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    member_id TEXT NOT NULL CHECK (member_id GLOB '????????-????-????-????-????????????' AND member_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(member_id, '-', '')) = 32),
    parent_id TEXT REFERENCES replicas (id) ON DELETE RESTRICT,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    -- The number that the next operation gets.
    next_seq INTEGER NOT NULL DEFAULT 1 CHECK (next_seq >= 1),
    state TEXT NOT NULL DEFAULT 'current' CHECK (state IN ('current', 'replaced', 'revoked', 'left')),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX replicas_current ON replicas (class_id, user_id) WHERE state = 'current';
CREATE INDEX replicas_class ON replicas (class_id);
CREATE INDEX replicas_user ON replicas (user_id);
CREATE INDEX replicas_parent ON replicas (parent_id) WHERE parent_id IS NOT NULL;

CREATE TRIGGER replicas_guard_insert BEFORE INSERT ON replicas BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM replicas WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'replica_current')
        WHERE NEW.state = 'current' AND EXISTS (
            SELECT 1 FROM replicas WHERE class_id = NEW.class_id AND user_id = NEW.user_id AND state = 'current'
        );
END;

CREATE TRIGGER replicas_guard_update BEFORE UPDATE OF id, class_id, user_id, state, member_id, parent_id, public_key, created_at, next_seq ON replicas BEGIN
    SELECT RAISE(ABORT, 'id_fixed')
        WHERE NEW.id IS NOT OLD.id OR NEW.class_id IS NOT OLD.class_id OR NEW.user_id IS NOT OLD.user_id OR NEW.member_id IS NOT OLD.member_id
            OR NEW.parent_id IS NOT OLD.parent_id OR NEW.public_key IS NOT OLD.public_key OR NEW.created_at IS NOT OLD.created_at;
    SELECT RAISE(ABORT, 'replica_current')
        WHERE NEW.state = 'current' AND EXISTS (
            SELECT 1 FROM replicas WHERE class_id = NEW.class_id AND user_id = NEW.user_id AND state = 'current' AND id <> OLD.id
        );
    SELECT RAISE(ABORT, 'only_grows') WHERE NEW.next_seq < OLD.next_seq;
END;

CREATE TRIGGER replicas_refuse_delete BEFORE DELETE ON replicas BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- Which number an operation has in a replica. Numbers are dense: whoever takes one raises next_seq in the same transaction.
CREATE TABLE sent_operations (
    replica_id TEXT NOT NULL REFERENCES replicas (id) ON DELETE RESTRICT,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    op_id TEXT NOT NULL REFERENCES outbox (op_id) ON DELETE RESTRICT,
    PRIMARY KEY (replica_id, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX sent_operations_op ON sent_operations (replica_id, op_id);
CREATE INDEX sent_operations_by_op ON sent_operations (op_id);

CREATE TRIGGER sent_operations_guard_insert BEFORE INSERT ON sent_operations BEGIN
    SELECT RAISE(ABORT, 'seq_taken') WHERE EXISTS (SELECT 1 FROM sent_operations WHERE replica_id = NEW.replica_id AND seq = NEW.seq);
    SELECT RAISE(ABORT, 'operation_sent') WHERE EXISTS (SELECT 1 FROM sent_operations WHERE replica_id = NEW.replica_id AND op_id = NEW.op_id);
    SELECT RAISE(ABORT, 'seq_gap')
    WHERE NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM sent_operations WHERE replica_id = NEW.replica_id AND seq = NEW.seq - 1);
END;

CREATE TRIGGER sent_operations_refuse_update BEFORE UPDATE ON sent_operations BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER sent_operations_refuse_delete BEFORE DELETE ON sent_operations BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER sent_operations_count AFTER INSERT ON sent_operations BEGIN
    UPDATE replicas SET next_seq = max(next_seq, NEW.seq + 1) WHERE id = NEW.replica_id;
END;

-- The hub's signed answers, each with its path in the batch's Merkle tree: proof, offline and for ever. A new epoch answers anew.
CREATE TABLE receipts (
    op_id TEXT NOT NULL REFERENCES outbox (op_id) ON DELETE RESTRICT,
    class_id TEXT NOT NULL REFERENCES classes (id) ON DELETE RESTRICT,
    epoch TEXT NOT NULL CHECK (epoch GLOB '????????-????-????-????-????????????' AND epoch NOT GLOB '*[^0-9a-f-]*' AND length(replace(epoch, '-', '')) = 32),
    -- A deferred operation gets a second answer.
    number INTEGER NOT NULL DEFAULT 1 CHECK (number IN (1, 2)),
    answer TEXT NOT NULL CHECK (answer IN ('accepted', 'adjusted', 'deferred', 'rejected')),
    code TEXT CHECK (length(code) BETWEEN 1 AND 60),
    body TEXT NOT NULL CHECK (json_valid(body) AND json_type(body) = 'object'),
    path TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(path) AND json_type(path) = 'array'),
    root BLOB NOT NULL CHECK (length(root) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    received_at TEXT NOT NULL CHECK (received_at IS strftime('%Y-%m-%dT%H:%M:%fZ', received_at) AND date(received_at, '+0 days') IS substr(received_at, 1, 10)),
    PRIMARY KEY (op_id, class_id, epoch, number),
    CHECK ((answer = 'rejected') = (code IS NOT NULL)),
    CHECK (number = 1 OR answer <> 'deferred')
) STRICT, WITHOUT ROWID;

CREATE INDEX receipts_class ON receipts (class_id);

CREATE TRIGGER receipts_guard_insert BEFORE INSERT ON receipts BEGIN
    SELECT RAISE(ABORT, 'id_taken')
        WHERE EXISTS (
            SELECT 1 FROM receipts WHERE op_id = NEW.op_id AND class_id = NEW.class_id AND epoch = NEW.epoch AND number = NEW.number
        );
END;

CREATE TRIGGER receipts_refuse_update BEFORE UPDATE ON receipts BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER receipts_refuse_delete BEFORE DELETE ON receipts BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- How far each stream has been read, with count and hash of what it gave. A cursor goes on, except when a stream is rebuilt by sync.
CREATE TABLE sync_state (
    replica_id TEXT NOT NULL REFERENCES replicas (id) ON DELETE RESTRICT,
    stream TEXT NOT NULL CHECK (stream IN ('member', 'staff', 'class')),
    epoch TEXT NOT NULL CHECK (epoch GLOB '????????-????-????-????-????????????' AND epoch NOT GLOB '*[^0-9a-f-]*' AND length(replace(epoch, '-', '')) = 32),
    position INTEGER NOT NULL DEFAULT 0 CHECK (position >= 0),
    operations INTEGER NOT NULL DEFAULT 0 CHECK (operations >= 0),
    hash TEXT NOT NULL DEFAULT '' CHECK (hash = '' OR length(hash) = 64),
    last_exchange_at TEXT CHECK (last_exchange_at IS strftime('%Y-%m-%dT%H:%M:%fZ', last_exchange_at) AND date(last_exchange_at, '+0 days') IS substr(last_exchange_at, 1, 10)),
    PRIMARY KEY (replica_id, stream)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sync_state_guard_insert BEFORE INSERT ON sync_state BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM sync_state WHERE replica_id = NEW.replica_id AND stream = NEW.stream);
END;

CREATE TRIGGER sync_state_guard_update BEFORE UPDATE OF replica_id, stream, position, epoch ON sync_state BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.replica_id IS NOT OLD.replica_id OR NEW.stream IS NOT OLD.stream;
    SELECT RAISE(ABORT, 'only_grows')
        WHERE NEW.position < OLD.position AND NEW.epoch IS OLD.epoch AND coalesce((SELECT role FROM write_context), 'person') <> 'sync';
END;

CREATE TRIGGER sync_state_refuse_delete BEFORE DELETE ON sync_state BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- Operations that came and could not be applied: an unknown kind, or a rule of this file. Verbatim, until an update or a person settles them.
CREATE TABLE parked_operations (
    class_id TEXT NOT NULL REFERENCES classes (id) ON DELETE RESTRICT,
    op_id TEXT NOT NULL CHECK (op_id GLOB '????????-????-????-????-????????????' AND op_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(op_id, '-', '')) = 32),
    stream TEXT NOT NULL CHECK (stream IN ('member', 'staff', 'class')),
    position INTEGER NOT NULL CHECK (position >= 1),
    body TEXT NOT NULL CHECK (json_valid(body) AND json_type(body) = 'object'),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 60),
    parked_at TEXT NOT NULL CHECK (parked_at IS strftime('%Y-%m-%dT%H:%M:%fZ', parked_at) AND date(parked_at, '+0 days') IS substr(parked_at, 1, 10)),
    settled_at TEXT CHECK (settled_at IS strftime('%Y-%m-%dT%H:%M:%fZ', settled_at) AND date(settled_at, '+0 days') IS substr(settled_at, 1, 10)),
    PRIMARY KEY (class_id, op_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX parked_operations_open ON parked_operations (class_id, position) WHERE settled_at IS NULL;

CREATE TRIGGER parked_operations_guard_insert BEFORE INSERT ON parked_operations BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM parked_operations WHERE class_id = NEW.class_id AND op_id = NEW.op_id);
END;

CREATE TRIGGER parked_operations_guard_update BEFORE UPDATE OF class_id, op_id, stream, position, body, reason, parked_at ON parked_operations BEGIN
    SELECT RAISE(ABORT, 'id_fixed')
        WHERE NEW.class_id IS NOT OLD.class_id OR NEW.op_id IS NOT OLD.op_id OR NEW.stream IS NOT OLD.stream OR NEW.position IS NOT OLD.position
            OR NEW.body IS NOT OLD.body OR NEW.reason IS NOT OLD.reason OR NEW.parked_at IS NOT OLD.parked_at;
END;

CREATE TRIGGER parked_operations_refuse_delete BEFORE DELETE ON parked_operations BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- The other side of an edit that did not win: its author's, whole, until they say what to do with it.
CREATE TABLE conflict_copies (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    entity TEXT NOT NULL CHECK (entity IN ('draft', 'topic', 'post', 'note', 'review', 'playground_file')),
    entity_id TEXT NOT NULL CHECK (length(entity_id) BETWEEN 1 AND 120),
    op_id TEXT CHECK (op_id GLOB '????????-????-????-????-????????????' AND op_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(op_id, '-', '')) = 32),
    body TEXT NOT NULL CHECK (json_valid(body) AND json_type(body) = 'object'),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    resolved_at TEXT CHECK (resolved_at IS strftime('%Y-%m-%dT%H:%M:%fZ', resolved_at) AND date(resolved_at, '+0 days') IS substr(resolved_at, 1, 10))
) STRICT, WITHOUT ROWID;

CREATE INDEX conflict_copies_user ON conflict_copies (user_id);
CREATE INDEX conflict_copies_open ON conflict_copies (user_id, created_at) WHERE resolved_at IS NULL;

CREATE TRIGGER conflict_copies_guard_insert BEFORE INSERT ON conflict_copies BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM conflict_copies WHERE id = NEW.id);
END;

CREATE TRIGGER conflict_copies_guard_update BEFORE UPDATE OF id, user_id, entity, entity_id, op_id, created_at ON conflict_copies BEGIN
    SELECT RAISE(ABORT, 'id_fixed')
        WHERE NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id OR NEW.entity IS NOT OLD.entity OR NEW.entity_id IS NOT OLD.entity_id
            OR NEW.op_id IS NOT OLD.op_id OR NEW.created_at IS NOT OLD.created_at;
END;

CREATE TRIGGER conflict_copies_refuse_delete BEFORE DELETE ON conflict_copies
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

PRAGMA user_version = 18;
