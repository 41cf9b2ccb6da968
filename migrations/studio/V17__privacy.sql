-- Consents, and the closing of accounts.

CREATE TABLE consents (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    -- What for, and about what: a class, for example.
    purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 60),
    subject_id TEXT NOT NULL DEFAULT '' CHECK (length(subject_id) <= 64),
    -- Which wording the person saw.
    version INTEGER NOT NULL CHECK (version >= 1),
    given_at TEXT NOT NULL CHECK (given_at IS strftime('%Y-%m-%dT%H:%M:%fZ', given_at) AND date(given_at, '+0 days') IS substr(given_at, 1, 10)),
    withdrawn_at TEXT CHECK (withdrawn_at IS strftime('%Y-%m-%dT%H:%M:%fZ', withdrawn_at) AND date(withdrawn_at, '+0 days') IS substr(withdrawn_at, 1, 10))
) STRICT, WITHOUT ROWID;

-- At most one that holds.
CREATE UNIQUE INDEX consents_standing ON consents (user_id, purpose, subject_id) WHERE withdrawn_at IS NULL;
CREATE INDEX consents_user ON consents (user_id, given_at);

CREATE TRIGGER consents_guard_insert BEFORE INSERT ON consents BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM consents WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'consent_stands')
    WHERE NEW.withdrawn_at IS NULL AND EXISTS (
        SELECT 1 FROM consents WHERE user_id = NEW.user_id AND purpose = NEW.purpose AND subject_id = NEW.subject_id AND withdrawn_at IS NULL
    );
END;

-- The only thing that happens to a consent is that it is withdrawn, once.
CREATE TRIGGER consents_guard_update BEFORE UPDATE ON consents BEGIN
    SELECT RAISE(ABORT, 'append_only')
    WHERE NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id OR NEW.purpose IS NOT OLD.purpose OR NEW.subject_id IS NOT OLD.subject_id
        OR NEW.version IS NOT OLD.version OR NEW.given_at IS NOT OLD.given_at OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER consents_refuse_delete BEFORE DELETE ON consents BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Each closing of an account. Due when the date has passed and as many days were seen running: a clock that jumps shortens nothing (AUDIT 26).
CREATE TABLE erasures (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    -- Whether what the person wrote for others stays, as a deleted learner's.
    keeps_contributions INTEGER NOT NULL CHECK (keeps_contributions IN (0, 1)),
    requested_at TEXT NOT NULL CHECK (requested_at IS strftime('%Y-%m-%dT%H:%M:%fZ', requested_at) AND date(requested_at, '+0 days') IS substr(requested_at, 1, 10)),
    due_at TEXT NOT NULL CHECK (due_at IS strftime('%Y-%m-%dT%H:%M:%fZ', due_at) AND date(due_at, '+0 days') IS substr(due_at, 1, 10)),
    days_wanted INTEGER NOT NULL CHECK (days_wanted BETWEEN 0 AND 3650),
    days_seen INTEGER NOT NULL DEFAULT 0 CHECK (days_seen >= 0),
    last_seen_day TEXT CHECK (last_seen_day IS date(last_seen_day)),
    -- Whether the account was open to signing in before, so that reopening it opens nothing that the owner had shut.
    was_active INTEGER NOT NULL DEFAULT 1 CHECK (was_active IN (0, 1)),
    cancelled_at TEXT CHECK (cancelled_at IS strftime('%Y-%m-%dT%H:%M:%fZ', cancelled_at) AND date(cancelled_at, '+0 days') IS substr(cancelled_at, 1, 10)),
    erased_at TEXT CHECK (erased_at IS strftime('%Y-%m-%dT%H:%M:%fZ', erased_at) AND date(erased_at, '+0 days') IS substr(erased_at, 1, 10)),
    CHECK (cancelled_at IS NULL OR erased_at IS NULL),
    CHECK (due_at >= requested_at)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX erasures_open ON erasures (user_id) WHERE cancelled_at IS NULL AND erased_at IS NULL;
CREATE INDEX erasures_user ON erasures (user_id, requested_at);

CREATE TRIGGER erasures_guard_insert BEFORE INSERT ON erasures BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM erasures WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'already_closing')
    WHERE NEW.cancelled_at IS NULL AND NEW.erased_at IS NULL
        AND EXISTS (SELECT 1 FROM erasures WHERE user_id = NEW.user_id AND cancelled_at IS NULL AND erased_at IS NULL);
END;

CREATE TRIGGER erasures_guard_update BEFORE UPDATE ON erasures BEGIN
    SELECT RAISE(ABORT, 'append_only')
    WHERE NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id OR NEW.requested_at IS NOT OLD.requested_at OR NEW.due_at IS NOT OLD.due_at
        OR NEW.days_wanted IS NOT OLD.days_wanted OR NEW.keeps_contributions IS NOT OLD.keeps_contributions
        OR NEW.was_active IS NOT OLD.was_active OR OLD.cancelled_at IS NOT NULL OR OLD.erased_at IS NOT NULL;
    SELECT RAISE(ABORT, 'only_grows') WHERE NEW.days_seen < OLD.days_seen;
END;

CREATE TRIGGER erasures_refuse_delete BEFORE DELETE ON erasures BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

PRAGMA user_version = 17;
