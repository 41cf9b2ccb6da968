-- Who changed what, and when: written by triggers, whoever writes, and never changed again (AUDIT 28). The app seals each line in the same transaction,
-- chained (store/src/audit); a line that nobody sealed was written from outside.
--
-- No personal value stands here: of an encrypted column only that there is something ('personal'), of a text that people wrote its length, and in the seal its
-- digest. Not on the trail, because they follow from what is: counters, exercise_progress, step_progress. Because they are a person's own and change with every key: drafts,
-- bookmarks, reading_days, playground_files, subscriptions. Because they are a log themselves: outbox, sent_operations, receipts, sync_state,
-- parked_operations, text_revisions, exercise_versions.

CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY CHECK (id >= 1),
    at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at) AND date(at, '+0 days') IS substr(at, 1, 10)),
    -- NULL: nobody was named.
    actor_id TEXT CHECK (actor_id GLOB '????????-????-????-????-????????????' AND actor_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(actor_id, '-', '')) = 32),
    -- 'unknown': written without saying who acts, which this program never does.
    role TEXT NOT NULL CHECK (role IN ('person', 'sync', 'erasure', 'unknown')),
    action TEXT NOT NULL CHECK (action IN ('insert', 'update', 'delete', 'read', 'repair', 'restore')),
    table_name TEXT NOT NULL CHECK (length(table_name) BETWEEN 1 AND 60),
    row_id TEXT NOT NULL,
    before_values TEXT CHECK (before_values IS NULL OR (json_valid(before_values) AND json_type(before_values) = 'object')),
    after_values TEXT CHECK (after_values IS NULL OR (json_valid(after_values) AND json_type(after_values) = 'object'))
) STRICT;

CREATE INDEX audit_log_actor ON audit_log (actor_id, id);
-- Who looked at whose data.
CREATE INDEX audit_log_read ON audit_log (row_id, id) WHERE action = 'read';

-- Lines are numbered without a gap, so one that is gone shows.
CREATE TRIGGER audit_log_guard_insert BEFORE INSERT ON audit_log BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM audit_log);
END;

CREATE TRIGGER audit_log_refuse_update BEFORE UPDATE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER audit_log_refuse_delete BEFORE DELETE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Where the triggers put their lines: number, moment and actor are added here, once.
CREATE VIEW audit_entry (action, table_name, row_id, before_values, after_values) AS SELECT NULL, NULL, NULL, NULL, NULL WHERE 0;

CREATE TRIGGER audit_entry_write INSTEAD OF INSERT ON audit_entry BEGIN
    INSERT INTO audit_log (id, at, actor_id, role, action, table_name, row_id, before_values, after_values)
    VALUES (
        (SELECT coalesce(max(id), 0) + 1 FROM audit_log),
        coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
        (SELECT actor_id FROM write_context),
        coalesce((SELECT role FROM write_context), 'unknown'),
        NEW.action, NEW.table_name, NEW.row_id, NEW.before_values, NEW.after_values
    );
END;

-- The seals. Each is an HMAC over the seal before it, the line, and the digests of the texts that the line speaks of.
CREATE TABLE audit_seals (
    id INTEGER PRIMARY KEY REFERENCES audit_log (id) ON DELETE RESTRICT,
    digests TEXT CHECK (digests IS NULL OR (json_valid(digests) AND json_type(digests) = 'object')),
    seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;

-- Only the last line may be sealed next, so nobody seals later what was written from outside.
CREATE TRIGGER audit_seals_guard_insert BEFORE INSERT ON audit_seals BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE NEW.id <= (SELECT coalesce(max(id), 0) FROM audit_seals);
    SELECT RAISE(ABORT, 'no_such_line') WHERE NOT EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id);
END;

CREATE TRIGGER audit_seals_refuse_update BEFORE UPDATE ON audit_seals BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER audit_seals_refuse_delete BEFORE DELETE ON audit_seals BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER audit_users_insert AFTER INSERT ON users BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'users', NEW.id,
        json_object(
            'role', NEW.role, 'is_active', NEW.is_active, 'is_deleted', NEW.is_deleted, 'data_retention_date', NEW.data_retention_date,
            'username', CASE WHEN NEW.username IS NOT NULL THEN 'personal' END, 'email', CASE WHEN NEW.email IS NOT NULL THEN 'personal' END,
            'password_hash', CASE WHEN NEW.password_hash IS NOT NULL THEN 'personal' END
        )
    );
END;

CREATE TRIGGER audit_users_update AFTER UPDATE OF role, is_active, is_deleted, data_retention_date, username, email, password_hash ON users
WHEN NEW.role IS NOT OLD.role OR NEW.is_active IS NOT OLD.is_active OR NEW.is_deleted IS NOT OLD.is_deleted
    OR NEW.data_retention_date IS NOT OLD.data_retention_date OR NEW.username IS NOT OLD.username OR NEW.email IS NOT OLD.email
    OR NEW.password_hash IS NOT OLD.password_hash
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'users', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'role' AS name, OLD.role AS value WHERE NEW.role IS NOT OLD.role
            UNION ALL SELECT 'is_active', OLD.is_active WHERE NEW.is_active IS NOT OLD.is_active
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'data_retention_date', OLD.data_retention_date WHERE NEW.data_retention_date IS NOT OLD.data_retention_date
            UNION ALL SELECT 'username', CASE WHEN OLD.username IS NOT NULL THEN 'personal' END WHERE NEW.username IS NOT OLD.username
            UNION ALL SELECT 'email', CASE WHEN OLD.email IS NOT NULL THEN 'personal' END WHERE NEW.email IS NOT OLD.email
            UNION ALL SELECT 'password_hash', CASE WHEN OLD.password_hash IS NOT NULL THEN 'personal' END WHERE NEW.password_hash IS NOT OLD.password_hash
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'role' AS name, NEW.role AS value WHERE NEW.role IS NOT OLD.role
            UNION ALL SELECT 'is_active', NEW.is_active WHERE NEW.is_active IS NOT OLD.is_active
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'data_retention_date', NEW.data_retention_date WHERE NEW.data_retention_date IS NOT OLD.data_retention_date
            UNION ALL SELECT 'username', CASE WHEN NEW.username IS NOT NULL THEN 'personal' END WHERE NEW.username IS NOT OLD.username
            UNION ALL SELECT 'email', CASE WHEN NEW.email IS NOT NULL THEN 'personal' END WHERE NEW.email IS NOT OLD.email
            UNION ALL SELECT 'password_hash', CASE WHEN NEW.password_hash IS NOT NULL THEN 'personal' END WHERE NEW.password_hash IS NOT OLD.password_hash
        ))
    );
END;

CREATE TRIGGER audit_profiles_update AFTER UPDATE OF skill_level, display_name, bio, goals ON profiles
WHEN NEW.skill_level IS NOT OLD.skill_level OR NEW.display_name IS NOT OLD.display_name OR NEW.bio IS NOT OLD.bio OR NEW.goals IS NOT OLD.goals
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'profiles', NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'skill_level' AS name, OLD.skill_level AS value WHERE NEW.skill_level IS NOT OLD.skill_level
            UNION ALL SELECT 'display_name', CASE WHEN OLD.display_name IS NOT NULL THEN 'personal' END WHERE NEW.display_name IS NOT OLD.display_name
            UNION ALL SELECT 'bio', CASE WHEN OLD.bio IS NOT NULL THEN 'personal' END WHERE NEW.bio IS NOT OLD.bio
            UNION ALL SELECT 'goals', CASE WHEN OLD.goals IS NOT NULL THEN 'personal' END WHERE NEW.goals IS NOT OLD.goals
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'skill_level' AS name, NEW.skill_level AS value WHERE NEW.skill_level IS NOT OLD.skill_level
            UNION ALL SELECT 'display_name', CASE WHEN NEW.display_name IS NOT NULL THEN 'personal' END WHERE NEW.display_name IS NOT OLD.display_name
            UNION ALL SELECT 'bio', CASE WHEN NEW.bio IS NOT NULL THEN 'personal' END WHERE NEW.bio IS NOT OLD.bio
            UNION ALL SELECT 'goals', CASE WHEN NEW.goals IS NOT NULL THEN 'personal' END WHERE NEW.goals IS NOT OLD.goals
        ))
    );
END;

CREATE TRIGGER audit_categories_insert AFTER INSERT ON categories BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES ('insert', 'categories', NEW.id, json_object('parent_id', NEW.parent_id, 'slug', NEW.slug, 'name', NEW.name));
END;

CREATE TRIGGER audit_categories_update AFTER UPDATE OF parent_id, slug, name ON categories
WHEN NEW.parent_id IS NOT OLD.parent_id OR NEW.slug IS NOT OLD.slug OR NEW.name IS NOT OLD.name
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'categories', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'parent_id' AS name, OLD.parent_id AS value WHERE NEW.parent_id IS NOT OLD.parent_id
            UNION ALL SELECT 'slug', OLD.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'name', OLD.name WHERE NEW.name IS NOT OLD.name
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'parent_id' AS name, NEW.parent_id AS value WHERE NEW.parent_id IS NOT OLD.parent_id
            UNION ALL SELECT 'slug', NEW.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'name', NEW.name WHERE NEW.name IS NOT OLD.name
        ))
    );
END;

CREATE TRIGGER audit_categories_delete AFTER DELETE ON categories BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES ('delete', 'categories', OLD.id, json_object('parent_id', OLD.parent_id, 'slug', OLD.slug, 'name', OLD.name));
END;

CREATE TRIGGER audit_courses_insert AFTER INSERT ON courses BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'courses', NEW.id,
        json_object(
            'category_id', NEW.category_id, 'slug', NEW.slug, 'version', NEW.version, 'pack_digest', NEW.pack_digest, 'publisher', NEW.publisher,
            'is_deleted', NEW.is_deleted, 'title', length(NEW.title), 'summary', length(NEW.summary), 'description', length(NEW.description)
        )
    );
END;

CREATE TRIGGER audit_courses_update AFTER UPDATE OF category_id, slug, version, pack_digest, publisher, is_deleted, title, summary, description ON courses
WHEN NEW.category_id IS NOT OLD.category_id OR NEW.slug IS NOT OLD.slug OR NEW.version IS NOT OLD.version OR NEW.pack_digest IS NOT OLD.pack_digest
    OR NEW.publisher IS NOT OLD.publisher OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.title IS NOT OLD.title OR NEW.summary IS NOT OLD.summary
    OR NEW.description IS NOT OLD.description
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'courses', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'category_id' AS name, OLD.category_id AS value WHERE NEW.category_id IS NOT OLD.category_id
            UNION ALL SELECT 'slug', OLD.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'version', OLD.version WHERE NEW.version IS NOT OLD.version
            UNION ALL SELECT 'pack_digest', OLD.pack_digest WHERE NEW.pack_digest IS NOT OLD.pack_digest
            UNION ALL SELECT 'publisher', OLD.publisher WHERE NEW.publisher IS NOT OLD.publisher
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'summary', length(OLD.summary) WHERE NEW.summary IS NOT OLD.summary
            UNION ALL SELECT 'description', length(OLD.description) WHERE NEW.description IS NOT OLD.description
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'category_id' AS name, NEW.category_id AS value WHERE NEW.category_id IS NOT OLD.category_id
            UNION ALL SELECT 'slug', NEW.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'version', NEW.version WHERE NEW.version IS NOT OLD.version
            UNION ALL SELECT 'pack_digest', NEW.pack_digest WHERE NEW.pack_digest IS NOT OLD.pack_digest
            UNION ALL SELECT 'publisher', NEW.publisher WHERE NEW.publisher IS NOT OLD.publisher
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'summary', length(NEW.summary) WHERE NEW.summary IS NOT OLD.summary
            UNION ALL SELECT 'description', length(NEW.description) WHERE NEW.description IS NOT OLD.description
        ))
    );
END;

CREATE TRIGGER audit_course_languages_insert AFTER INSERT ON course_languages BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES ('insert', 'course_languages', NEW.course_id || '/' || NEW.language, json_object('course_id', NEW.course_id, 'language', NEW.language));
END;

CREATE TRIGGER audit_course_languages_update AFTER UPDATE OF course_id, language ON course_languages
WHEN NEW.course_id IS NOT OLD.course_id OR NEW.language IS NOT OLD.language
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'course_languages', NEW.course_id || '/' || NEW.language,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, OLD.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'language', OLD.language WHERE NEW.language IS NOT OLD.language
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, NEW.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'language', NEW.language WHERE NEW.language IS NOT OLD.language
        ))
    );
END;

CREATE TRIGGER audit_course_languages_delete AFTER DELETE ON course_languages BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES ('delete', 'course_languages', OLD.course_id || '/' || OLD.language, json_object('course_id', OLD.course_id, 'language', OLD.language));
END;

CREATE TRIGGER audit_lessons_insert AFTER INSERT ON lessons BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'lessons', NEW.id,
        json_object(
            'course_id', NEW.course_id, 'slug', NEW.slug, 'position', NEW.position, 'required', NEW.required, 'is_deleted', NEW.is_deleted,
            'title', length(NEW.title), 'summary', length(NEW.summary), 'content', length(NEW.content)
        )
    );
END;

CREATE TRIGGER audit_lessons_update AFTER UPDATE OF course_id, slug, position, required, is_deleted, title, summary, content ON lessons
WHEN NEW.course_id IS NOT OLD.course_id OR NEW.slug IS NOT OLD.slug OR NEW.position IS NOT OLD.position OR NEW.required IS NOT OLD.required
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.title IS NOT OLD.title OR NEW.summary IS NOT OLD.summary OR NEW.content IS NOT OLD.content
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'lessons', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, OLD.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'slug', OLD.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'position', OLD.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'required', OLD.required WHERE NEW.required IS NOT OLD.required
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'summary', length(OLD.summary) WHERE NEW.summary IS NOT OLD.summary
            UNION ALL SELECT 'content', length(OLD.content) WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, NEW.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'slug', NEW.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'position', NEW.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'required', NEW.required WHERE NEW.required IS NOT OLD.required
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'summary', length(NEW.summary) WHERE NEW.summary IS NOT OLD.summary
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

CREATE TRIGGER audit_lessons_delete AFTER DELETE ON lessons BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES (
        'delete', 'lessons', OLD.id,
        json_object(
            'course_id', OLD.course_id, 'slug', OLD.slug, 'position', OLD.position, 'required', OLD.required, 'is_deleted', OLD.is_deleted,
            'title', length(OLD.title), 'summary', length(OLD.summary), 'content', length(OLD.content)
        )
    );
END;

CREATE TRIGGER audit_exercises_insert AFTER INSERT ON exercises BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'exercises', NEW.id,
        json_object(
            'lesson_id', NEW.lesson_id, 'slug', NEW.slug, 'kind', NEW.kind, 'version_digest', NEW.version_digest, 'position', NEW.position,
            'is_deleted', NEW.is_deleted, 'title', length(NEW.title), 'solution_code', length(NEW.solution_code),
            'progressive_hints', length(NEW.progressive_hints)
        )
    );
END;

CREATE TRIGGER audit_exercises_update AFTER UPDATE OF lesson_id, slug, kind, version_digest, position, is_deleted, title, solution_code, progressive_hints ON exercises
WHEN NEW.lesson_id IS NOT OLD.lesson_id OR NEW.slug IS NOT OLD.slug OR NEW.kind IS NOT OLD.kind OR NEW.version_digest IS NOT OLD.version_digest
    OR NEW.position IS NOT OLD.position OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.title IS NOT OLD.title
    OR NEW.solution_code IS NOT OLD.solution_code OR NEW.progressive_hints IS NOT OLD.progressive_hints
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'exercises', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'lesson_id' AS name, OLD.lesson_id AS value WHERE NEW.lesson_id IS NOT OLD.lesson_id
            UNION ALL SELECT 'slug', OLD.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'kind', OLD.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'version_digest', OLD.version_digest WHERE NEW.version_digest IS NOT OLD.version_digest
            UNION ALL SELECT 'position', OLD.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'solution_code', length(OLD.solution_code) WHERE NEW.solution_code IS NOT OLD.solution_code
            UNION ALL SELECT 'progressive_hints', length(OLD.progressive_hints) WHERE NEW.progressive_hints IS NOT OLD.progressive_hints
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'lesson_id' AS name, NEW.lesson_id AS value WHERE NEW.lesson_id IS NOT OLD.lesson_id
            UNION ALL SELECT 'slug', NEW.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'kind', NEW.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'version_digest', NEW.version_digest WHERE NEW.version_digest IS NOT OLD.version_digest
            UNION ALL SELECT 'position', NEW.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'solution_code', length(NEW.solution_code) WHERE NEW.solution_code IS NOT OLD.solution_code
            UNION ALL SELECT 'progressive_hints', length(NEW.progressive_hints) WHERE NEW.progressive_hints IS NOT OLD.progressive_hints
        ))
    );
END;

CREATE TRIGGER audit_exercise_steps_insert AFTER INSERT ON exercise_steps BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'exercise_steps', NEW.id,
        json_object(
            'exercise_id', NEW.exercise_id, 'position', NEW.position, 'kind', NEW.kind, 'required', NEW.required, 'is_deleted', NEW.is_deleted,
            'instructions', length(NEW.instructions), 'question_data', length(NEW.question_data), 'tests', length(NEW.tests),
            'solution_code', length(NEW.solution_code)
        )
    );
END;

CREATE TRIGGER audit_exercise_steps_update AFTER UPDATE OF exercise_id, position, kind, required, is_deleted, instructions, question_data, tests, solution_code ON exercise_steps
WHEN NEW.exercise_id IS NOT OLD.exercise_id OR NEW.position IS NOT OLD.position OR NEW.kind IS NOT OLD.kind OR NEW.required IS NOT OLD.required
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.instructions IS NOT OLD.instructions OR NEW.question_data IS NOT OLD.question_data
    OR NEW.tests IS NOT OLD.tests OR NEW.solution_code IS NOT OLD.solution_code
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'exercise_steps', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'exercise_id' AS name, OLD.exercise_id AS value WHERE NEW.exercise_id IS NOT OLD.exercise_id
            UNION ALL SELECT 'position', OLD.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'kind', OLD.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'required', OLD.required WHERE NEW.required IS NOT OLD.required
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'instructions', length(OLD.instructions) WHERE NEW.instructions IS NOT OLD.instructions
            UNION ALL SELECT 'question_data', length(OLD.question_data) WHERE NEW.question_data IS NOT OLD.question_data
            UNION ALL SELECT 'tests', length(OLD.tests) WHERE NEW.tests IS NOT OLD.tests
            UNION ALL SELECT 'solution_code', length(OLD.solution_code) WHERE NEW.solution_code IS NOT OLD.solution_code
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'exercise_id' AS name, NEW.exercise_id AS value WHERE NEW.exercise_id IS NOT OLD.exercise_id
            UNION ALL SELECT 'position', NEW.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'kind', NEW.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'required', NEW.required WHERE NEW.required IS NOT OLD.required
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'instructions', length(NEW.instructions) WHERE NEW.instructions IS NOT OLD.instructions
            UNION ALL SELECT 'question_data', length(NEW.question_data) WHERE NEW.question_data IS NOT OLD.question_data
            UNION ALL SELECT 'tests', length(NEW.tests) WHERE NEW.tests IS NOT OLD.tests
            UNION ALL SELECT 'solution_code', length(NEW.solution_code) WHERE NEW.solution_code IS NOT OLD.solution_code
        ))
    );
END;

CREATE TRIGGER audit_publishers_insert AFTER INSERT ON publishers BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES ('insert', 'publishers', NEW.fingerprint, json_object('name', NEW.name, 'revoked_at', NEW.revoked_at));
END;

CREATE TRIGGER audit_publishers_update AFTER UPDATE OF name, revoked_at ON publishers
WHEN NEW.name IS NOT OLD.name OR NEW.revoked_at IS NOT OLD.revoked_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'publishers', NEW.fingerprint,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'name' AS name, OLD.name AS value WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'revoked_at', OLD.revoked_at WHERE NEW.revoked_at IS NOT OLD.revoked_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'name' AS name, NEW.name AS value WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'revoked_at', NEW.revoked_at WHERE NEW.revoked_at IS NOT OLD.revoked_at
        ))
    );
END;

CREATE TRIGGER audit_pack_imports_insert AFTER INSERT ON pack_imports BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'pack_imports', NEW.id,
        json_object(
            'course_id', NEW.course_id, 'version', NEW.version, 'pack_digest', NEW.pack_digest, 'publisher', NEW.publisher,
            'undone_at', NEW.undone_at
        )
    );
END;

CREATE TRIGGER audit_pack_imports_update AFTER UPDATE OF course_id, version, pack_digest, publisher, undone_at ON pack_imports
WHEN NEW.course_id IS NOT OLD.course_id OR NEW.version IS NOT OLD.version OR NEW.pack_digest IS NOT OLD.pack_digest
    OR NEW.publisher IS NOT OLD.publisher OR NEW.undone_at IS NOT OLD.undone_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'pack_imports', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, OLD.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'version', OLD.version WHERE NEW.version IS NOT OLD.version
            UNION ALL SELECT 'pack_digest', OLD.pack_digest WHERE NEW.pack_digest IS NOT OLD.pack_digest
            UNION ALL SELECT 'publisher', OLD.publisher WHERE NEW.publisher IS NOT OLD.publisher
            UNION ALL SELECT 'undone_at', OLD.undone_at WHERE NEW.undone_at IS NOT OLD.undone_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, NEW.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'version', NEW.version WHERE NEW.version IS NOT OLD.version
            UNION ALL SELECT 'pack_digest', NEW.pack_digest WHERE NEW.pack_digest IS NOT OLD.pack_digest
            UNION ALL SELECT 'publisher', NEW.publisher WHERE NEW.publisher IS NOT OLD.publisher
            UNION ALL SELECT 'undone_at', NEW.undone_at WHERE NEW.undone_at IS NOT OLD.undone_at
        ))
    );
END;

CREATE TRIGGER audit_enrollments_insert AFTER INSERT ON enrollments BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES ('insert', 'enrollments', NEW.id, json_object('user_id', NEW.user_id, 'course_id', NEW.course_id, 'left_at', NEW.left_at));
END;

CREATE TRIGGER audit_enrollments_update AFTER UPDATE OF user_id, course_id, left_at ON enrollments
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.course_id IS NOT OLD.course_id OR NEW.left_at IS NOT OLD.left_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'enrollments', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, OLD.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'course_id', OLD.course_id WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'left_at', OLD.left_at WHERE NEW.left_at IS NOT OLD.left_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, NEW.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'course_id', NEW.course_id WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'left_at', NEW.left_at WHERE NEW.left_at IS NOT OLD.left_at
        ))
    );
END;

CREATE TRIGGER audit_lesson_progress_insert AFTER INSERT ON lesson_progress WHEN NEW.completed = 1 BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES ('insert', 'lesson_progress', NEW.user_id || '/' || NEW.lesson_id, json_object('completed', NEW.completed));
END;

CREATE TRIGGER audit_lesson_progress_update AFTER UPDATE OF completed ON lesson_progress
WHEN NEW.completed IS NOT OLD.completed
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'lesson_progress', NEW.user_id || '/' || NEW.lesson_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'completed' AS name, OLD.completed AS value WHERE NEW.completed IS NOT OLD.completed
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'completed' AS name, NEW.completed AS value WHERE NEW.completed IS NOT OLD.completed
        ))
    );
END;

CREATE TRIGGER audit_submissions_insert AFTER INSERT ON submissions BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'submissions', NEW.id,
        json_object(
            'user_id', NEW.user_id, 'exercise_id', NEW.exercise_id, 'attempt_number', NEW.attempt_number, 'version_digest', NEW.version_digest,
            'status', NEW.status, 'score', NEW.score, 'code', length(NEW.code)
        )
    );
END;

CREATE TRIGGER audit_submissions_update AFTER UPDATE OF user_id, exercise_id, attempt_number, version_digest, status, score, code ON submissions
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.exercise_id IS NOT OLD.exercise_id OR NEW.attempt_number IS NOT OLD.attempt_number
    OR NEW.version_digest IS NOT OLD.version_digest OR NEW.status IS NOT OLD.status OR NEW.score IS NOT OLD.score OR NEW.code IS NOT OLD.code
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'submissions', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, OLD.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'exercise_id', OLD.exercise_id WHERE NEW.exercise_id IS NOT OLD.exercise_id
            UNION ALL SELECT 'attempt_number', OLD.attempt_number WHERE NEW.attempt_number IS NOT OLD.attempt_number
            UNION ALL SELECT 'version_digest', OLD.version_digest WHERE NEW.version_digest IS NOT OLD.version_digest
            UNION ALL SELECT 'status', OLD.status WHERE NEW.status IS NOT OLD.status
            UNION ALL SELECT 'score', OLD.score WHERE NEW.score IS NOT OLD.score
            UNION ALL SELECT 'code', length(OLD.code) WHERE NEW.code IS NOT OLD.code
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, NEW.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'exercise_id', NEW.exercise_id WHERE NEW.exercise_id IS NOT OLD.exercise_id
            UNION ALL SELECT 'attempt_number', NEW.attempt_number WHERE NEW.attempt_number IS NOT OLD.attempt_number
            UNION ALL SELECT 'version_digest', NEW.version_digest WHERE NEW.version_digest IS NOT OLD.version_digest
            UNION ALL SELECT 'status', NEW.status WHERE NEW.status IS NOT OLD.status
            UNION ALL SELECT 'score', NEW.score WHERE NEW.score IS NOT OLD.score
            UNION ALL SELECT 'code', length(NEW.code) WHERE NEW.code IS NOT OLD.code
        ))
    );
END;

CREATE TRIGGER audit_hints_taken_insert AFTER INSERT ON hints_taken BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES ('insert', 'hints_taken', NEW.user_id || '/' || NEW.exercise_id || '/' || NEW.rung, json_object('rung', NEW.rung));
END;

CREATE TRIGGER audit_lesson_notes_insert AFTER INSERT ON lesson_notes BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'lesson_notes', NEW.user_id || '/' || NEW.lesson_id,
        json_object(
            'revision', NEW.revision, 'is_deleted', NEW.is_deleted, 'content', CASE WHEN NEW.content IS NOT NULL THEN 'personal' END
        )
    );
END;

CREATE TRIGGER audit_lesson_notes_update AFTER UPDATE OF revision, is_deleted, content ON lesson_notes
WHEN NEW.revision IS NOT OLD.revision OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.content IS NOT OLD.content
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'lesson_notes', NEW.user_id || '/' || NEW.lesson_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'revision' AS name, OLD.revision AS value WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'content', CASE WHEN OLD.content IS NOT NULL THEN 'personal' END WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'revision' AS name, NEW.revision AS value WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'content', CASE WHEN NEW.content IS NOT NULL THEN 'personal' END WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

CREATE TRIGGER audit_lesson_notes_delete AFTER DELETE ON lesson_notes BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES (
        'delete', 'lesson_notes', OLD.user_id || '/' || OLD.lesson_id,
        json_object(
            'revision', OLD.revision, 'is_deleted', OLD.is_deleted, 'content', CASE WHEN OLD.content IS NOT NULL THEN 'personal' END
        )
    );
END;

CREATE TRIGGER audit_reviews_insert AFTER INSERT ON reviews BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'reviews', NEW.id,
        json_object(
            'course_id', NEW.course_id, 'user_id', NEW.user_id, 'rating', NEW.rating, 'is_deleted', NEW.is_deleted, 'title', length(NEW.title),
            'content', length(NEW.content)
        )
    );
END;

CREATE TRIGGER audit_reviews_update AFTER UPDATE OF course_id, user_id, rating, is_deleted, title, content ON reviews
WHEN NEW.course_id IS NOT OLD.course_id OR NEW.user_id IS NOT OLD.user_id OR NEW.rating IS NOT OLD.rating OR NEW.is_deleted IS NOT OLD.is_deleted
    OR NEW.title IS NOT OLD.title OR NEW.content IS NOT OLD.content
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'reviews', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, OLD.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'user_id', OLD.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'rating', OLD.rating WHERE NEW.rating IS NOT OLD.rating
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'content', length(OLD.content) WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, NEW.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'rating', NEW.rating WHERE NEW.rating IS NOT OLD.rating
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

CREATE TRIGGER audit_reviews_delete AFTER DELETE ON reviews BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES (
        'delete', 'reviews', OLD.id,
        json_object(
            'course_id', OLD.course_id, 'user_id', OLD.user_id, 'rating', OLD.rating, 'is_deleted', OLD.is_deleted, 'title', length(OLD.title),
            'content', length(OLD.content)
        )
    );
END;

CREATE TRIGGER audit_review_votes_insert AFTER INSERT ON review_votes BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES ('insert', 'review_votes', NEW.review_id || '/' || NEW.user_id, json_object('is_deleted', NEW.is_deleted));
END;

CREATE TRIGGER audit_review_votes_update AFTER UPDATE OF is_deleted ON review_votes
WHEN NEW.is_deleted IS NOT OLD.is_deleted
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'review_votes', NEW.review_id || '/' || NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, OLD.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, NEW.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
        ))
    );
END;

CREATE TRIGGER audit_review_votes_delete AFTER DELETE ON review_votes BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES ('delete', 'review_votes', OLD.review_id || '/' || OLD.user_id, json_object('is_deleted', OLD.is_deleted));
END;

CREATE TRIGGER audit_topics_insert AFTER INSERT ON topics BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'topics', NEW.id,
        json_object(
            'course_id', NEW.course_id, 'lesson_id', NEW.lesson_id, 'exercise_id', NEW.exercise_id, 'user_id', NEW.user_id, 'kind', NEW.kind,
            'state', NEW.state, 'is_pinned', NEW.is_pinned, 'is_locked', NEW.is_locked, 'accepted_post_id', NEW.accepted_post_id,
            'revision', NEW.revision, 'is_deleted', NEW.is_deleted, 'is_erased', NEW.is_erased, 'title', length(NEW.title),
            'content', length(NEW.content)
        )
    );
END;

CREATE TRIGGER audit_topics_update AFTER UPDATE OF course_id, lesson_id, exercise_id, user_id, kind, state, is_pinned, is_locked, accepted_post_id, revision, is_deleted, is_erased, title, content ON topics
WHEN NEW.course_id IS NOT OLD.course_id OR NEW.lesson_id IS NOT OLD.lesson_id OR NEW.exercise_id IS NOT OLD.exercise_id
    OR NEW.user_id IS NOT OLD.user_id OR NEW.kind IS NOT OLD.kind OR NEW.state IS NOT OLD.state OR NEW.is_pinned IS NOT OLD.is_pinned
    OR NEW.is_locked IS NOT OLD.is_locked OR NEW.accepted_post_id IS NOT OLD.accepted_post_id OR NEW.revision IS NOT OLD.revision
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.is_erased IS NOT OLD.is_erased OR NEW.title IS NOT OLD.title OR NEW.content IS NOT OLD.content
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'topics', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, OLD.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'lesson_id', OLD.lesson_id WHERE NEW.lesson_id IS NOT OLD.lesson_id
            UNION ALL SELECT 'exercise_id', OLD.exercise_id WHERE NEW.exercise_id IS NOT OLD.exercise_id
            UNION ALL SELECT 'user_id', OLD.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'kind', OLD.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'state', OLD.state WHERE NEW.state IS NOT OLD.state
            UNION ALL SELECT 'is_pinned', OLD.is_pinned WHERE NEW.is_pinned IS NOT OLD.is_pinned
            UNION ALL SELECT 'is_locked', OLD.is_locked WHERE NEW.is_locked IS NOT OLD.is_locked
            UNION ALL SELECT 'accepted_post_id', OLD.accepted_post_id WHERE NEW.accepted_post_id IS NOT OLD.accepted_post_id
            UNION ALL SELECT 'revision', OLD.revision WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'is_erased', OLD.is_erased WHERE NEW.is_erased IS NOT OLD.is_erased
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'content', length(OLD.content) WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, NEW.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'lesson_id', NEW.lesson_id WHERE NEW.lesson_id IS NOT OLD.lesson_id
            UNION ALL SELECT 'exercise_id', NEW.exercise_id WHERE NEW.exercise_id IS NOT OLD.exercise_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'kind', NEW.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'state', NEW.state WHERE NEW.state IS NOT OLD.state
            UNION ALL SELECT 'is_pinned', NEW.is_pinned WHERE NEW.is_pinned IS NOT OLD.is_pinned
            UNION ALL SELECT 'is_locked', NEW.is_locked WHERE NEW.is_locked IS NOT OLD.is_locked
            UNION ALL SELECT 'accepted_post_id', NEW.accepted_post_id WHERE NEW.accepted_post_id IS NOT OLD.accepted_post_id
            UNION ALL SELECT 'revision', NEW.revision WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'is_erased', NEW.is_erased WHERE NEW.is_erased IS NOT OLD.is_erased
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

CREATE TRIGGER audit_topics_delete AFTER DELETE ON topics BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES (
        'delete', 'topics', OLD.id,
        json_object(
            'course_id', OLD.course_id, 'lesson_id', OLD.lesson_id, 'exercise_id', OLD.exercise_id, 'user_id', OLD.user_id, 'kind', OLD.kind,
            'state', OLD.state, 'is_pinned', OLD.is_pinned, 'is_locked', OLD.is_locked, 'accepted_post_id', OLD.accepted_post_id,
            'revision', OLD.revision, 'is_deleted', OLD.is_deleted, 'is_erased', OLD.is_erased, 'title', length(OLD.title),
            'content', length(OLD.content)
        )
    );
END;

CREATE TRIGGER audit_posts_insert AFTER INSERT ON posts BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'posts', NEW.id,
        json_object(
            'topic_id', NEW.topic_id, 'user_id', NEW.user_id, 'state', NEW.state, 'revision', NEW.revision, 'is_deleted', NEW.is_deleted,
            'is_erased', NEW.is_erased, 'content', length(NEW.content)
        )
    );
END;

CREATE TRIGGER audit_posts_update AFTER UPDATE OF topic_id, user_id, state, revision, is_deleted, is_erased, content ON posts
WHEN NEW.topic_id IS NOT OLD.topic_id OR NEW.user_id IS NOT OLD.user_id OR NEW.state IS NOT OLD.state OR NEW.revision IS NOT OLD.revision
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.is_erased IS NOT OLD.is_erased OR NEW.content IS NOT OLD.content
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'posts', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'topic_id' AS name, OLD.topic_id AS value WHERE NEW.topic_id IS NOT OLD.topic_id
            UNION ALL SELECT 'user_id', OLD.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'state', OLD.state WHERE NEW.state IS NOT OLD.state
            UNION ALL SELECT 'revision', OLD.revision WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'is_erased', OLD.is_erased WHERE NEW.is_erased IS NOT OLD.is_erased
            UNION ALL SELECT 'content', length(OLD.content) WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'topic_id' AS name, NEW.topic_id AS value WHERE NEW.topic_id IS NOT OLD.topic_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'state', NEW.state WHERE NEW.state IS NOT OLD.state
            UNION ALL SELECT 'revision', NEW.revision WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'is_erased', NEW.is_erased WHERE NEW.is_erased IS NOT OLD.is_erased
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

CREATE TRIGGER audit_posts_delete AFTER DELETE ON posts BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES (
        'delete', 'posts', OLD.id,
        json_object(
            'topic_id', OLD.topic_id, 'user_id', OLD.user_id, 'state', OLD.state, 'revision', OLD.revision, 'is_deleted', OLD.is_deleted,
            'is_erased', OLD.is_erased, 'content', length(OLD.content)
        )
    );
END;

CREATE TRIGGER audit_post_likes_insert AFTER INSERT ON post_likes BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES ('insert', 'post_likes', NEW.post_id || '/' || NEW.user_id, json_object('is_deleted', NEW.is_deleted));
END;

CREATE TRIGGER audit_post_likes_update AFTER UPDATE OF is_deleted ON post_likes
WHEN NEW.is_deleted IS NOT OLD.is_deleted
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'post_likes', NEW.post_id || '/' || NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, OLD.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, NEW.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
        ))
    );
END;

CREATE TRIGGER audit_post_likes_delete AFTER DELETE ON post_likes BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES ('delete', 'post_likes', OLD.post_id || '/' || OLD.user_id, json_object('is_deleted', OLD.is_deleted));
END;

CREATE TRIGGER audit_submission_comments_insert AFTER INSERT ON submission_comments BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'submission_comments', NEW.id,
        json_object(
            'submission_id', NEW.submission_id, 'user_id', NEW.user_id, 'path', NEW.path, 'line', NEW.line, 'is_deleted', NEW.is_deleted,
            'is_erased', NEW.is_erased, 'content', length(NEW.content)
        )
    );
END;

CREATE TRIGGER audit_submission_comments_update AFTER UPDATE OF submission_id, user_id, path, line, is_deleted, is_erased, content ON submission_comments
WHEN NEW.submission_id IS NOT OLD.submission_id OR NEW.user_id IS NOT OLD.user_id OR NEW.path IS NOT OLD.path OR NEW.line IS NOT OLD.line
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.is_erased IS NOT OLD.is_erased OR NEW.content IS NOT OLD.content
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'submission_comments', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'submission_id' AS name, OLD.submission_id AS value WHERE NEW.submission_id IS NOT OLD.submission_id
            UNION ALL SELECT 'user_id', OLD.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'path', OLD.path WHERE NEW.path IS NOT OLD.path
            UNION ALL SELECT 'line', OLD.line WHERE NEW.line IS NOT OLD.line
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'is_erased', OLD.is_erased WHERE NEW.is_erased IS NOT OLD.is_erased
            UNION ALL SELECT 'content', length(OLD.content) WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'submission_id' AS name, NEW.submission_id AS value WHERE NEW.submission_id IS NOT OLD.submission_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'path', NEW.path WHERE NEW.path IS NOT OLD.path
            UNION ALL SELECT 'line', NEW.line WHERE NEW.line IS NOT OLD.line
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'is_erased', NEW.is_erased WHERE NEW.is_erased IS NOT OLD.is_erased
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

CREATE TRIGGER audit_submission_comments_delete AFTER DELETE ON submission_comments BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES (
        'delete', 'submission_comments', OLD.id,
        json_object(
            'submission_id', OLD.submission_id, 'user_id', OLD.user_id, 'path', OLD.path, 'line', OLD.line, 'is_deleted', OLD.is_deleted,
            'is_erased', OLD.is_erased, 'content', length(OLD.content)
        )
    );
END;

CREATE TRIGGER audit_flags_insert AFTER INSERT ON flags BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'flags', NEW.id,
        json_object(
            'flagger_id', NEW.flagger_id, 'topic_id', NEW.topic_id, 'post_id', NEW.post_id, 'reason', NEW.reason, 'is_deleted', NEW.is_deleted,
            'details', length(NEW.details)
        )
    );
END;

CREATE TRIGGER audit_flags_update AFTER UPDATE OF flagger_id, topic_id, post_id, reason, is_deleted, details ON flags
WHEN NEW.flagger_id IS NOT OLD.flagger_id OR NEW.topic_id IS NOT OLD.topic_id OR NEW.post_id IS NOT OLD.post_id OR NEW.reason IS NOT OLD.reason
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.details IS NOT OLD.details
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'flags', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'flagger_id' AS name, OLD.flagger_id AS value WHERE NEW.flagger_id IS NOT OLD.flagger_id
            UNION ALL SELECT 'topic_id', OLD.topic_id WHERE NEW.topic_id IS NOT OLD.topic_id
            UNION ALL SELECT 'post_id', OLD.post_id WHERE NEW.post_id IS NOT OLD.post_id
            UNION ALL SELECT 'reason', OLD.reason WHERE NEW.reason IS NOT OLD.reason
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'details', length(OLD.details) WHERE NEW.details IS NOT OLD.details
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'flagger_id' AS name, NEW.flagger_id AS value WHERE NEW.flagger_id IS NOT OLD.flagger_id
            UNION ALL SELECT 'topic_id', NEW.topic_id WHERE NEW.topic_id IS NOT OLD.topic_id
            UNION ALL SELECT 'post_id', NEW.post_id WHERE NEW.post_id IS NOT OLD.post_id
            UNION ALL SELECT 'reason', NEW.reason WHERE NEW.reason IS NOT OLD.reason
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'details', length(NEW.details) WHERE NEW.details IS NOT OLD.details
        ))
    );
END;

CREATE TRIGGER audit_flags_delete AFTER DELETE ON flags BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES (
        'delete', 'flags', OLD.id,
        json_object(
            'flagger_id', OLD.flagger_id, 'topic_id', OLD.topic_id, 'post_id', OLD.post_id, 'reason', OLD.reason, 'is_deleted', OLD.is_deleted,
            'details', length(OLD.details)
        )
    );
END;

CREATE TRIGGER audit_trust_levels_update AFTER UPDATE OF level, is_fixed ON trust_levels
WHEN NEW.level IS NOT OLD.level OR NEW.is_fixed IS NOT OLD.is_fixed
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'trust_levels', NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'level' AS name, OLD.level AS value WHERE NEW.level IS NOT OLD.level
            UNION ALL SELECT 'is_fixed', OLD.is_fixed WHERE NEW.is_fixed IS NOT OLD.is_fixed
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'level' AS name, NEW.level AS value WHERE NEW.level IS NOT OLD.level
            UNION ALL SELECT 'is_fixed', NEW.is_fixed WHERE NEW.is_fixed IS NOT OLD.is_fixed
        ))
    );
END;

CREATE TRIGGER audit_review_queue_insert AFTER INSERT ON review_queue BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'review_queue', NEW.id,
        json_object(
            'kind', NEW.kind, 'topic_id', NEW.topic_id, 'post_id', NEW.post_id, 'user_id', NEW.user_id, 'status', NEW.status,
            'priority', NEW.priority, 'assigned_to', NEW.assigned_to
        )
    );
END;

CREATE TRIGGER audit_review_queue_update AFTER UPDATE OF kind, topic_id, post_id, user_id, status, priority, assigned_to ON review_queue
WHEN NEW.kind IS NOT OLD.kind OR NEW.topic_id IS NOT OLD.topic_id OR NEW.post_id IS NOT OLD.post_id OR NEW.user_id IS NOT OLD.user_id
    OR NEW.status IS NOT OLD.status OR NEW.priority IS NOT OLD.priority OR NEW.assigned_to IS NOT OLD.assigned_to
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'review_queue', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'kind' AS name, OLD.kind AS value WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'topic_id', OLD.topic_id WHERE NEW.topic_id IS NOT OLD.topic_id
            UNION ALL SELECT 'post_id', OLD.post_id WHERE NEW.post_id IS NOT OLD.post_id
            UNION ALL SELECT 'user_id', OLD.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'status', OLD.status WHERE NEW.status IS NOT OLD.status
            UNION ALL SELECT 'priority', OLD.priority WHERE NEW.priority IS NOT OLD.priority
            UNION ALL SELECT 'assigned_to', OLD.assigned_to WHERE NEW.assigned_to IS NOT OLD.assigned_to
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'kind' AS name, NEW.kind AS value WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'topic_id', NEW.topic_id WHERE NEW.topic_id IS NOT OLD.topic_id
            UNION ALL SELECT 'post_id', NEW.post_id WHERE NEW.post_id IS NOT OLD.post_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'status', NEW.status WHERE NEW.status IS NOT OLD.status
            UNION ALL SELECT 'priority', NEW.priority WHERE NEW.priority IS NOT OLD.priority
            UNION ALL SELECT 'assigned_to', NEW.assigned_to WHERE NEW.assigned_to IS NOT OLD.assigned_to
        ))
    );
END;

CREATE TRIGGER audit_review_queue_votes_insert AFTER INSERT ON review_queue_votes BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES ('insert', 'review_queue_votes', NEW.item_id || '/' || NEW.user_id, json_object('is_deleted', NEW.is_deleted));
END;

CREATE TRIGGER audit_review_queue_votes_update AFTER UPDATE OF is_deleted ON review_queue_votes
WHEN NEW.is_deleted IS NOT OLD.is_deleted
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'review_queue_votes', NEW.item_id || '/' || NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, OLD.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, NEW.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
        ))
    );
END;

CREATE TRIGGER audit_review_queue_votes_delete AFTER DELETE ON review_queue_votes BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES ('delete', 'review_queue_votes', OLD.item_id || '/' || OLD.user_id, json_object('is_deleted', OLD.is_deleted));
END;

CREATE TRIGGER audit_moderation_decisions_insert AFTER INSERT ON moderation_decisions BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'moderation_decisions', NEW.id,
        json_object(
            'item_id', NEW.item_id, 'topic_id', NEW.topic_id, 'post_id', NEW.post_id, 'revision', NEW.revision, 'decision', NEW.decision,
            'moderator_id', NEW.moderator_id, 'undoes', NEW.undoes, 'note', length(NEW.note)
        )
    );
END;

CREATE TRIGGER audit_consents_insert AFTER INSERT ON consents BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'consents', NEW.id,
        json_object(
            'user_id', NEW.user_id, 'purpose', NEW.purpose, 'subject_id', NEW.subject_id, 'version', NEW.version, 'withdrawn_at', NEW.withdrawn_at
        )
    );
END;

CREATE TRIGGER audit_consents_update AFTER UPDATE OF user_id, purpose, subject_id, version, withdrawn_at ON consents
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.purpose IS NOT OLD.purpose OR NEW.subject_id IS NOT OLD.subject_id OR NEW.version IS NOT OLD.version
    OR NEW.withdrawn_at IS NOT OLD.withdrawn_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'consents', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, OLD.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'purpose', OLD.purpose WHERE NEW.purpose IS NOT OLD.purpose
            UNION ALL SELECT 'subject_id', OLD.subject_id WHERE NEW.subject_id IS NOT OLD.subject_id
            UNION ALL SELECT 'version', OLD.version WHERE NEW.version IS NOT OLD.version
            UNION ALL SELECT 'withdrawn_at', OLD.withdrawn_at WHERE NEW.withdrawn_at IS NOT OLD.withdrawn_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, NEW.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'purpose', NEW.purpose WHERE NEW.purpose IS NOT OLD.purpose
            UNION ALL SELECT 'subject_id', NEW.subject_id WHERE NEW.subject_id IS NOT OLD.subject_id
            UNION ALL SELECT 'version', NEW.version WHERE NEW.version IS NOT OLD.version
            UNION ALL SELECT 'withdrawn_at', NEW.withdrawn_at WHERE NEW.withdrawn_at IS NOT OLD.withdrawn_at
        ))
    );
END;

CREATE TRIGGER audit_erasures_insert AFTER INSERT ON erasures BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'erasures', NEW.id,
        json_object(
            'user_id', NEW.user_id, 'keeps_contributions', NEW.keeps_contributions, 'due_at', NEW.due_at, 'cancelled_at', NEW.cancelled_at,
            'erased_at', NEW.erased_at
        )
    );
END;

CREATE TRIGGER audit_erasures_update AFTER UPDATE OF user_id, keeps_contributions, due_at, cancelled_at, erased_at ON erasures
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.keeps_contributions IS NOT OLD.keeps_contributions OR NEW.due_at IS NOT OLD.due_at
    OR NEW.cancelled_at IS NOT OLD.cancelled_at OR NEW.erased_at IS NOT OLD.erased_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'erasures', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, OLD.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'keeps_contributions', OLD.keeps_contributions WHERE NEW.keeps_contributions IS NOT OLD.keeps_contributions
            UNION ALL SELECT 'due_at', OLD.due_at WHERE NEW.due_at IS NOT OLD.due_at
            UNION ALL SELECT 'cancelled_at', OLD.cancelled_at WHERE NEW.cancelled_at IS NOT OLD.cancelled_at
            UNION ALL SELECT 'erased_at', OLD.erased_at WHERE NEW.erased_at IS NOT OLD.erased_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, NEW.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'keeps_contributions', NEW.keeps_contributions WHERE NEW.keeps_contributions IS NOT OLD.keeps_contributions
            UNION ALL SELECT 'due_at', NEW.due_at WHERE NEW.due_at IS NOT OLD.due_at
            UNION ALL SELECT 'cancelled_at', NEW.cancelled_at WHERE NEW.cancelled_at IS NOT OLD.cancelled_at
            UNION ALL SELECT 'erased_at', NEW.erased_at WHERE NEW.erased_at IS NOT OLD.erased_at
        ))
    );
END;

CREATE TRIGGER audit_classes_insert AFTER INSERT ON classes BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'classes', NEW.id,
        json_object(
            'epoch', NEW.epoch, 'left_at', NEW.left_at, 'name', length(NEW.name), 'addresses', length(NEW.addresses)
        )
    );
END;

CREATE TRIGGER audit_classes_update AFTER UPDATE OF epoch, left_at, name, addresses ON classes
WHEN NEW.epoch IS NOT OLD.epoch OR NEW.left_at IS NOT OLD.left_at OR NEW.name IS NOT OLD.name OR NEW.addresses IS NOT OLD.addresses
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'classes', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'epoch' AS name, OLD.epoch AS value WHERE NEW.epoch IS NOT OLD.epoch
            UNION ALL SELECT 'left_at', OLD.left_at WHERE NEW.left_at IS NOT OLD.left_at
            UNION ALL SELECT 'name', length(OLD.name) WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'addresses', length(OLD.addresses) WHERE NEW.addresses IS NOT OLD.addresses
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'epoch' AS name, NEW.epoch AS value WHERE NEW.epoch IS NOT OLD.epoch
            UNION ALL SELECT 'left_at', NEW.left_at WHERE NEW.left_at IS NOT OLD.left_at
            UNION ALL SELECT 'name', length(NEW.name) WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'addresses', length(NEW.addresses) WHERE NEW.addresses IS NOT OLD.addresses
        ))
    );
END;

CREATE TRIGGER audit_replicas_insert AFTER INSERT ON replicas BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'replicas', NEW.id,
        json_object(
            'class_id', NEW.class_id, 'user_id', NEW.user_id, 'member_id', NEW.member_id, 'parent_id', NEW.parent_id, 'state', NEW.state
        )
    );
END;

CREATE TRIGGER audit_replicas_update AFTER UPDATE OF class_id, user_id, member_id, parent_id, state ON replicas
WHEN NEW.class_id IS NOT OLD.class_id OR NEW.user_id IS NOT OLD.user_id OR NEW.member_id IS NOT OLD.member_id OR NEW.parent_id IS NOT OLD.parent_id
    OR NEW.state IS NOT OLD.state
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'replicas', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'class_id' AS name, OLD.class_id AS value WHERE NEW.class_id IS NOT OLD.class_id
            UNION ALL SELECT 'user_id', OLD.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'member_id', OLD.member_id WHERE NEW.member_id IS NOT OLD.member_id
            UNION ALL SELECT 'parent_id', OLD.parent_id WHERE NEW.parent_id IS NOT OLD.parent_id
            UNION ALL SELECT 'state', OLD.state WHERE NEW.state IS NOT OLD.state
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'class_id' AS name, NEW.class_id AS value WHERE NEW.class_id IS NOT OLD.class_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'member_id', NEW.member_id WHERE NEW.member_id IS NOT OLD.member_id
            UNION ALL SELECT 'parent_id', NEW.parent_id WHERE NEW.parent_id IS NOT OLD.parent_id
            UNION ALL SELECT 'state', NEW.state WHERE NEW.state IS NOT OLD.state
        ))
    );
END;

CREATE TRIGGER audit_conflict_copies_insert AFTER INSERT ON conflict_copies BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'conflict_copies', NEW.id,
        json_object(
            'user_id', NEW.user_id, 'entity', NEW.entity, 'entity_id', NEW.entity_id, 'op_id', NEW.op_id, 'resolved_at', NEW.resolved_at,
            'body', length(NEW.body)
        )
    );
END;

CREATE TRIGGER audit_conflict_copies_update AFTER UPDATE OF user_id, entity, entity_id, op_id, resolved_at, body ON conflict_copies
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.entity IS NOT OLD.entity OR NEW.entity_id IS NOT OLD.entity_id OR NEW.op_id IS NOT OLD.op_id
    OR NEW.resolved_at IS NOT OLD.resolved_at OR NEW.body IS NOT OLD.body
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'conflict_copies', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, OLD.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'entity', OLD.entity WHERE NEW.entity IS NOT OLD.entity
            UNION ALL SELECT 'entity_id', OLD.entity_id WHERE NEW.entity_id IS NOT OLD.entity_id
            UNION ALL SELECT 'op_id', OLD.op_id WHERE NEW.op_id IS NOT OLD.op_id
            UNION ALL SELECT 'resolved_at', OLD.resolved_at WHERE NEW.resolved_at IS NOT OLD.resolved_at
            UNION ALL SELECT 'body', length(OLD.body) WHERE NEW.body IS NOT OLD.body
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, NEW.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'entity', NEW.entity WHERE NEW.entity IS NOT OLD.entity
            UNION ALL SELECT 'entity_id', NEW.entity_id WHERE NEW.entity_id IS NOT OLD.entity_id
            UNION ALL SELECT 'op_id', NEW.op_id WHERE NEW.op_id IS NOT OLD.op_id
            UNION ALL SELECT 'resolved_at', NEW.resolved_at WHERE NEW.resolved_at IS NOT OLD.resolved_at
            UNION ALL SELECT 'body', length(NEW.body) WHERE NEW.body IS NOT OLD.body
        ))
    );
END;

CREATE TRIGGER audit_conflict_copies_delete AFTER DELETE ON conflict_copies BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values)
    VALUES (
        'delete', 'conflict_copies', OLD.id,
        json_object(
            'user_id', OLD.user_id, 'entity', OLD.entity, 'entity_id', OLD.entity_id, 'op_id', OLD.op_id, 'resolved_at', OLD.resolved_at,
            'body', length(OLD.body)
        )
    );
END;

PRAGMA user_version = 19;
