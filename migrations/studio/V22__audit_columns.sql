-- The rest of what can be changed is on the trail too (AUDIT 28). A test lists every column that no trigger of the trail speaks of, with the reason.

-- `restore` is a role of its own: what a restoring carries was written by somebody else, at another time.
DROP TRIGGER audit_entry_write;
DROP TRIGGER audit_log_guard_insert;
DROP TRIGGER audit_log_refuse_update;
DROP TRIGGER audit_log_refuse_delete;
DROP TRIGGER write_context_guard_insert;
PRAGMA legacy_alter_table = ON;

CREATE TABLE audit_log_22 (
    id INTEGER PRIMARY KEY CHECK (id >= 1),
    at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at) AND date(at, '+0 days') IS substr(at, 1, 10)),
    -- NULL: nobody was named.
    actor_id TEXT CHECK (actor_id GLOB '????????-????-????-????-????????????' AND actor_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(actor_id, '-', '')) = 32),
    -- 'unknown': written without saying who acts, which this program never does.
    role TEXT NOT NULL CHECK (role IN ('person', 'sync', 'erasure', 'restore', 'unknown')),
    action TEXT NOT NULL CHECK (action IN ('insert', 'update', 'delete', 'read', 'repair', 'restore')),
    table_name TEXT NOT NULL CHECK (length(table_name) BETWEEN 1 AND 60),
    row_id TEXT NOT NULL,
    before_values TEXT CHECK (before_values IS NULL OR (json_valid(before_values) AND json_type(before_values) = 'object')),
    after_values TEXT CHECK (after_values IS NULL OR (json_valid(after_values) AND json_type(after_values) = 'object'))
) STRICT;

INSERT INTO audit_log_22 SELECT id, at, actor_id, role, action, table_name, row_id, before_values, after_values FROM audit_log;
DROP TABLE audit_log;
ALTER TABLE audit_log_22 RENAME TO audit_log;
PRAGMA legacy_alter_table = OFF;

CREATE INDEX audit_log_actor ON audit_log (actor_id, id);
-- Who looked at whose data.
CREATE INDEX audit_log_read ON audit_log (row_id, id) WHERE action = 'read';

CREATE TRIGGER audit_log_guard_insert BEFORE INSERT ON audit_log BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM audit_log);
END;

CREATE TRIGGER audit_log_refuse_update BEFORE UPDATE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER audit_log_refuse_delete BEFORE DELETE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

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

CREATE TRIGGER write_context_guard_insert BEFORE INSERT ON write_context BEGIN
    SELECT RAISE(ABORT, 'not_in_a_class') WHERE NEW.role = 'sync' AND NOT EXISTS (SELECT 1 FROM replicas WHERE state = 'current');
    SELECT RAISE(ABORT, 'nothing_restored')
    WHERE NEW.role = 'restore' AND (SELECT action FROM audit_log ORDER BY id DESC LIMIT 1) IS NOT 'restore';
END;

DROP TRIGGER audit_categories_update;

CREATE TRIGGER audit_categories_update AFTER UPDATE OF parent_id, slug, name, created_at ON categories
WHEN NEW.parent_id IS NOT OLD.parent_id OR NEW.slug IS NOT OLD.slug OR NEW.name IS NOT OLD.name OR NEW.created_at IS NOT OLD.created_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'categories', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'parent_id' AS name, OLD.parent_id AS value WHERE NEW.parent_id IS NOT OLD.parent_id
            UNION ALL SELECT 'slug', OLD.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'name', OLD.name WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'parent_id' AS name, NEW.parent_id AS value WHERE NEW.parent_id IS NOT OLD.parent_id
            UNION ALL SELECT 'slug', NEW.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'name', NEW.name WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
        ))
    );
END;

DROP TRIGGER audit_classes_update;

CREATE TRIGGER audit_classes_update AFTER UPDATE OF epoch, left_at, hub_key, name, addresses ON classes
WHEN NEW.epoch IS NOT OLD.epoch OR NEW.left_at IS NOT OLD.left_at OR NEW.hub_key IS NOT OLD.hub_key OR NEW.name IS NOT OLD.name
    OR NEW.addresses IS NOT OLD.addresses
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'classes', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'epoch' AS name, OLD.epoch AS value WHERE NEW.epoch IS NOT OLD.epoch
            UNION ALL SELECT 'left_at', OLD.left_at WHERE NEW.left_at IS NOT OLD.left_at
            UNION ALL SELECT 'hub_key', lower(hex(OLD.hub_key)) WHERE NEW.hub_key IS NOT OLD.hub_key
            UNION ALL SELECT 'name', length(OLD.name) WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'addresses', length(OLD.addresses) WHERE NEW.addresses IS NOT OLD.addresses
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'epoch' AS name, NEW.epoch AS value WHERE NEW.epoch IS NOT OLD.epoch
            UNION ALL SELECT 'left_at', NEW.left_at WHERE NEW.left_at IS NOT OLD.left_at
            UNION ALL SELECT 'hub_key', lower(hex(NEW.hub_key)) WHERE NEW.hub_key IS NOT OLD.hub_key
            UNION ALL SELECT 'name', length(NEW.name) WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'addresses', length(NEW.addresses) WHERE NEW.addresses IS NOT OLD.addresses
        ))
    );
END;

DROP TRIGGER audit_courses_update;

CREATE TRIGGER audit_courses_update AFTER UPDATE OF category_id, slug, version, pack_digest, publisher, is_deleted, locale, license, difficulty, hours, imported_at, deleted_at, title, summary, description, authors ON courses
WHEN NEW.category_id IS NOT OLD.category_id OR NEW.slug IS NOT OLD.slug OR NEW.version IS NOT OLD.version OR NEW.pack_digest IS NOT OLD.pack_digest
    OR NEW.publisher IS NOT OLD.publisher OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.locale IS NOT OLD.locale OR NEW.license IS NOT OLD.license
    OR NEW.difficulty IS NOT OLD.difficulty OR NEW.hours IS NOT OLD.hours OR NEW.imported_at IS NOT OLD.imported_at
    OR NEW.deleted_at IS NOT OLD.deleted_at OR NEW.title IS NOT OLD.title OR NEW.summary IS NOT OLD.summary
    OR NEW.description IS NOT OLD.description OR NEW.authors IS NOT OLD.authors
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
            UNION ALL SELECT 'locale', OLD.locale WHERE NEW.locale IS NOT OLD.locale
            UNION ALL SELECT 'license', OLD.license WHERE NEW.license IS NOT OLD.license
            UNION ALL SELECT 'difficulty', OLD.difficulty WHERE NEW.difficulty IS NOT OLD.difficulty
            UNION ALL SELECT 'hours', OLD.hours WHERE NEW.hours IS NOT OLD.hours
            UNION ALL SELECT 'imported_at', OLD.imported_at WHERE NEW.imported_at IS NOT OLD.imported_at
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'summary', length(OLD.summary) WHERE NEW.summary IS NOT OLD.summary
            UNION ALL SELECT 'description', length(OLD.description) WHERE NEW.description IS NOT OLD.description
            UNION ALL SELECT 'authors', length(OLD.authors) WHERE NEW.authors IS NOT OLD.authors
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'category_id' AS name, NEW.category_id AS value WHERE NEW.category_id IS NOT OLD.category_id
            UNION ALL SELECT 'slug', NEW.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'version', NEW.version WHERE NEW.version IS NOT OLD.version
            UNION ALL SELECT 'pack_digest', NEW.pack_digest WHERE NEW.pack_digest IS NOT OLD.pack_digest
            UNION ALL SELECT 'publisher', NEW.publisher WHERE NEW.publisher IS NOT OLD.publisher
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'locale', NEW.locale WHERE NEW.locale IS NOT OLD.locale
            UNION ALL SELECT 'license', NEW.license WHERE NEW.license IS NOT OLD.license
            UNION ALL SELECT 'difficulty', NEW.difficulty WHERE NEW.difficulty IS NOT OLD.difficulty
            UNION ALL SELECT 'hours', NEW.hours WHERE NEW.hours IS NOT OLD.hours
            UNION ALL SELECT 'imported_at', NEW.imported_at WHERE NEW.imported_at IS NOT OLD.imported_at
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'summary', length(NEW.summary) WHERE NEW.summary IS NOT OLD.summary
            UNION ALL SELECT 'description', length(NEW.description) WHERE NEW.description IS NOT OLD.description
            UNION ALL SELECT 'authors', length(NEW.authors) WHERE NEW.authors IS NOT OLD.authors
        ))
    );
END;

DROP TRIGGER audit_enrollments_update;

CREATE TRIGGER audit_enrollments_update AFTER UPDATE OF user_id, course_id, left_at, enrolled_at, completed_at ON enrollments
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.course_id IS NOT OLD.course_id OR NEW.left_at IS NOT OLD.left_at
    OR NEW.enrolled_at IS NOT OLD.enrolled_at OR NEW.completed_at IS NOT OLD.completed_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'enrollments', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, OLD.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'course_id', OLD.course_id WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'left_at', OLD.left_at WHERE NEW.left_at IS NOT OLD.left_at
            UNION ALL SELECT 'enrolled_at', OLD.enrolled_at WHERE NEW.enrolled_at IS NOT OLD.enrolled_at
            UNION ALL SELECT 'completed_at', OLD.completed_at WHERE NEW.completed_at IS NOT OLD.completed_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, NEW.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'course_id', NEW.course_id WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'left_at', NEW.left_at WHERE NEW.left_at IS NOT OLD.left_at
            UNION ALL SELECT 'enrolled_at', NEW.enrolled_at WHERE NEW.enrolled_at IS NOT OLD.enrolled_at
            UNION ALL SELECT 'completed_at', NEW.completed_at WHERE NEW.completed_at IS NOT OLD.completed_at
        ))
    );
END;

DROP TRIGGER audit_erasures_update;

CREATE TRIGGER audit_erasures_update AFTER UPDATE OF user_id, keeps_contributions, due_at, cancelled_at, erased_at, days_seen, last_seen_day ON erasures
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.keeps_contributions IS NOT OLD.keeps_contributions OR NEW.due_at IS NOT OLD.due_at
    OR NEW.cancelled_at IS NOT OLD.cancelled_at OR NEW.erased_at IS NOT OLD.erased_at OR NEW.days_seen IS NOT OLD.days_seen
    OR NEW.last_seen_day IS NOT OLD.last_seen_day
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
            UNION ALL SELECT 'days_seen', OLD.days_seen WHERE NEW.days_seen IS NOT OLD.days_seen
            UNION ALL SELECT 'last_seen_day', OLD.last_seen_day WHERE NEW.last_seen_day IS NOT OLD.last_seen_day
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, NEW.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'keeps_contributions', NEW.keeps_contributions WHERE NEW.keeps_contributions IS NOT OLD.keeps_contributions
            UNION ALL SELECT 'due_at', NEW.due_at WHERE NEW.due_at IS NOT OLD.due_at
            UNION ALL SELECT 'cancelled_at', NEW.cancelled_at WHERE NEW.cancelled_at IS NOT OLD.cancelled_at
            UNION ALL SELECT 'erased_at', NEW.erased_at WHERE NEW.erased_at IS NOT OLD.erased_at
            UNION ALL SELECT 'days_seen', NEW.days_seen WHERE NEW.days_seen IS NOT OLD.days_seen
            UNION ALL SELECT 'last_seen_day', NEW.last_seen_day WHERE NEW.last_seen_day IS NOT OLD.last_seen_day
        ))
    );
END;

DROP TRIGGER audit_exercise_steps_update;

CREATE TRIGGER audit_exercise_steps_update AFTER UPDATE OF exercise_id, position, kind, required, is_deleted, deleted_at, instructions, question_data, tests, solution_code, title ON exercise_steps
WHEN NEW.exercise_id IS NOT OLD.exercise_id OR NEW.position IS NOT OLD.position OR NEW.kind IS NOT OLD.kind OR NEW.required IS NOT OLD.required
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.deleted_at IS NOT OLD.deleted_at OR NEW.instructions IS NOT OLD.instructions
    OR NEW.question_data IS NOT OLD.question_data OR NEW.tests IS NOT OLD.tests OR NEW.solution_code IS NOT OLD.solution_code
    OR NEW.title IS NOT OLD.title
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
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'instructions', length(OLD.instructions) WHERE NEW.instructions IS NOT OLD.instructions
            UNION ALL SELECT 'question_data', length(OLD.question_data) WHERE NEW.question_data IS NOT OLD.question_data
            UNION ALL SELECT 'tests', length(OLD.tests) WHERE NEW.tests IS NOT OLD.tests
            UNION ALL SELECT 'solution_code', length(OLD.solution_code) WHERE NEW.solution_code IS NOT OLD.solution_code
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'exercise_id' AS name, NEW.exercise_id AS value WHERE NEW.exercise_id IS NOT OLD.exercise_id
            UNION ALL SELECT 'position', NEW.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'kind', NEW.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'required', NEW.required WHERE NEW.required IS NOT OLD.required
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'instructions', length(NEW.instructions) WHERE NEW.instructions IS NOT OLD.instructions
            UNION ALL SELECT 'question_data', length(NEW.question_data) WHERE NEW.question_data IS NOT OLD.question_data
            UNION ALL SELECT 'tests', length(NEW.tests) WHERE NEW.tests IS NOT OLD.tests
            UNION ALL SELECT 'solution_code', length(NEW.solution_code) WHERE NEW.solution_code IS NOT OLD.solution_code
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
        ))
    );
END;

DROP TRIGGER audit_exercises_update;

CREATE TRIGGER audit_exercises_update AFTER UPDATE OF lesson_id, slug, kind, version_digest, position, is_deleted, difficulty, minutes, programming_language, deleted_at, title, solution_code, progressive_hints, concepts, instructions, question_data, tests, mistakes ON exercises
WHEN NEW.lesson_id IS NOT OLD.lesson_id OR NEW.slug IS NOT OLD.slug OR NEW.kind IS NOT OLD.kind OR NEW.version_digest IS NOT OLD.version_digest
    OR NEW.position IS NOT OLD.position OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.difficulty IS NOT OLD.difficulty
    OR NEW.minutes IS NOT OLD.minutes OR NEW.programming_language IS NOT OLD.programming_language OR NEW.deleted_at IS NOT OLD.deleted_at
    OR NEW.title IS NOT OLD.title OR NEW.solution_code IS NOT OLD.solution_code OR NEW.progressive_hints IS NOT OLD.progressive_hints
    OR NEW.concepts IS NOT OLD.concepts OR NEW.instructions IS NOT OLD.instructions OR NEW.question_data IS NOT OLD.question_data
    OR NEW.tests IS NOT OLD.tests OR NEW.mistakes IS NOT OLD.mistakes
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
            UNION ALL SELECT 'difficulty', OLD.difficulty WHERE NEW.difficulty IS NOT OLD.difficulty
            UNION ALL SELECT 'minutes', OLD.minutes WHERE NEW.minutes IS NOT OLD.minutes
            UNION ALL SELECT 'programming_language', OLD.programming_language WHERE NEW.programming_language IS NOT OLD.programming_language
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'solution_code', length(OLD.solution_code) WHERE NEW.solution_code IS NOT OLD.solution_code
            UNION ALL SELECT 'progressive_hints', length(OLD.progressive_hints) WHERE NEW.progressive_hints IS NOT OLD.progressive_hints
            UNION ALL SELECT 'concepts', length(OLD.concepts) WHERE NEW.concepts IS NOT OLD.concepts
            UNION ALL SELECT 'instructions', length(OLD.instructions) WHERE NEW.instructions IS NOT OLD.instructions
            UNION ALL SELECT 'question_data', length(OLD.question_data) WHERE NEW.question_data IS NOT OLD.question_data
            UNION ALL SELECT 'tests', length(OLD.tests) WHERE NEW.tests IS NOT OLD.tests
            UNION ALL SELECT 'mistakes', length(OLD.mistakes) WHERE NEW.mistakes IS NOT OLD.mistakes
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'lesson_id' AS name, NEW.lesson_id AS value WHERE NEW.lesson_id IS NOT OLD.lesson_id
            UNION ALL SELECT 'slug', NEW.slug WHERE NEW.slug IS NOT OLD.slug
            UNION ALL SELECT 'kind', NEW.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'version_digest', NEW.version_digest WHERE NEW.version_digest IS NOT OLD.version_digest
            UNION ALL SELECT 'position', NEW.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'difficulty', NEW.difficulty WHERE NEW.difficulty IS NOT OLD.difficulty
            UNION ALL SELECT 'minutes', NEW.minutes WHERE NEW.minutes IS NOT OLD.minutes
            UNION ALL SELECT 'programming_language', NEW.programming_language WHERE NEW.programming_language IS NOT OLD.programming_language
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'solution_code', length(NEW.solution_code) WHERE NEW.solution_code IS NOT OLD.solution_code
            UNION ALL SELECT 'progressive_hints', length(NEW.progressive_hints) WHERE NEW.progressive_hints IS NOT OLD.progressive_hints
            UNION ALL SELECT 'concepts', length(NEW.concepts) WHERE NEW.concepts IS NOT OLD.concepts
            UNION ALL SELECT 'instructions', length(NEW.instructions) WHERE NEW.instructions IS NOT OLD.instructions
            UNION ALL SELECT 'question_data', length(NEW.question_data) WHERE NEW.question_data IS NOT OLD.question_data
            UNION ALL SELECT 'tests', length(NEW.tests) WHERE NEW.tests IS NOT OLD.tests
            UNION ALL SELECT 'mistakes', length(NEW.mistakes) WHERE NEW.mistakes IS NOT OLD.mistakes
        ))
    );
END;

DROP TRIGGER audit_flags_update;

CREATE TRIGGER audit_flags_update AFTER UPDATE OF flagger_id, topic_id, post_id, reason, is_deleted, created_at, deleted_at, details ON flags
WHEN NEW.flagger_id IS NOT OLD.flagger_id OR NEW.topic_id IS NOT OLD.topic_id OR NEW.post_id IS NOT OLD.post_id OR NEW.reason IS NOT OLD.reason
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.created_at IS NOT OLD.created_at OR NEW.deleted_at IS NOT OLD.deleted_at
    OR NEW.details IS NOT OLD.details
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
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'details', length(OLD.details) WHERE NEW.details IS NOT OLD.details
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'flagger_id' AS name, NEW.flagger_id AS value WHERE NEW.flagger_id IS NOT OLD.flagger_id
            UNION ALL SELECT 'topic_id', NEW.topic_id WHERE NEW.topic_id IS NOT OLD.topic_id
            UNION ALL SELECT 'post_id', NEW.post_id WHERE NEW.post_id IS NOT OLD.post_id
            UNION ALL SELECT 'reason', NEW.reason WHERE NEW.reason IS NOT OLD.reason
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'details', length(NEW.details) WHERE NEW.details IS NOT OLD.details
        ))
    );
END;

DROP TRIGGER audit_lesson_notes_update;

CREATE TRIGGER audit_lesson_notes_update AFTER UPDATE OF revision, is_deleted, created_at, updated_at, deleted_at, content ON lesson_notes
WHEN NEW.revision IS NOT OLD.revision OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.created_at IS NOT OLD.created_at
    OR NEW.updated_at IS NOT OLD.updated_at OR NEW.deleted_at IS NOT OLD.deleted_at OR NEW.content IS NOT OLD.content
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'lesson_notes', NEW.user_id || '/' || NEW.lesson_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'revision' AS name, OLD.revision AS value WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'updated_at', OLD.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'content', CASE WHEN OLD.content IS NOT NULL THEN 'personal' END WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'revision' AS name, NEW.revision AS value WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'updated_at', NEW.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'content', CASE WHEN NEW.content IS NOT NULL THEN 'personal' END WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

DROP TRIGGER audit_lesson_progress_update;

CREATE TRIGGER audit_lesson_progress_update AFTER UPDATE OF completed, completed_at ON lesson_progress
WHEN NEW.completed IS NOT OLD.completed OR NEW.completed_at IS NOT OLD.completed_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'lesson_progress', NEW.user_id || '/' || NEW.lesson_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'completed' AS name, OLD.completed AS value WHERE NEW.completed IS NOT OLD.completed
            UNION ALL SELECT 'completed_at', OLD.completed_at WHERE NEW.completed_at IS NOT OLD.completed_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'completed' AS name, NEW.completed AS value WHERE NEW.completed IS NOT OLD.completed
            UNION ALL SELECT 'completed_at', NEW.completed_at WHERE NEW.completed_at IS NOT OLD.completed_at
        ))
    );
END;

DROP TRIGGER audit_lessons_update;

CREATE TRIGGER audit_lessons_update AFTER UPDATE OF course_id, slug, position, required, is_deleted, kind, minutes, deleted_at, title, summary, content ON lessons
WHEN NEW.course_id IS NOT OLD.course_id OR NEW.slug IS NOT OLD.slug OR NEW.position IS NOT OLD.position OR NEW.required IS NOT OLD.required
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.kind IS NOT OLD.kind OR NEW.minutes IS NOT OLD.minutes OR NEW.deleted_at IS NOT OLD.deleted_at
    OR NEW.title IS NOT OLD.title OR NEW.summary IS NOT OLD.summary OR NEW.content IS NOT OLD.content
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
            UNION ALL SELECT 'kind', OLD.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'minutes', OLD.minutes WHERE NEW.minutes IS NOT OLD.minutes
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
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
            UNION ALL SELECT 'kind', NEW.kind WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'minutes', NEW.minutes WHERE NEW.minutes IS NOT OLD.minutes
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'summary', length(NEW.summary) WHERE NEW.summary IS NOT OLD.summary
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

DROP TRIGGER audit_pack_imports_update;

CREATE TRIGGER audit_pack_imports_update AFTER UPDATE OF course_id, version, pack_digest, publisher, undone_at, imported_at, imported_by, changes ON pack_imports
WHEN NEW.course_id IS NOT OLD.course_id OR NEW.version IS NOT OLD.version OR NEW.pack_digest IS NOT OLD.pack_digest
    OR NEW.publisher IS NOT OLD.publisher OR NEW.undone_at IS NOT OLD.undone_at OR NEW.imported_at IS NOT OLD.imported_at
    OR NEW.imported_by IS NOT OLD.imported_by OR NEW.changes IS NOT OLD.changes
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
            UNION ALL SELECT 'imported_at', OLD.imported_at WHERE NEW.imported_at IS NOT OLD.imported_at
            UNION ALL SELECT 'imported_by', OLD.imported_by WHERE NEW.imported_by IS NOT OLD.imported_by
            UNION ALL SELECT 'changes', length(OLD.changes) WHERE NEW.changes IS NOT OLD.changes
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, NEW.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'version', NEW.version WHERE NEW.version IS NOT OLD.version
            UNION ALL SELECT 'pack_digest', NEW.pack_digest WHERE NEW.pack_digest IS NOT OLD.pack_digest
            UNION ALL SELECT 'publisher', NEW.publisher WHERE NEW.publisher IS NOT OLD.publisher
            UNION ALL SELECT 'undone_at', NEW.undone_at WHERE NEW.undone_at IS NOT OLD.undone_at
            UNION ALL SELECT 'imported_at', NEW.imported_at WHERE NEW.imported_at IS NOT OLD.imported_at
            UNION ALL SELECT 'imported_by', NEW.imported_by WHERE NEW.imported_by IS NOT OLD.imported_by
            UNION ALL SELECT 'changes', length(NEW.changes) WHERE NEW.changes IS NOT OLD.changes
        ))
    );
END;

DROP TRIGGER audit_post_likes_update;

CREATE TRIGGER audit_post_likes_update AFTER UPDATE OF is_deleted, created_at, deleted_at ON post_likes
WHEN NEW.is_deleted IS NOT OLD.is_deleted OR NEW.created_at IS NOT OLD.created_at OR NEW.deleted_at IS NOT OLD.deleted_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'post_likes', NEW.post_id || '/' || NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, OLD.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, NEW.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        ))
    );
END;

DROP TRIGGER audit_posts_update;

CREATE TRIGGER audit_posts_update AFTER UPDATE OF topic_id, user_id, state, revision, is_deleted, is_erased, quoted_post_id, updated_at, deleted_at, content ON posts
WHEN NEW.topic_id IS NOT OLD.topic_id OR NEW.user_id IS NOT OLD.user_id OR NEW.state IS NOT OLD.state OR NEW.revision IS NOT OLD.revision
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.is_erased IS NOT OLD.is_erased OR NEW.quoted_post_id IS NOT OLD.quoted_post_id
    OR NEW.updated_at IS NOT OLD.updated_at OR NEW.deleted_at IS NOT OLD.deleted_at OR NEW.content IS NOT OLD.content
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
            UNION ALL SELECT 'quoted_post_id', OLD.quoted_post_id WHERE NEW.quoted_post_id IS NOT OLD.quoted_post_id
            UNION ALL SELECT 'updated_at', OLD.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'content', length(OLD.content) WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'topic_id' AS name, NEW.topic_id AS value WHERE NEW.topic_id IS NOT OLD.topic_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'state', NEW.state WHERE NEW.state IS NOT OLD.state
            UNION ALL SELECT 'revision', NEW.revision WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'is_erased', NEW.is_erased WHERE NEW.is_erased IS NOT OLD.is_erased
            UNION ALL SELECT 'quoted_post_id', NEW.quoted_post_id WHERE NEW.quoted_post_id IS NOT OLD.quoted_post_id
            UNION ALL SELECT 'updated_at', NEW.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

DROP TRIGGER audit_profiles_update;

CREATE TRIGGER audit_profiles_update AFTER UPDATE OF skill_level, created_at, updated_at, display_name, bio, goals, preferences ON profiles
WHEN NEW.skill_level IS NOT OLD.skill_level OR NEW.created_at IS NOT OLD.created_at OR NEW.updated_at IS NOT OLD.updated_at
    OR NEW.display_name IS NOT OLD.display_name OR NEW.bio IS NOT OLD.bio OR NEW.goals IS NOT OLD.goals OR NEW.preferences IS NOT OLD.preferences
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'profiles', NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'skill_level' AS name, OLD.skill_level AS value WHERE NEW.skill_level IS NOT OLD.skill_level
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'updated_at', OLD.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'display_name', CASE WHEN OLD.display_name IS NOT NULL THEN 'personal' END WHERE NEW.display_name IS NOT OLD.display_name
            UNION ALL SELECT 'bio', CASE WHEN OLD.bio IS NOT NULL THEN 'personal' END WHERE NEW.bio IS NOT OLD.bio
            UNION ALL SELECT 'goals', CASE WHEN OLD.goals IS NOT NULL THEN 'personal' END WHERE NEW.goals IS NOT OLD.goals
            UNION ALL SELECT 'preferences', CASE WHEN OLD.preferences IS NOT NULL THEN 'personal' END WHERE NEW.preferences IS NOT OLD.preferences
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'skill_level' AS name, NEW.skill_level AS value WHERE NEW.skill_level IS NOT OLD.skill_level
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'updated_at', NEW.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'display_name', CASE WHEN NEW.display_name IS NOT NULL THEN 'personal' END WHERE NEW.display_name IS NOT OLD.display_name
            UNION ALL SELECT 'bio', CASE WHEN NEW.bio IS NOT NULL THEN 'personal' END WHERE NEW.bio IS NOT OLD.bio
            UNION ALL SELECT 'goals', CASE WHEN NEW.goals IS NOT NULL THEN 'personal' END WHERE NEW.goals IS NOT OLD.goals
            UNION ALL SELECT 'preferences', CASE WHEN NEW.preferences IS NOT NULL THEN 'personal' END WHERE NEW.preferences IS NOT OLD.preferences
        ))
    );
END;

DROP TRIGGER audit_publishers_update;

CREATE TRIGGER audit_publishers_update AFTER UPDATE OF name, revoked_at, accepted_at, accepted_by, public_key ON publishers
WHEN NEW.name IS NOT OLD.name OR NEW.revoked_at IS NOT OLD.revoked_at OR NEW.accepted_at IS NOT OLD.accepted_at
    OR NEW.accepted_by IS NOT OLD.accepted_by OR NEW.public_key IS NOT OLD.public_key
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'publishers', NEW.fingerprint,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'name' AS name, OLD.name AS value WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'revoked_at', OLD.revoked_at WHERE NEW.revoked_at IS NOT OLD.revoked_at
            UNION ALL SELECT 'accepted_at', OLD.accepted_at WHERE NEW.accepted_at IS NOT OLD.accepted_at
            UNION ALL SELECT 'accepted_by', OLD.accepted_by WHERE NEW.accepted_by IS NOT OLD.accepted_by
            UNION ALL SELECT 'public_key', lower(hex(OLD.public_key)) WHERE NEW.public_key IS NOT OLD.public_key
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'name' AS name, NEW.name AS value WHERE NEW.name IS NOT OLD.name
            UNION ALL SELECT 'revoked_at', NEW.revoked_at WHERE NEW.revoked_at IS NOT OLD.revoked_at
            UNION ALL SELECT 'accepted_at', NEW.accepted_at WHERE NEW.accepted_at IS NOT OLD.accepted_at
            UNION ALL SELECT 'accepted_by', NEW.accepted_by WHERE NEW.accepted_by IS NOT OLD.accepted_by
            UNION ALL SELECT 'public_key', lower(hex(NEW.public_key)) WHERE NEW.public_key IS NOT OLD.public_key
        ))
    );
END;

DROP TRIGGER audit_review_queue_update;

CREATE TRIGGER audit_review_queue_update AFTER UPDATE OF kind, topic_id, post_id, user_id, status, priority, assigned_to, decided_at ON review_queue
WHEN NEW.kind IS NOT OLD.kind OR NEW.topic_id IS NOT OLD.topic_id OR NEW.post_id IS NOT OLD.post_id OR NEW.user_id IS NOT OLD.user_id
    OR NEW.status IS NOT OLD.status OR NEW.priority IS NOT OLD.priority OR NEW.assigned_to IS NOT OLD.assigned_to
    OR NEW.decided_at IS NOT OLD.decided_at
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
            UNION ALL SELECT 'decided_at', OLD.decided_at WHERE NEW.decided_at IS NOT OLD.decided_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'kind' AS name, NEW.kind AS value WHERE NEW.kind IS NOT OLD.kind
            UNION ALL SELECT 'topic_id', NEW.topic_id WHERE NEW.topic_id IS NOT OLD.topic_id
            UNION ALL SELECT 'post_id', NEW.post_id WHERE NEW.post_id IS NOT OLD.post_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'status', NEW.status WHERE NEW.status IS NOT OLD.status
            UNION ALL SELECT 'priority', NEW.priority WHERE NEW.priority IS NOT OLD.priority
            UNION ALL SELECT 'assigned_to', NEW.assigned_to WHERE NEW.assigned_to IS NOT OLD.assigned_to
            UNION ALL SELECT 'decided_at', NEW.decided_at WHERE NEW.decided_at IS NOT OLD.decided_at
        ))
    );
END;

DROP TRIGGER audit_review_queue_votes_update;

CREATE TRIGGER audit_review_queue_votes_update AFTER UPDATE OF is_deleted, created_at, deleted_at ON review_queue_votes
WHEN NEW.is_deleted IS NOT OLD.is_deleted OR NEW.created_at IS NOT OLD.created_at OR NEW.deleted_at IS NOT OLD.deleted_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'review_queue_votes', NEW.item_id || '/' || NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, OLD.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, NEW.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        ))
    );
END;

DROP TRIGGER audit_review_votes_update;

CREATE TRIGGER audit_review_votes_update AFTER UPDATE OF is_deleted, created_at, deleted_at ON review_votes
WHEN NEW.is_deleted IS NOT OLD.is_deleted OR NEW.created_at IS NOT OLD.created_at OR NEW.deleted_at IS NOT OLD.deleted_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'review_votes', NEW.review_id || '/' || NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, OLD.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'is_deleted' AS name, NEW.is_deleted AS value WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        ))
    );
END;

DROP TRIGGER audit_reviews_update;

CREATE TRIGGER audit_reviews_update AFTER UPDATE OF course_id, user_id, rating, is_deleted, created_at, updated_at, deleted_at, title, content ON reviews
WHEN NEW.course_id IS NOT OLD.course_id OR NEW.user_id IS NOT OLD.user_id OR NEW.rating IS NOT OLD.rating OR NEW.is_deleted IS NOT OLD.is_deleted
    OR NEW.created_at IS NOT OLD.created_at OR NEW.updated_at IS NOT OLD.updated_at OR NEW.deleted_at IS NOT OLD.deleted_at
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
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'updated_at', OLD.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'content', length(OLD.content) WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'course_id' AS name, NEW.course_id AS value WHERE NEW.course_id IS NOT OLD.course_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'rating', NEW.rating WHERE NEW.rating IS NOT OLD.rating
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'updated_at', NEW.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

DROP TRIGGER audit_submission_comments_update;

CREATE TRIGGER audit_submission_comments_update AFTER UPDATE OF submission_id, user_id, path, line, is_deleted, is_erased, deleted_at, content ON submission_comments
WHEN NEW.submission_id IS NOT OLD.submission_id OR NEW.user_id IS NOT OLD.user_id OR NEW.path IS NOT OLD.path OR NEW.line IS NOT OLD.line
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.is_erased IS NOT OLD.is_erased OR NEW.deleted_at IS NOT OLD.deleted_at
    OR NEW.content IS NOT OLD.content
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
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'content', length(OLD.content) WHERE NEW.content IS NOT OLD.content
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'submission_id' AS name, NEW.submission_id AS value WHERE NEW.submission_id IS NOT OLD.submission_id
            UNION ALL SELECT 'user_id', NEW.user_id WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'path', NEW.path WHERE NEW.path IS NOT OLD.path
            UNION ALL SELECT 'line', NEW.line WHERE NEW.line IS NOT OLD.line
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'is_erased', NEW.is_erased WHERE NEW.is_erased IS NOT OLD.is_erased
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
        ))
    );
END;

DROP TRIGGER audit_submissions_update;

CREATE TRIGGER audit_submissions_update AFTER UPDATE OF user_id, exercise_id, attempt_number, version_digest, status, score, code, result ON submissions
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.exercise_id IS NOT OLD.exercise_id OR NEW.attempt_number IS NOT OLD.attempt_number
    OR NEW.version_digest IS NOT OLD.version_digest OR NEW.status IS NOT OLD.status OR NEW.score IS NOT OLD.score OR NEW.code IS NOT OLD.code
    OR NEW.result IS NOT OLD.result
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
            UNION ALL SELECT 'result', length(OLD.result) WHERE NEW.result IS NOT OLD.result
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'user_id' AS name, NEW.user_id AS value WHERE NEW.user_id IS NOT OLD.user_id
            UNION ALL SELECT 'exercise_id', NEW.exercise_id WHERE NEW.exercise_id IS NOT OLD.exercise_id
            UNION ALL SELECT 'attempt_number', NEW.attempt_number WHERE NEW.attempt_number IS NOT OLD.attempt_number
            UNION ALL SELECT 'version_digest', NEW.version_digest WHERE NEW.version_digest IS NOT OLD.version_digest
            UNION ALL SELECT 'status', NEW.status WHERE NEW.status IS NOT OLD.status
            UNION ALL SELECT 'score', NEW.score WHERE NEW.score IS NOT OLD.score
            UNION ALL SELECT 'code', length(NEW.code) WHERE NEW.code IS NOT OLD.code
            UNION ALL SELECT 'result', length(NEW.result) WHERE NEW.result IS NOT OLD.result
        ))
    );
END;

DROP TRIGGER audit_topics_update;

CREATE TRIGGER audit_topics_update AFTER UPDATE OF course_id, lesson_id, exercise_id, user_id, kind, state, is_pinned, is_locked, accepted_post_id, revision, is_deleted, is_erased, updated_at, deleted_at, title, content, slug ON topics
WHEN NEW.course_id IS NOT OLD.course_id OR NEW.lesson_id IS NOT OLD.lesson_id OR NEW.exercise_id IS NOT OLD.exercise_id
    OR NEW.user_id IS NOT OLD.user_id OR NEW.kind IS NOT OLD.kind OR NEW.state IS NOT OLD.state OR NEW.is_pinned IS NOT OLD.is_pinned
    OR NEW.is_locked IS NOT OLD.is_locked OR NEW.accepted_post_id IS NOT OLD.accepted_post_id OR NEW.revision IS NOT OLD.revision
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.is_erased IS NOT OLD.is_erased OR NEW.updated_at IS NOT OLD.updated_at
    OR NEW.deleted_at IS NOT OLD.deleted_at OR NEW.title IS NOT OLD.title OR NEW.content IS NOT OLD.content OR NEW.slug IS NOT OLD.slug
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
            UNION ALL SELECT 'updated_at', OLD.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'title', length(OLD.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'content', length(OLD.content) WHERE NEW.content IS NOT OLD.content
            UNION ALL SELECT 'slug', length(OLD.slug) WHERE NEW.slug IS NOT OLD.slug
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
            UNION ALL SELECT 'updated_at', NEW.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'title', length(NEW.title) WHERE NEW.title IS NOT OLD.title
            UNION ALL SELECT 'content', length(NEW.content) WHERE NEW.content IS NOT OLD.content
            UNION ALL SELECT 'slug', length(NEW.slug) WHERE NEW.slug IS NOT OLD.slug
        ))
    );
END;

DROP TRIGGER audit_trust_levels_update;

CREATE TRIGGER audit_trust_levels_update AFTER UPDATE OF level, is_fixed, updated_at ON trust_levels
WHEN NEW.level IS NOT OLD.level OR NEW.is_fixed IS NOT OLD.is_fixed OR NEW.updated_at IS NOT OLD.updated_at
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'trust_levels', NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'level' AS name, OLD.level AS value WHERE NEW.level IS NOT OLD.level
            UNION ALL SELECT 'is_fixed', OLD.is_fixed WHERE NEW.is_fixed IS NOT OLD.is_fixed
            UNION ALL SELECT 'updated_at', OLD.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'level' AS name, NEW.level AS value WHERE NEW.level IS NOT OLD.level
            UNION ALL SELECT 'is_fixed', NEW.is_fixed WHERE NEW.is_fixed IS NOT OLD.is_fixed
            UNION ALL SELECT 'updated_at', NEW.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
        ))
    );
END;

DROP TRIGGER audit_users_update;

CREATE TRIGGER audit_users_update AFTER UPDATE OF role, is_active, is_deleted, data_retention_date, deleted_at, created_at, username, email, password_hash, username_index, email_index ON users
WHEN NEW.role IS NOT OLD.role OR NEW.is_active IS NOT OLD.is_active OR NEW.is_deleted IS NOT OLD.is_deleted
    OR NEW.data_retention_date IS NOT OLD.data_retention_date OR NEW.deleted_at IS NOT OLD.deleted_at OR NEW.created_at IS NOT OLD.created_at
    OR NEW.username IS NOT OLD.username OR NEW.email IS NOT OLD.email OR NEW.password_hash IS NOT OLD.password_hash
    OR NEW.username_index IS NOT OLD.username_index OR NEW.email_index IS NOT OLD.email_index
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'users', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'role' AS name, OLD.role AS value WHERE NEW.role IS NOT OLD.role
            UNION ALL SELECT 'is_active', OLD.is_active WHERE NEW.is_active IS NOT OLD.is_active
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'data_retention_date', OLD.data_retention_date WHERE NEW.data_retention_date IS NOT OLD.data_retention_date
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'username', CASE WHEN OLD.username IS NOT NULL THEN 'personal' END WHERE NEW.username IS NOT OLD.username
            UNION ALL SELECT 'email', CASE WHEN OLD.email IS NOT NULL THEN 'personal' END WHERE NEW.email IS NOT OLD.email
            UNION ALL SELECT 'password_hash', CASE WHEN OLD.password_hash IS NOT NULL THEN 'personal' END WHERE NEW.password_hash IS NOT OLD.password_hash
            UNION ALL SELECT 'username_index', CASE WHEN OLD.username_index IS NOT NULL THEN 'personal' END WHERE NEW.username_index IS NOT OLD.username_index
            UNION ALL SELECT 'email_index', CASE WHEN OLD.email_index IS NOT NULL THEN 'personal' END WHERE NEW.email_index IS NOT OLD.email_index
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'role' AS name, NEW.role AS value WHERE NEW.role IS NOT OLD.role
            UNION ALL SELECT 'is_active', NEW.is_active WHERE NEW.is_active IS NOT OLD.is_active
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'data_retention_date', NEW.data_retention_date WHERE NEW.data_retention_date IS NOT OLD.data_retention_date
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'username', CASE WHEN NEW.username IS NOT NULL THEN 'personal' END WHERE NEW.username IS NOT OLD.username
            UNION ALL SELECT 'email', CASE WHEN NEW.email IS NOT NULL THEN 'personal' END WHERE NEW.email IS NOT OLD.email
            UNION ALL SELECT 'password_hash', CASE WHEN NEW.password_hash IS NOT NULL THEN 'personal' END WHERE NEW.password_hash IS NOT OLD.password_hash
            UNION ALL SELECT 'username_index', CASE WHEN NEW.username_index IS NOT NULL THEN 'personal' END WHERE NEW.username_index IS NOT OLD.username_index
            UNION ALL SELECT 'email_index', CASE WHEN NEW.email_index IS NOT NULL THEN 'personal' END WHERE NEW.email_index IS NOT OLD.email_index
        ))
    );
END;

-- What is a person's own changes with every key that is pressed, and leaves no line as long as it is they who change it. Anybody else's hand leaves one; of
-- texts it says only how many bytes they have, because their digest would be out of date with the next key. They are deleted by
-- an erasure only, which says itself what it takes away.

CREATE TRIGGER audit_drafts_insert AFTER INSERT ON drafts
WHEN (SELECT actor_id FROM write_context) IS NOT NEW.user_id
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'drafts', NEW.user_id || '/' || NEW.exercise_id,
        json_object(
            'revision', NEW.revision, 'updated_at', NEW.updated_at, 'op_id', NEW.op_id, 'op_revision', NEW.op_revision,
            'files', length(CAST(NEW.files AS BLOB)), 'kept', length(CAST(NEW.kept AS BLOB))
        )
    );
END;

CREATE TRIGGER audit_drafts_update AFTER UPDATE OF revision, updated_at, op_id, op_revision, files, kept ON drafts
WHEN (NEW.revision IS NOT OLD.revision OR NEW.updated_at IS NOT OLD.updated_at OR NEW.op_id IS NOT OLD.op_id OR NEW.op_revision IS NOT OLD.op_revision
    OR NEW.files IS NOT OLD.files OR NEW.kept IS NOT OLD.kept)
    AND (SELECT actor_id FROM write_context) IS NOT NEW.user_id AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = NEW.user_id)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'drafts', NEW.user_id || '/' || NEW.exercise_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'revision' AS name, OLD.revision AS value WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'updated_at', OLD.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'op_id', OLD.op_id WHERE NEW.op_id IS NOT OLD.op_id
            UNION ALL SELECT 'op_revision', OLD.op_revision WHERE NEW.op_revision IS NOT OLD.op_revision
            UNION ALL SELECT 'files', length(CAST(OLD.files AS BLOB)) WHERE NEW.files IS NOT OLD.files
            UNION ALL SELECT 'kept', length(CAST(OLD.kept AS BLOB)) WHERE NEW.kept IS NOT OLD.kept
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'revision' AS name, NEW.revision AS value WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'updated_at', NEW.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'op_id', NEW.op_id WHERE NEW.op_id IS NOT OLD.op_id
            UNION ALL SELECT 'op_revision', NEW.op_revision WHERE NEW.op_revision IS NOT OLD.op_revision
            UNION ALL SELECT 'files', length(CAST(NEW.files AS BLOB)) WHERE NEW.files IS NOT OLD.files
            UNION ALL SELECT 'kept', length(CAST(NEW.kept AS BLOB)) WHERE NEW.kept IS NOT OLD.kept
        ))
    );
END;

CREATE TRIGGER audit_bookmarks_insert AFTER INSERT ON bookmarks
WHEN (SELECT actor_id FROM write_context) IS NOT NEW.user_id
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'bookmarks', NEW.user_id || '/' || NEW.lesson_id,
        json_object(
            'created_at', NEW.created_at, 'is_deleted', NEW.is_deleted, 'deleted_at', NEW.deleted_at
        )
    );
END;

CREATE TRIGGER audit_bookmarks_update AFTER UPDATE OF created_at, is_deleted, deleted_at ON bookmarks
WHEN (NEW.created_at IS NOT OLD.created_at OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.deleted_at IS NOT OLD.deleted_at)
    AND (SELECT actor_id FROM write_context) IS NOT NEW.user_id AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = NEW.user_id)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'bookmarks', NEW.user_id || '/' || NEW.lesson_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'created_at' AS name, OLD.created_at AS value WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'created_at' AS name, NEW.created_at AS value WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        ))
    );
END;

CREATE TRIGGER audit_reading_days_insert AFTER INSERT ON reading_days
WHEN (SELECT actor_id FROM write_context) IS NOT NEW.user_id
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'reading_days', NEW.user_id,
        json_object(
            'seconds', NEW.seconds, 'posts_read', NEW.posts_read
        )
    );
END;

CREATE TRIGGER audit_reading_days_update AFTER UPDATE OF seconds, posts_read ON reading_days
WHEN (NEW.seconds IS NOT OLD.seconds OR NEW.posts_read IS NOT OLD.posts_read)
    AND (SELECT actor_id FROM write_context) IS NOT NEW.user_id AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = NEW.user_id)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'reading_days', NEW.user_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'seconds' AS name, OLD.seconds AS value WHERE NEW.seconds IS NOT OLD.seconds
            UNION ALL SELECT 'posts_read', OLD.posts_read WHERE NEW.posts_read IS NOT OLD.posts_read
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'seconds' AS name, NEW.seconds AS value WHERE NEW.seconds IS NOT OLD.seconds
            UNION ALL SELECT 'posts_read', NEW.posts_read WHERE NEW.posts_read IS NOT OLD.posts_read
        ))
    );
END;

CREATE TRIGGER audit_playground_files_insert AFTER INSERT ON playground_files
WHEN (SELECT actor_id FROM write_context) IS NOT NEW.user_id
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'playground_files', NEW.id,
        json_object(
            'revision', NEW.revision, 'created_at', NEW.created_at, 'updated_at', NEW.updated_at, 'is_deleted', NEW.is_deleted,
            'deleted_at', NEW.deleted_at, 'path', length(CAST(NEW.path AS BLOB)), 'text', length(CAST(NEW.text AS BLOB))
        )
    );
END;

CREATE TRIGGER audit_playground_files_update AFTER UPDATE OF revision, created_at, updated_at, is_deleted, deleted_at, path, text ON playground_files
WHEN (NEW.revision IS NOT OLD.revision OR NEW.created_at IS NOT OLD.created_at OR NEW.updated_at IS NOT OLD.updated_at
    OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.deleted_at IS NOT OLD.deleted_at OR NEW.path IS NOT OLD.path OR NEW.text IS NOT OLD.text)
    AND (SELECT actor_id FROM write_context) IS NOT NEW.user_id AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = NEW.user_id)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'playground_files', NEW.id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'revision' AS name, OLD.revision AS value WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'updated_at', OLD.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'path', length(CAST(OLD.path AS BLOB)) WHERE NEW.path IS NOT OLD.path
            UNION ALL SELECT 'text', length(CAST(OLD.text AS BLOB)) WHERE NEW.text IS NOT OLD.text
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'revision' AS name, NEW.revision AS value WHERE NEW.revision IS NOT OLD.revision
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'updated_at', NEW.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
            UNION ALL SELECT 'path', length(CAST(NEW.path AS BLOB)) WHERE NEW.path IS NOT OLD.path
            UNION ALL SELECT 'text', length(CAST(NEW.text AS BLOB)) WHERE NEW.text IS NOT OLD.text
        ))
    );
END;

CREATE TRIGGER audit_subscriptions_insert AFTER INSERT ON subscriptions
WHEN (SELECT actor_id FROM write_context) IS NOT NEW.user_id
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'subscriptions', NEW.user_id || '/' || NEW.topic_id,
        json_object(
            'created_at', NEW.created_at, 'is_deleted', NEW.is_deleted, 'deleted_at', NEW.deleted_at
        )
    );
END;

CREATE TRIGGER audit_subscriptions_update AFTER UPDATE OF created_at, is_deleted, deleted_at ON subscriptions
WHEN (NEW.created_at IS NOT OLD.created_at OR NEW.is_deleted IS NOT OLD.is_deleted OR NEW.deleted_at IS NOT OLD.deleted_at)
    AND (SELECT actor_id FROM write_context) IS NOT NEW.user_id AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = NEW.user_id)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'subscriptions', NEW.user_id || '/' || NEW.topic_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'created_at' AS name, OLD.created_at AS value WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'is_deleted', OLD.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'deleted_at', OLD.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'created_at' AS name, NEW.created_at AS value WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'is_deleted', NEW.is_deleted WHERE NEW.is_deleted IS NOT OLD.is_deleted
            UNION ALL SELECT 'deleted_at', NEW.deleted_at WHERE NEW.deleted_at IS NOT OLD.deleted_at
        ))
    );
END;

CREATE TRIGGER audit_step_progress_insert AFTER INSERT ON step_progress
WHEN (SELECT actor_id FROM write_context) IS NOT NEW.user_id
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'step_progress', NEW.user_id || '/' || NEW.step_id,
        json_object(
            'attempts', NEW.attempts, 'best_score', NEW.best_score, 'passed_at', NEW.passed_at, 'updated_at', NEW.updated_at,
            'answer', length(CAST(NEW.answer AS BLOB))
        )
    );
END;

CREATE TRIGGER audit_step_progress_update AFTER UPDATE OF attempts, best_score, passed_at, updated_at, answer ON step_progress
WHEN (NEW.attempts IS NOT OLD.attempts OR NEW.best_score IS NOT OLD.best_score OR NEW.passed_at IS NOT OLD.passed_at
    OR NEW.updated_at IS NOT OLD.updated_at OR NEW.answer IS NOT OLD.answer)
    AND (SELECT actor_id FROM write_context) IS NOT NEW.user_id AND NOT EXISTS (SELECT 1 FROM erasable WHERE user_id = NEW.user_id)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'step_progress', NEW.user_id || '/' || NEW.step_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'attempts' AS name, OLD.attempts AS value WHERE NEW.attempts IS NOT OLD.attempts
            UNION ALL SELECT 'best_score', OLD.best_score WHERE NEW.best_score IS NOT OLD.best_score
            UNION ALL SELECT 'passed_at', OLD.passed_at WHERE NEW.passed_at IS NOT OLD.passed_at
            UNION ALL SELECT 'updated_at', OLD.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'answer', length(CAST(OLD.answer AS BLOB)) WHERE NEW.answer IS NOT OLD.answer
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'attempts' AS name, NEW.attempts AS value WHERE NEW.attempts IS NOT OLD.attempts
            UNION ALL SELECT 'best_score', NEW.best_score WHERE NEW.best_score IS NOT OLD.best_score
            UNION ALL SELECT 'passed_at', NEW.passed_at WHERE NEW.passed_at IS NOT OLD.passed_at
            UNION ALL SELECT 'updated_at', NEW.updated_at WHERE NEW.updated_at IS NOT OLD.updated_at
            UNION ALL SELECT 'answer', length(CAST(NEW.answer AS BLOB)) WHERE NEW.answer IS NOT OLD.answer
        ))
    );
END;

-- Logs of what sync does leave no line while this program writes them. Another program's hand leaves one.

CREATE TRIGGER audit_outbox_insert AFTER INSERT ON outbox
WHEN NOT EXISTS (SELECT 1 FROM write_context)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'outbox', NEW.op_id,
        json_object(
            'user_id', NEW.user_id, 'kind', NEW.kind, 'v', NEW.v, 'base_rev', NEW.base_rev, 'digest', NEW.digest, 'entity_id', NEW.entity_id,
            'state', NEW.state, 'created_at', NEW.created_at, 'payload', length(CAST(NEW.payload AS BLOB))
        )
    );
END;

CREATE TRIGGER audit_outbox_update AFTER UPDATE OF base_rev, digest, state, created_at, payload ON outbox
WHEN (NEW.base_rev IS NOT OLD.base_rev OR NEW.digest IS NOT OLD.digest OR NEW.state IS NOT OLD.state OR NEW.created_at IS NOT OLD.created_at
    OR NEW.payload IS NOT OLD.payload)
    AND NOT EXISTS (SELECT 1 FROM write_context)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'outbox', NEW.op_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'base_rev' AS name, OLD.base_rev AS value WHERE NEW.base_rev IS NOT OLD.base_rev
            UNION ALL SELECT 'digest', OLD.digest WHERE NEW.digest IS NOT OLD.digest
            UNION ALL SELECT 'state', OLD.state WHERE NEW.state IS NOT OLD.state
            UNION ALL SELECT 'created_at', OLD.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'payload', length(CAST(OLD.payload AS BLOB)) WHERE NEW.payload IS NOT OLD.payload
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'base_rev' AS name, NEW.base_rev AS value WHERE NEW.base_rev IS NOT OLD.base_rev
            UNION ALL SELECT 'digest', NEW.digest WHERE NEW.digest IS NOT OLD.digest
            UNION ALL SELECT 'state', NEW.state WHERE NEW.state IS NOT OLD.state
            UNION ALL SELECT 'created_at', NEW.created_at WHERE NEW.created_at IS NOT OLD.created_at
            UNION ALL SELECT 'payload', length(CAST(NEW.payload AS BLOB)) WHERE NEW.payload IS NOT OLD.payload
        ))
    );
END;

CREATE TRIGGER audit_sent_operations_insert AFTER INSERT ON sent_operations
WHEN NOT EXISTS (SELECT 1 FROM write_context)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'sent_operations', NEW.replica_id || '/' || NEW.seq,
        json_object(
            'op_id', NEW.op_id
        )
    );
END;

CREATE TRIGGER audit_receipts_insert AFTER INSERT ON receipts
WHEN NOT EXISTS (SELECT 1 FROM write_context)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'receipts', NEW.op_id || '/' || NEW.class_id || '/' || NEW.epoch || '/' || NEW.number,
        json_object(
            'answer', NEW.answer, 'code', NEW.code, 'body', length(CAST(NEW.body AS BLOB))
        )
    );
END;

CREATE TRIGGER audit_sync_state_insert AFTER INSERT ON sync_state
WHEN NOT EXISTS (SELECT 1 FROM write_context)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'sync_state', NEW.replica_id || '/' || NEW.stream,
        json_object(
            'epoch', NEW.epoch, 'position', NEW.position, 'operations', NEW.operations, 'hash', NEW.hash,
            'last_exchange_at', NEW.last_exchange_at
        )
    );
END;

CREATE TRIGGER audit_sync_state_update AFTER UPDATE OF epoch, position, operations, hash, last_exchange_at ON sync_state
WHEN (NEW.epoch IS NOT OLD.epoch OR NEW.position IS NOT OLD.position OR NEW.operations IS NOT OLD.operations OR NEW.hash IS NOT OLD.hash
    OR NEW.last_exchange_at IS NOT OLD.last_exchange_at)
    AND NOT EXISTS (SELECT 1 FROM write_context)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'sync_state', NEW.replica_id || '/' || NEW.stream,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'epoch' AS name, OLD.epoch AS value WHERE NEW.epoch IS NOT OLD.epoch
            UNION ALL SELECT 'position', OLD.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'operations', OLD.operations WHERE NEW.operations IS NOT OLD.operations
            UNION ALL SELECT 'hash', OLD.hash WHERE NEW.hash IS NOT OLD.hash
            UNION ALL SELECT 'last_exchange_at', OLD.last_exchange_at WHERE NEW.last_exchange_at IS NOT OLD.last_exchange_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'epoch' AS name, NEW.epoch AS value WHERE NEW.epoch IS NOT OLD.epoch
            UNION ALL SELECT 'position', NEW.position WHERE NEW.position IS NOT OLD.position
            UNION ALL SELECT 'operations', NEW.operations WHERE NEW.operations IS NOT OLD.operations
            UNION ALL SELECT 'hash', NEW.hash WHERE NEW.hash IS NOT OLD.hash
            UNION ALL SELECT 'last_exchange_at', NEW.last_exchange_at WHERE NEW.last_exchange_at IS NOT OLD.last_exchange_at
        ))
    );
END;

CREATE TRIGGER audit_parked_operations_insert AFTER INSERT ON parked_operations
WHEN NOT EXISTS (SELECT 1 FROM write_context)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, after_values)
    VALUES (
        'insert', 'parked_operations', NEW.class_id || '/' || NEW.op_id,
        json_object(
            'stream', NEW.stream, 'position', NEW.position, 'reason', NEW.reason, 'settled_at', NEW.settled_at,
            'body', length(CAST(NEW.body AS BLOB))
        )
    );
END;

CREATE TRIGGER audit_parked_operations_update AFTER UPDATE OF settled_at ON parked_operations
WHEN (NEW.settled_at IS NOT OLD.settled_at)
    AND NOT EXISTS (SELECT 1 FROM write_context)
BEGIN
    INSERT INTO audit_entry (action, table_name, row_id, before_values, after_values)
    VALUES (
        'update', 'parked_operations', NEW.class_id || '/' || NEW.op_id,
        (SELECT json_group_object(name, value) FROM (
            SELECT 'settled_at' AS name, OLD.settled_at AS value WHERE NEW.settled_at IS NOT OLD.settled_at
        )),
        (SELECT json_group_object(name, value) FROM (
            SELECT 'settled_at' AS name, NEW.settled_at AS value WHERE NEW.settled_at IS NOT OLD.settled_at
        ))
    );
END;

PRAGMA user_version = 22;
