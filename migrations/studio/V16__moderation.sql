-- Flags, trust, the review queue, and what was decided.

CREATE TABLE flags (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    flagger_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    topic_id TEXT REFERENCES topics (id) ON DELETE RESTRICT,
    post_id TEXT REFERENCES posts (id) ON DELETE RESTRICT,
    reason TEXT NOT NULL CHECK (reason IN ('spam', 'inappropriate', 'off_topic', 'harassment', 'duplicate', 'misinformation', 'other')),
    details TEXT NOT NULL DEFAULT '' CHECK (length(details) <= 1000),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL)),
    CHECK ((topic_id IS NULL) <> (post_id IS NULL))
) STRICT, WITHOUT ROWID;

-- Two, because NULLs are never equal: one index over both would take any number of flags on a topic.
CREATE UNIQUE INDEX flags_topic ON flags (flagger_id, topic_id, reason) WHERE topic_id IS NOT NULL;
CREATE UNIQUE INDEX flags_post ON flags (flagger_id, post_id, reason) WHERE post_id IS NOT NULL;
-- The two above are partial, so none of them answers "flags of this person", which the foreign key asks.
CREATE INDEX flags_flagger ON flags (flagger_id);
CREATE INDEX flags_on_topic ON flags (topic_id, is_deleted) WHERE topic_id IS NOT NULL;
CREATE INDEX flags_on_post ON flags (post_id, is_deleted) WHERE post_id IS NOT NULL;

CREATE TRIGGER flags_guard_insert BEFORE INSERT ON flags BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM flags WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'already_flagged')
        WHERE EXISTS (
            SELECT 1 FROM flags WHERE flagger_id = NEW.flagger_id AND topic_id = NEW.topic_id AND reason = NEW.reason
        );
    SELECT RAISE(ABORT, 'already_flagged')
        WHERE EXISTS (
            SELECT 1 FROM flags WHERE flagger_id = NEW.flagger_id AND post_id = NEW.post_id AND reason = NEW.reason
        );
END;

CREATE TRIGGER flags_guard_update BEFORE UPDATE OF id, flagger_id, topic_id, reason, post_id ON flags BEGIN
    SELECT RAISE(ABORT, 'id_fixed')
        WHERE NEW.id IS NOT OLD.id OR NEW.flagger_id IS NOT OLD.flagger_id OR NEW.topic_id IS NOT OLD.topic_id OR NEW.post_id IS NOT OLD.post_id
            OR NEW.reason IS NOT OLD.reason;
END;

CREATE TRIGGER flags_refuse_delete BEFORE DELETE ON flags
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- One row for each person, by primary key: a permission is one look-up (AUDIT 14).
CREATE TABLE trust_levels (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    level INTEGER NOT NULL DEFAULT 0 CHECK (level BETWEEN 0 AND 4),
    -- Set by a person, so not derived again.
    is_fixed INTEGER NOT NULL DEFAULT 0 CHECK (is_fixed IN (0, 1)),
    posts_read INTEGER NOT NULL DEFAULT 0 CHECK (posts_read >= 0),
    seconds_read INTEGER NOT NULL DEFAULT 0 CHECK (seconds_read >= 0),
    days_seen INTEGER NOT NULL DEFAULT 0 CHECK (days_seen >= 0),
    likes_received INTEGER NOT NULL DEFAULT 0 CHECK (likes_received >= 0),
    likes_given INTEGER NOT NULL DEFAULT 0 CHECK (likes_given >= 0),
    updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at) AND date(updated_at, '+0 days') IS substr(updated_at, 1, 10)),
    -- Leaders are made by hand (FEATURES 3).
    CHECK (level < 4 OR is_fixed = 1)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER trust_levels_guard_insert BEFORE INSERT ON trust_levels BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM trust_levels WHERE user_id = NEW.user_id);
    SELECT RAISE(ABORT, 'no_such_user') WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.user_id);
END;

CREATE TRIGGER trust_levels_guard_update BEFORE UPDATE OF user_id ON trust_levels WHEN NEW.user_id IS NOT OLD.user_id BEGIN
    SELECT RAISE(ABORT, 'id_fixed');
END;

CREATE TRIGGER trust_levels_refuse_delete BEFORE DELETE ON trust_levels BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- The one place where the row is made; those who were here before get theirs now.
CREATE TRIGGER users_make_trust_level AFTER INSERT ON users BEGIN
    INSERT INTO trust_levels (user_id, updated_at) VALUES (NEW.id, NEW.created_at);
END;

INSERT INTO trust_levels (user_id, updated_at) SELECT id, created_at FROM users;

CREATE TABLE review_queue (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    kind TEXT NOT NULL CHECK (kind IN ('flagged_post', 'new_post', 'edited_post', 'report', 'spam', 'trust_review')),
    topic_id TEXT REFERENCES topics (id) ON DELETE RESTRICT,
    post_id TEXT REFERENCES posts (id) ON DELETE RESTRICT,
    -- Whose post it is, or whose trust is looked at.
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    -- What it speaks of, whatever that is: by this an open item is the only one.
    target_id TEXT GENERATED ALWAYS AS (coalesce(post_id, topic_id, user_id)) VIRTUAL,
    status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected', 'needs_info', 'escalated')),
    is_open INTEGER GENERATED ALWAYS AS (status IN ('pending', 'needs_info', 'escalated')) VIRTUAL,
    -- 1 critical to 4 low.
    priority INTEGER NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 4),
    assigned_to TEXT REFERENCES users (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    decided_at TEXT CHECK (decided_at IS strftime('%Y-%m-%dT%H:%M:%fZ', decided_at) AND date(decided_at, '+0 days') IS substr(decided_at, 1, 10)),
    CHECK (topic_id IS NULL OR post_id IS NULL),
    CHECK ((kind = 'trust_review') = (topic_id IS NULL AND post_id IS NULL)),
    CHECK ((status IN ('approved', 'rejected')) = (decided_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX review_queue_one_open ON review_queue (target_id, kind) WHERE status IN ('pending', 'needs_info', 'escalated');
CREATE INDEX review_queue_open ON review_queue (priority, created_at) WHERE status IN ('pending', 'needs_info', 'escalated');
CREATE INDEX review_queue_topic ON review_queue (topic_id) WHERE topic_id IS NOT NULL;
CREATE INDEX review_queue_post ON review_queue (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX review_queue_user ON review_queue (user_id);
CREATE INDEX review_queue_assigned_to ON review_queue (assigned_to) WHERE assigned_to IS NOT NULL;

CREATE TRIGGER review_queue_guard_insert BEFORE INSERT ON review_queue BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM review_queue WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'already_queued')
    WHERE NEW.status IN ('pending', 'needs_info', 'escalated') AND EXISTS (
        SELECT 1 FROM review_queue
        WHERE target_id = coalesce(NEW.post_id, NEW.topic_id, NEW.user_id) AND kind = NEW.kind AND status IN ('pending', 'needs_info', 'escalated')
    );
END;

CREATE TRIGGER review_queue_guard_update BEFORE UPDATE OF id, kind, topic_id, post_id, user_id, created_at, status ON review_queue BEGIN
    SELECT RAISE(ABORT, 'id_fixed')
    WHERE NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind OR NEW.topic_id IS NOT OLD.topic_id OR NEW.post_id IS NOT OLD.post_id
        OR NEW.user_id IS NOT OLD.user_id OR NEW.created_at IS NOT OLD.created_at;
    SELECT RAISE(ABORT, 'already_queued')
    WHERE NEW.status IN ('pending', 'needs_info', 'escalated') AND EXISTS (
        SELECT 1 FROM review_queue
        WHERE target_id = coalesce(NEW.post_id, NEW.topic_id, NEW.user_id) AND kind = NEW.kind AND status IN ('pending', 'needs_info', 'escalated')
            AND id <> OLD.id
    );
END;

CREATE TRIGGER review_queue_refuse_delete BEFORE DELETE ON review_queue BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TABLE review_queue_votes (
    item_id TEXT NOT NULL REFERENCES review_queue (id) ON DELETE RESTRICT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    PRIMARY KEY (item_id, user_id),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX review_queue_votes_user ON review_queue_votes (user_id);

CREATE TRIGGER review_queue_votes_guard_insert BEFORE INSERT ON review_queue_votes BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM review_queue_votes WHERE item_id = NEW.item_id AND user_id = NEW.user_id);
END;

CREATE TRIGGER review_queue_votes_guard_update BEFORE UPDATE OF item_id, user_id ON review_queue_votes BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.item_id IS NOT OLD.item_id OR NEW.user_id IS NOT OLD.user_id;
END;

CREATE TRIGGER review_queue_votes_refuse_delete BEFORE DELETE ON review_queue_votes
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- The score of each open item at this moment (FEATURES 3). It grows with age, so it is never stored: the same row scores higher an hour later. The
-- moment is that of the transaction; a reader who has none gets the clock's.
CREATE VIEW review_queue_scored AS
SELECT
    review_queue.id, review_queue.kind, review_queue.topic_id, review_queue.post_id, review_queue.user_id, review_queue.status, review_queue.priority,
    review_queue.assigned_to, review_queue.created_at,
    CASE review_queue.priority WHEN 1 THEN 100 WHEN 2 THEN 75 WHEN 3 THEN 50 ELSE 25 END
    + 10 * (SELECT count(*) FROM review_queue_votes AS vote WHERE vote.item_id = review_queue.id AND vote.is_deleted = 0)
    + 5 * (4 - coalesce((SELECT level FROM trust_levels WHERE trust_levels.user_id = review_queue.user_id), 0))
    + CASE review_queue.kind
        WHEN 'spam' THEN 30 WHEN 'flagged_post' THEN 25 WHEN 'report' THEN 20 WHEN 'new_post' THEN 10 ELSE 5
    END AS score_without_age,
    max(0.0, min(50.0, 0.5 * 24.0 * (julianday(coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))) - julianday(review_queue.created_at)))) AS score_of_age
FROM review_queue
WHERE review_queue.status IN ('pending', 'needs_info', 'escalated');

-- What was decided: a log. Nothing in it is changed; an undoing is one more line.
CREATE TABLE moderation_decisions (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    item_id TEXT REFERENCES review_queue (id) ON DELETE RESTRICT,
    topic_id TEXT REFERENCES topics (id) ON DELETE RESTRICT,
    post_id TEXT REFERENCES posts (id) ON DELETE RESTRICT,
    -- The revision of the text that was judged.
    revision INTEGER CHECK (revision >= 1),
    decision TEXT NOT NULL CHECK (decision IN ('approve', 'reject', 'edit', 'delete', 'escalate', 'assign', 'ask', 'hide', 'undo')),
    moderator_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    undoes TEXT REFERENCES moderation_decisions (id) ON DELETE RESTRICT,
    note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    CHECK ((decision = 'undo') = (undoes IS NOT NULL)),
    CHECK (topic_id IS NULL OR post_id IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX moderation_decisions_item ON moderation_decisions (item_id);
CREATE INDEX moderation_decisions_topic ON moderation_decisions (topic_id) WHERE topic_id IS NOT NULL;
CREATE INDEX moderation_decisions_post ON moderation_decisions (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX moderation_decisions_moderator ON moderation_decisions (moderator_id);
CREATE INDEX moderation_decisions_undoes ON moderation_decisions (undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER moderation_decisions_guard_insert BEFORE INSERT ON moderation_decisions BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM moderation_decisions WHERE id = NEW.id);
END;

CREATE TRIGGER moderation_decisions_refuse_update BEFORE UPDATE ON moderation_decisions BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER moderation_decisions_refuse_delete BEFORE DELETE ON moderation_decisions BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

PRAGMA user_version = 16;
