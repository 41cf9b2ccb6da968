-- The forum: topics under a course, a lesson or an exercise, and their posts.

CREATE TABLE topics (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    course_id TEXT NOT NULL REFERENCES courses (id) ON DELETE RESTRICT,
    lesson_id TEXT REFERENCES lessons (id) ON DELETE RESTRICT,
    exercise_id TEXT REFERENCES exercises (id) ON DELETE RESTRICT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    kind TEXT NOT NULL DEFAULT 'discussion' CHECK (kind IN ('question', 'help', 'discussion', 'announcement', 'project', 'code_review')),
    slug TEXT NOT NULL COLLATE NOCASE CHECK (length(slug) BETWEEN 1 AND 120),
    title TEXT NOT NULL CHECK (length(title) <= 255),
    content TEXT NOT NULL CHECK (length(content) <= 100000),
    state TEXT NOT NULL DEFAULT 'approved' CHECK (state IN ('pending', 'approved', 'hidden')),
    is_pinned INTEGER NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1)),
    is_locked INTEGER NOT NULL DEFAULT 0 CHECK (is_locked IN (0, 1)),
    accepted_post_id TEXT REFERENCES posts (id) ON DELETE RESTRICT,
    reply_count INTEGER NOT NULL DEFAULT 0 CHECK (reply_count >= 0),
    last_activity_at TEXT NOT NULL CHECK (last_activity_at IS strftime('%Y-%m-%dT%H:%M:%fZ', last_activity_at) AND date(last_activity_at, '+0 days') IS substr(last_activity_at, 1, 10)),
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    is_erased INTEGER NOT NULL DEFAULT 0 CHECK (is_erased IN (0, 1)),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at) AND date(updated_at, '+0 days') IS substr(updated_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL)),
    CHECK (lesson_id IS NULL OR exercise_id IS NULL),
    CHECK (is_erased = 1 OR (length(title) >= 3 AND length(content) >= 10)),
    CHECK (is_erased = 0 OR (title = '' AND content = ''))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX topics_slug ON topics (course_id, slug);
CREATE INDEX topics_of_course ON topics (course_id, is_deleted, is_pinned DESC, last_activity_at DESC, id);
CREATE INDEX topics_of_lesson ON topics (lesson_id, is_deleted, is_pinned DESC, last_activity_at DESC, id) WHERE lesson_id IS NOT NULL;
CREATE INDEX topics_of_exercise ON topics (exercise_id, is_deleted, is_pinned DESC, last_activity_at DESC, id) WHERE exercise_id IS NOT NULL;
CREATE INDEX topics_user ON topics (user_id, created_at DESC);
CREATE INDEX topics_accepted_post ON topics (accepted_post_id) WHERE accepted_post_id IS NOT NULL;

CREATE TRIGGER topics_guard_insert BEFORE INSERT ON topics BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM topics WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'topic_slug_taken') WHERE EXISTS (SELECT 1 FROM topics WHERE course_id = NEW.course_id AND slug = NEW.slug);
    SELECT RAISE(ABORT, 'lesson_not_in_course')
    WHERE NEW.lesson_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lessons WHERE id = NEW.lesson_id AND course_id = NEW.course_id);
    SELECT RAISE(ABORT, 'exercise_not_in_course')
    WHERE NEW.exercise_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM exercises WHERE id = NEW.exercise_id AND course_id = NEW.course_id);
    SELECT RAISE(ABORT, 'post_not_in_topic') WHERE NEW.accepted_post_id IS NOT NULL;
END;

CREATE TRIGGER topics_guard_update BEFORE UPDATE OF id, course_id, slug, user_id, created_at ON topics BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id OR NEW.created_at IS NOT OLD.created_at;
    SELECT RAISE(ABORT, 'topic_slug_taken') WHERE EXISTS (SELECT 1 FROM topics WHERE course_id = NEW.course_id AND slug = NEW.slug AND id <> OLD.id);
END;

CREATE TRIGGER topics_refuse_delete BEFORE DELETE ON topics
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TRIGGER topics_guard_place BEFORE UPDATE OF course_id, lesson_id, exercise_id, accepted_post_id ON topics BEGIN
    SELECT RAISE(ABORT, 'lesson_not_in_course')
    WHERE NEW.lesson_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lessons WHERE id = NEW.lesson_id AND course_id = NEW.course_id);
    SELECT RAISE(ABORT, 'exercise_not_in_course')
    WHERE NEW.exercise_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM exercises WHERE id = NEW.exercise_id AND course_id = NEW.course_id);
    SELECT RAISE(ABORT, 'post_not_in_topic')
    WHERE NEW.accepted_post_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM posts WHERE id = NEW.accepted_post_id AND topic_id = NEW.id AND is_deleted = 0 AND state <> 'hidden');
END;

CREATE TABLE posts (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    topic_id TEXT NOT NULL REFERENCES topics (id) ON DELETE RESTRICT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    quoted_post_id TEXT REFERENCES posts (id) ON DELETE RESTRICT,
    content TEXT NOT NULL CHECK (length(content) <= 100000),
    state TEXT NOT NULL DEFAULT 'approved' CHECK (state IN ('pending', 'approved', 'hidden')),
    like_count INTEGER NOT NULL DEFAULT 0 CHECK (like_count >= 0),
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    is_erased INTEGER NOT NULL DEFAULT 0 CHECK (is_erased IN (0, 1)),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at) AND date(updated_at, '+0 days') IS substr(updated_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL)),
    CHECK (is_erased = (content = ''))
) STRICT, WITHOUT ROWID;

CREATE INDEX posts_topic ON posts (topic_id, is_deleted, state, created_at, id);
CREATE INDEX posts_user ON posts (user_id, created_at DESC);
CREATE INDEX posts_quoted ON posts (quoted_post_id) WHERE quoted_post_id IS NOT NULL;

CREATE TRIGGER posts_guard_insert BEFORE INSERT ON posts BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM posts WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'topic_locked')
    WHERE coalesce((SELECT role FROM write_context), 'person') = 'person' AND EXISTS (SELECT 1 FROM topics WHERE id = NEW.topic_id AND is_locked = 1);
END;

CREATE TRIGGER posts_guard_update BEFORE UPDATE OF id, user_id, created_at ON posts BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id OR NEW.created_at IS NOT OLD.created_at;
END;

CREATE TRIGGER posts_refuse_delete BEFORE DELETE ON posts
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- topics.reply_count and last_activity_at: of the posts that everybody may see.
CREATE TRIGGER posts_count_insert AFTER INSERT ON posts WHEN (NEW.is_deleted = 0 AND NEW.state = 'approved') BEGIN
    UPDATE topics
    SET
        reply_count = reply_count + 1,
        last_activity_at = max(last_activity_at, NEW.created_at)
    WHERE id = NEW.topic_id;
END;

-- Deleted, restored, hidden, approved, or moved to another topic. What was counted is taken from the old topic, what counts is added to the new one.
CREATE TRIGGER posts_count_update AFTER UPDATE OF is_deleted, state, topic_id ON posts
WHEN (NEW.is_deleted = 0 AND NEW.state = 'approved') <> (OLD.is_deleted = 0 AND OLD.state = 'approved') OR NEW.topic_id IS NOT OLD.topic_id
BEGIN
    UPDATE topics
    SET
        reply_count = reply_count - (OLD.is_deleted = 0 AND OLD.state = 'approved'),
        last_activity_at = max(
            created_at,
            coalesce(
                (SELECT max(posts.created_at) FROM posts WHERE posts.topic_id = topics.id AND posts.is_deleted = 0 AND posts.state = 'approved'),
                created_at
            )
        )
    WHERE id = OLD.topic_id;
    UPDATE topics
    SET
        reply_count = reply_count + (NEW.is_deleted = 0 AND NEW.state = 'approved'),
        last_activity_at = max(
            created_at,
            coalesce(
                (SELECT max(posts.created_at) FROM posts WHERE posts.topic_id = topics.id AND posts.is_deleted = 0 AND posts.state = 'approved'),
                created_at
            )
        )
    WHERE id = NEW.topic_id;
    -- An answer that goes is no answer any more.
    UPDATE topics SET accepted_post_id = NULL
    WHERE id = OLD.topic_id AND accepted_post_id = NEW.id
        AND (NEW.is_deleted = 1 OR NEW.state = 'hidden' OR NEW.topic_id IS NOT OLD.topic_id);
END;

CREATE TRIGGER posts_leave BEFORE DELETE ON posts BEGIN
    UPDATE topics SET accepted_post_id = NULL WHERE id = OLD.topic_id AND accepted_post_id = OLD.id;
END;

CREATE TRIGGER posts_count_delete AFTER DELETE ON posts WHEN (OLD.is_deleted = 0 AND OLD.state = 'approved') BEGIN
    UPDATE topics
    SET
        reply_count = reply_count - 1,
        last_activity_at = max(
            created_at,
            coalesce(
                (SELECT max(posts.created_at) FROM posts WHERE posts.topic_id = topics.id AND posts.is_deleted = 0 AND posts.state = 'approved'),
                created_at
            )
        )
    WHERE id = OLD.topic_id;
END;

-- A topic's own beginning counts as activity too.
CREATE TRIGGER topics_begin AFTER INSERT ON topics WHEN NEW.last_activity_at IS NOT NEW.created_at OR NEW.reply_count <> 0 BEGIN
    UPDATE topics
    SET
        reply_count = (SELECT count(*) FROM posts WHERE posts.topic_id = NEW.id AND posts.is_deleted = 0 AND posts.state = 'approved'),
        last_activity_at = max(
            created_at,
            coalesce(
                (SELECT max(posts.created_at) FROM posts WHERE posts.topic_id = topics.id AND posts.is_deleted = 0 AND posts.state = 'approved'),
                created_at
            )
        )
    WHERE id = NEW.id;
END;

CREATE VIEW topic_recount (id, reply_count, last_activity_at) AS
SELECT
    topics.id,
    (SELECT count(*) FROM posts WHERE posts.topic_id = topics.id AND posts.is_deleted = 0 AND posts.state = 'approved'),
    max(
        topics.created_at,
        coalesce(
            (SELECT max(posts.created_at) FROM posts WHERE posts.topic_id = topics.id AND posts.is_deleted = 0 AND posts.state = 'approved'),
            topics.created_at
        )
    )
FROM topics;

-- What a topic or post said before an edit. Written by the edit itself, so no edit goes without a trace.
CREATE TABLE text_revisions (
    entity TEXT NOT NULL CHECK (entity IN ('topic', 'post')),
    entity_id TEXT NOT NULL CHECK (entity_id GLOB '????????-????-????-????-????????????' AND entity_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(entity_id, '-', '')) = 32),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    title TEXT,
    content TEXT NOT NULL,
    replaced_at TEXT NOT NULL CHECK (replaced_at IS strftime('%Y-%m-%dT%H:%M:%fZ', replaced_at) AND date(replaced_at, '+0 days') IS substr(replaced_at, 1, 10)),
    replaced_by TEXT REFERENCES users (id) ON DELETE RESTRICT,
    PRIMARY KEY (entity, entity_id, revision),
    CHECK ((entity = 'topic') = (title IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX text_revisions_replaced_by ON text_revisions (replaced_by);

CREATE TRIGGER text_revisions_guard_insert BEFORE INSERT ON text_revisions BEGIN
    SELECT RAISE(ABORT, 'id_taken')
        WHERE EXISTS (
            SELECT 1 FROM text_revisions WHERE entity = NEW.entity AND entity_id = NEW.entity_id AND revision = NEW.revision
        );
END;

CREATE TRIGGER text_revisions_refuse_update BEFORE UPDATE ON text_revisions
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER text_revisions_refuse_delete BEFORE DELETE ON text_revisions
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- A text changes only together with its revision, by one. Erasure takes the text away and leaves no revision behind.
CREATE TRIGGER topics_guard_text BEFORE UPDATE OF title, content, revision ON topics
WHEN (NEW.title IS NOT OLD.title OR NEW.content IS NOT OLD.content
    OR NEW.revision IS NOT OLD.revision) AND coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'text_changed') WHERE NEW.revision IS NOT OLD.revision + 1;
END;

CREATE TRIGGER topics_keep_revision AFTER UPDATE OF title, content ON topics
WHEN (NEW.title IS NOT OLD.title OR NEW.content IS NOT OLD.content) AND coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    INSERT INTO text_revisions (entity, entity_id, revision, title, content, replaced_at, replaced_by)
    VALUES (
        'topic', OLD.id, OLD.revision, OLD.title, OLD.content,
        coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), (SELECT actor_id FROM write_context)
    );
END;

CREATE TRIGGER posts_guard_text BEFORE UPDATE OF content, revision ON posts
WHEN (NEW.content IS NOT OLD.content OR NEW.revision IS NOT OLD.revision) AND coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'text_changed') WHERE NEW.revision IS NOT OLD.revision + 1;
END;

CREATE TRIGGER posts_keep_revision AFTER UPDATE OF content ON posts
WHEN NEW.content IS NOT OLD.content AND coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    INSERT INTO text_revisions (entity, entity_id, revision, content, replaced_at, replaced_by)
    VALUES (
        'post', OLD.id, OLD.revision, OLD.content,
        coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), (SELECT actor_id FROM write_context)
    );
END;

CREATE TABLE post_likes (
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE RESTRICT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    PRIMARY KEY (post_id, user_id),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX post_likes_user ON post_likes (user_id);

CREATE TRIGGER post_likes_guard_insert BEFORE INSERT ON post_likes BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM post_likes WHERE post_id = NEW.post_id AND user_id = NEW.user_id);
    SELECT RAISE(ABORT, 'own_post') WHERE EXISTS (SELECT 1 FROM posts WHERE id = NEW.post_id AND user_id = NEW.user_id);
END;

CREATE TRIGGER post_likes_guard_update BEFORE UPDATE OF post_id, user_id ON post_likes BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.post_id IS NOT OLD.post_id OR NEW.user_id IS NOT OLD.user_id;
END;

CREATE TRIGGER post_likes_refuse_delete BEFORE DELETE ON post_likes
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TRIGGER post_likes_count_insert AFTER INSERT ON post_likes WHEN NEW.is_deleted = 0 BEGIN
    UPDATE posts SET like_count = like_count + 1 WHERE id = NEW.post_id;
END;

CREATE TRIGGER post_likes_count_update AFTER UPDATE OF is_deleted ON post_likes WHEN NEW.is_deleted <> OLD.is_deleted BEGIN
    UPDATE posts SET like_count = like_count + (NEW.is_deleted = 0) - (OLD.is_deleted = 0) WHERE id = NEW.post_id;
END;

CREATE TRIGGER post_likes_count_delete AFTER DELETE ON post_likes WHEN OLD.is_deleted = 0 BEGIN
    UPDATE posts SET like_count = like_count - 1 WHERE id = OLD.post_id;
END;

CREATE TRIGGER posts_begin AFTER INSERT ON posts WHEN NEW.like_count <> 0 BEGIN
    UPDATE posts SET like_count = (SELECT count(*) FROM post_likes WHERE post_id = NEW.id AND is_deleted = 0) WHERE id = NEW.id;
END;

CREATE VIEW post_recount (id, like_count) AS
SELECT id, (SELECT count(*) FROM post_likes WHERE post_likes.post_id = posts.id AND post_likes.is_deleted = 0) FROM posts;

CREATE TABLE subscriptions (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    topic_id TEXT NOT NULL REFERENCES topics (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    PRIMARY KEY (user_id, topic_id),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX subscriptions_topic ON subscriptions (topic_id);

CREATE TRIGGER subscriptions_guard_insert BEFORE INSERT ON subscriptions BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM subscriptions WHERE user_id = NEW.user_id AND topic_id = NEW.topic_id);
END;

CREATE TRIGGER subscriptions_guard_update BEFORE UPDATE OF user_id, topic_id ON subscriptions BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.user_id IS NOT OLD.user_id OR NEW.topic_id IS NOT OLD.topic_id;
END;

CREATE TRIGGER subscriptions_refuse_delete BEFORE DELETE ON subscriptions
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- What an instructor or classmate says about an attempt, to one of its lines or to the whole.
CREATE TABLE submission_comments (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    submission_id TEXT NOT NULL REFERENCES submissions (id) ON DELETE RESTRICT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    path TEXT CHECK (length(path) BETWEEN 1 AND 255),
    line INTEGER CHECK (line >= 1),
    content TEXT NOT NULL CHECK (length(content) <= 10000),
    is_erased INTEGER NOT NULL DEFAULT 0 CHECK (is_erased IN (0, 1)),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL)),
    CHECK (line IS NULL OR path IS NOT NULL),
    CHECK (is_erased = (content = ''))
) STRICT, WITHOUT ROWID;

CREATE INDEX submission_comments_submission ON submission_comments (submission_id, created_at);
CREATE INDEX submission_comments_user ON submission_comments (user_id);

CREATE TRIGGER submission_comments_guard_insert BEFORE INSERT ON submission_comments BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM submission_comments WHERE id = NEW.id);
END;

CREATE TRIGGER submission_comments_guard_update BEFORE UPDATE OF id, submission_id, user_id, created_at ON submission_comments BEGIN
    SELECT RAISE(ABORT, 'id_fixed')
        WHERE NEW.id IS NOT OLD.id OR NEW.submission_id IS NOT OLD.submission_id OR NEW.user_id IS NOT OLD.user_id
            OR NEW.created_at IS NOT OLD.created_at;
END;

CREATE TRIGGER submission_comments_refuse_delete BEFORE DELETE ON submission_comments
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

PRAGMA user_version = 15;
