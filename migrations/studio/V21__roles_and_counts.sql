-- What a role may do is bound to what the file itself knows, so that a row in `write_context` alone opens nothing (AUDIT 25, 26). And what version 20 still
-- took from a bare shell: a completion that never was, an earlier wording from the future, numbers of trust that nobody counts.

DROP TABLE write_context;

-- Who acts, in what role, and at what moment. Set first and cleared last in each transaction; no row means an unknown actor and a person's rules. `restore`:
-- rows that were in the file before a backup was put in its place.
CREATE TABLE write_context (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    actor_id TEXT CHECK (actor_id GLOB '????????-????-????-????-????????????' AND actor_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(actor_id, '-', '')) = 32),
    role TEXT NOT NULL DEFAULT 'person' CHECK (role IN ('person', 'sync', 'erasure', 'restore')),
    at TEXT CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at) AND date(at, '+0 days') IS substr(at, 1, 10))
) STRICT;

-- A file that is in no class has nothing to take from a hub. Rows are carried only right after the trail was told that a backup was put in the file's place.
-- What erasure may do is asked at each row, below.
CREATE TRIGGER write_context_guard_insert BEFORE INSERT ON write_context BEGIN
    SELECT RAISE(ABORT, 'not_in_a_class') WHERE NEW.role = 'sync' AND NOT EXISTS (SELECT 1 FROM replicas WHERE state = 'current');
    SELECT RAISE(ABORT, 'nothing_restored')
    WHERE NEW.role = 'restore' AND (SELECT action FROM audit_log ORDER BY id DESC LIMIT 1) IS NOT 'restore';
END;

CREATE TRIGGER write_context_guard_update BEFORE UPDATE OF id, role ON write_context WHEN NEW.id IS NOT OLD.id OR NEW.role IS NOT OLD.role BEGIN
    SELECT RAISE(ABORT, 'role_fixed');
END;

-- Whom erasure may take something from: who has been written down as erased, and has no name any more. Both are on the trail, and neither can be taken back.
CREATE VIEW erasable (user_id) AS
SELECT users.id
FROM users
WHERE users.username IS NULL AND users.is_deleted = 1
    AND (SELECT role FROM write_context) IS 'erasure'
    AND EXISTS (SELECT 1 FROM erasures WHERE erasures.user_id = users.id AND erasures.erased_at IS NOT NULL);

-- Erased is who was closed for as long as was asked: the date has passed, and as many days were seen.
CREATE TRIGGER erasures_guard_erased_insert BEFORE INSERT ON erasures
WHEN NEW.erased_at IS NOT NULL AND coalesce((SELECT role FROM write_context), 'person') <> 'restore'
BEGIN
    SELECT RAISE(ABORT, 'erasure_not_due')
    WHERE coalesce((SELECT role FROM write_context), 'person') <> 'erasure' OR NEW.due_at > NEW.erased_at OR NEW.days_seen < NEW.days_wanted;
END;

CREATE TRIGGER erasures_guard_erased_update BEFORE UPDATE OF erased_at ON erasures
WHEN NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL AND coalesce((SELECT role FROM write_context), 'person') <> 'restore'
BEGIN
    SELECT RAISE(ABORT, 'erasure_not_due')
    WHERE coalesce((SELECT role FROM write_context), 'person') <> 'erasure' OR NEW.due_at > NEW.erased_at OR NEW.days_seen < NEW.days_wanted;
END;

-- Only an erased person loses the name.
CREATE TRIGGER users_guard_name BEFORE UPDATE OF username ON users WHEN NEW.username IS NULL AND OLD.username IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'not_erased')
    WHERE coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
        OR NOT EXISTS (SELECT 1 FROM erasures WHERE erasures.user_id = NEW.id AND erasures.erased_at IS NOT NULL);
END;

-- Rows go only with the person who made them.

DROP TRIGGER drafts_refuse_delete;

CREATE TRIGGER drafts_refuse_delete BEFORE DELETE ON drafts WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER lesson_notes_refuse_delete;

CREATE TRIGGER lesson_notes_refuse_delete BEFORE DELETE ON lesson_notes WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER bookmarks_refuse_delete;

CREATE TRIGGER bookmarks_refuse_delete BEFORE DELETE ON bookmarks WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER reading_days_refuse_delete;

CREATE TRIGGER reading_days_refuse_delete BEFORE DELETE ON reading_days WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER playground_files_refuse_delete;

CREATE TRIGGER playground_files_refuse_delete BEFORE DELETE ON playground_files WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER reviews_refuse_delete;

CREATE TRIGGER reviews_refuse_delete BEFORE DELETE ON reviews WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER review_votes_refuse_delete;

CREATE TRIGGER review_votes_refuse_delete BEFORE DELETE ON review_votes WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER topics_refuse_delete;

CREATE TRIGGER topics_refuse_delete BEFORE DELETE ON topics WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER posts_refuse_delete;

CREATE TRIGGER posts_refuse_delete BEFORE DELETE ON posts WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER post_likes_refuse_delete;

CREATE TRIGGER post_likes_refuse_delete BEFORE DELETE ON post_likes WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER subscriptions_refuse_delete;

CREATE TRIGGER subscriptions_refuse_delete BEFORE DELETE ON subscriptions WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER submission_comments_refuse_delete;

CREATE TRIGGER submission_comments_refuse_delete BEFORE DELETE ON submission_comments WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER review_queue_votes_refuse_delete;

CREATE TRIGGER review_queue_votes_refuse_delete BEFORE DELETE ON review_queue_votes WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER conflict_copies_refuse_delete;

CREATE TRIGGER conflict_copies_refuse_delete BEFORE DELETE ON conflict_copies WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER flags_refuse_delete;

CREATE TRIGGER flags_refuse_delete BEFORE DELETE ON flags WHEN NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.flagger_id) BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

DROP TRIGGER submissions_refuse_update;

CREATE TRIGGER submissions_refuse_update
BEFORE UPDATE OF id, user_id, exercise_id, version_digest, code, status, score, total_tests, passed_tests, result, submitted_at ON submissions
WHEN NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id OR NEW.exercise_id IS NOT OLD.exercise_id OR NEW.version_digest IS NOT OLD.version_digest
    OR NEW.status IS NOT OLD.status OR NEW.score IS NOT OLD.score OR NEW.total_tests IS NOT OLD.total_tests
    OR NEW.passed_tests IS NOT OLD.passed_tests OR NEW.submitted_at IS NOT OLD.submitted_at
    OR NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

DROP TRIGGER outbox_frozen;

CREATE TRIGGER outbox_frozen BEFORE UPDATE OF base_rev, payload, digest, created_at ON outbox
WHEN (
        NEW.base_rev IS NOT OLD.base_rev OR NEW.payload IS NOT OLD.payload OR NEW.digest IS NOT OLD.digest
        OR NEW.created_at IS NOT OLD.created_at
    )
    AND NOT (OLD.kind = 'draft.save' AND OLD.state = 'saved' AND NEW.state = 'saved')
    AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Whose text an earlier wording is of.
CREATE VIEW text_revision_author (entity, entity_id, user_id, revision) AS
SELECT 'topic', id, user_id, revision FROM topics
UNION ALL
SELECT 'post', id, user_id, revision FROM posts;

DROP TRIGGER text_revisions_refuse_update;

CREATE TRIGGER text_revisions_refuse_update BEFORE UPDATE ON text_revisions
WHEN NOT EXISTS (
    SELECT 1
    FROM text_revision_author AS author
    JOIN erasable ON erasable.user_id = author.user_id
    WHERE author.entity = OLD.entity AND author.entity_id = OLD.entity_id
)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

DROP TRIGGER text_revisions_refuse_delete;

CREATE TRIGGER text_revisions_refuse_delete BEFORE DELETE ON text_revisions
WHEN NOT EXISTS (
    SELECT 1
    FROM text_revision_author AS author
    JOIN erasable ON erasable.user_id = author.user_id
    WHERE author.entity = OLD.entity AND author.entity_id = OLD.entity_id
)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- An earlier wording is earlier than the one that stands: a row with the present number would be in the way of the next edit.
CREATE TRIGGER text_revisions_guard_past BEFORE INSERT ON text_revisions BEGIN
    SELECT RAISE(ABORT, 'revision_not_past')
    WHERE NOT EXISTS (
        SELECT 1 FROM text_revision_author AS author
        WHERE author.entity = NEW.entity AND author.entity_id = NEW.entity_id AND author.revision > NEW.revision
    );
END;

-- Carried back, a text keeps the number that it had, which may be several further.

DROP TRIGGER topics_guard_text;

CREATE TRIGGER topics_guard_text BEFORE UPDATE OF title, content, revision ON topics
WHEN (NEW.title IS NOT OLD.title OR NEW.content IS NOT OLD.content OR NEW.revision IS NOT OLD.revision) AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id)
BEGIN
    SELECT RAISE(ABORT, 'text_changed')
    WHERE NEW.revision IS NOT OLD.revision + 1
        AND NOT (NEW.revision > OLD.revision AND coalesce((SELECT role FROM write_context), 'person') = 'restore');
END;

DROP TRIGGER topics_keep_revision;

CREATE TRIGGER topics_keep_revision AFTER UPDATE OF title, content ON topics
WHEN (NEW.title IS NOT OLD.title OR NEW.content IS NOT OLD.content) AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id)
BEGIN
    INSERT INTO text_revisions (entity, entity_id, revision, title, content, replaced_at, replaced_by)
    VALUES (
        'topic', OLD.id, OLD.revision, OLD.title, OLD.content,
        coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), (SELECT actor_id FROM write_context)
    );
END;

DROP TRIGGER posts_guard_text;

CREATE TRIGGER posts_guard_text BEFORE UPDATE OF content, revision ON posts
WHEN (NEW.content IS NOT OLD.content OR NEW.revision IS NOT OLD.revision) AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id)
BEGIN
    SELECT RAISE(ABORT, 'text_changed')
    WHERE NEW.revision IS NOT OLD.revision + 1
        AND NOT (NEW.revision > OLD.revision AND coalesce((SELECT role FROM write_context), 'person') = 'restore');
END;

DROP TRIGGER posts_keep_revision;

CREATE TRIGGER posts_keep_revision AFTER UPDATE OF content ON posts
WHEN (NEW.content IS NOT OLD.content) AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = OLD.user_id)
BEGIN
    INSERT INTO text_revisions (entity, entity_id, revision, content, replaced_at, replaced_by)
    VALUES (
        'post', OLD.id, OLD.revision, OLD.content,
        coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), (SELECT actor_id FROM write_context)
    );
END;

-- A course is completed when every lesson that it has at that moment is. From then on it stays so, also when the course grows. Only a hub knows of an
-- earlier day, and only a restore of a course that has grown since.
CREATE TRIGGER enrollments_guard_completed_insert BEFORE INSERT ON enrollments
WHEN NEW.completed_at IS NOT NULL AND coalesce((SELECT role FROM write_context), 'person') NOT IN ('sync', 'restore')
BEGIN
    SELECT RAISE(ABORT, 'not_completed')
    WHERE NOT EXISTS (SELECT 1 FROM lessons WHERE course_id = NEW.course_id AND is_deleted = 0)
        OR EXISTS (
            SELECT 1 FROM lessons
            WHERE course_id = NEW.course_id AND is_deleted = 0
                AND NOT EXISTS (SELECT 1 FROM lesson_progress WHERE user_id = NEW.user_id AND lesson_id = lessons.id AND completed = 1)
        );
END;

CREATE TRIGGER enrollments_guard_completed_update BEFORE UPDATE OF completed_at ON enrollments
WHEN NEW.completed_at IS NOT NULL AND NEW.completed_at IS NOT OLD.completed_at
    AND coalesce((SELECT role FROM write_context), 'person') NOT IN ('sync', 'restore')
BEGIN
    SELECT RAISE(ABORT, 'not_completed')
    WHERE OLD.completed_at IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM enrollment_recount WHERE id = NEW.id AND progress_percentage = 100);
END;

-- What trust is judged by follows from how somebody read and who liked what.
CREATE VIEW trust_level_recount (user_id, posts_read, seconds_read, days_seen, likes_received, likes_given) AS
SELECT
    trust_levels.user_id,
    (SELECT coalesce(sum(reading_days.posts_read), 0) FROM reading_days WHERE reading_days.user_id = trust_levels.user_id),
    (SELECT coalesce(sum(reading_days.seconds), 0) FROM reading_days WHERE reading_days.user_id = trust_levels.user_id),
    (SELECT count(*) FROM reading_days WHERE reading_days.user_id = trust_levels.user_id),
    (
        SELECT count(*)
        FROM posts
        CROSS JOIN post_likes
        WHERE posts.user_id = trust_levels.user_id AND post_likes.post_id = posts.id AND post_likes.is_deleted = 0
    ),
    (SELECT count(*) FROM post_likes WHERE post_likes.user_id = trust_levels.user_id AND post_likes.is_deleted = 0)
FROM trust_levels;

CREATE TRIGGER trust_levels_begin AFTER INSERT ON trust_levels BEGIN
    UPDATE trust_levels
    SET (posts_read, seconds_read, days_seen, likes_received, likes_given) = (
        SELECT posts_read, seconds_read, days_seen, likes_received, likes_given FROM trust_level_recount AS recount WHERE recount.user_id = NEW.user_id
    )
    WHERE user_id = NEW.user_id;
END;

CREATE TRIGGER reading_days_count_insert AFTER INSERT ON reading_days BEGIN
    UPDATE trust_levels
    SET posts_read = posts_read + NEW.posts_read, seconds_read = seconds_read + NEW.seconds, days_seen = days_seen + 1
    WHERE user_id = NEW.user_id;
END;

CREATE TRIGGER reading_days_count_update AFTER UPDATE OF seconds, posts_read ON reading_days BEGIN
    UPDATE trust_levels
    SET posts_read = posts_read + NEW.posts_read - OLD.posts_read, seconds_read = seconds_read + NEW.seconds - OLD.seconds
    WHERE user_id = NEW.user_id;
END;

CREATE TRIGGER reading_days_count_delete AFTER DELETE ON reading_days BEGIN
    UPDATE trust_levels
    SET posts_read = posts_read - OLD.posts_read, seconds_read = seconds_read - OLD.seconds, days_seen = days_seen - 1
    WHERE user_id = OLD.user_id;
END;

CREATE TRIGGER post_likes_trust_insert AFTER INSERT ON post_likes WHEN NEW.is_deleted = 0 BEGIN
    UPDATE trust_levels SET likes_given = likes_given + 1 WHERE user_id = NEW.user_id;
    UPDATE trust_levels SET likes_received = likes_received + 1 WHERE user_id = (SELECT user_id FROM posts WHERE id = NEW.post_id);
END;

CREATE TRIGGER post_likes_trust_update AFTER UPDATE OF is_deleted ON post_likes WHEN NEW.is_deleted <> OLD.is_deleted BEGIN
    UPDATE trust_levels SET likes_given = likes_given + (NEW.is_deleted = 0) - (OLD.is_deleted = 0) WHERE user_id = NEW.user_id;
    UPDATE trust_levels SET likes_received = likes_received + (NEW.is_deleted = 0) - (OLD.is_deleted = 0)
    WHERE user_id = (SELECT user_id FROM posts WHERE id = NEW.post_id);
END;

CREATE TRIGGER post_likes_trust_delete AFTER DELETE ON post_likes WHEN OLD.is_deleted = 0 BEGIN
    UPDATE trust_levels SET likes_given = likes_given - 1 WHERE user_id = OLD.user_id;
    UPDATE trust_levels SET likes_received = likes_received - 1 WHERE user_id = (SELECT user_id FROM posts WHERE id = OLD.post_id);
END;

-- The likes of a post that goes do not count any more.
CREATE TRIGGER posts_trust_delete AFTER DELETE ON posts BEGIN
    UPDATE trust_levels
    SET likes_received = likes_received - (SELECT count(*) FROM post_likes WHERE post_id = OLD.id AND is_deleted = 0)
    WHERE user_id = OLD.user_id;
END;

-- Those who were here before get theirs now.
UPDATE trust_levels
SET (posts_read, seconds_read, days_seen, likes_received, likes_given) = (
    SELECT posts_read, seconds_read, days_seen, likes_received, likes_given
    FROM trust_level_recount AS recount
    WHERE recount.user_id = trust_levels.user_id
);

PRAGMA user_version = 21;
