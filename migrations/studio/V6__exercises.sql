-- Exercises, the versions of them that attempts are pinned to, and the steps of those that have several.
--
-- What a learner may read: title, kind, difficulty, concepts, minutes, language, instructions, and of question_data what the kind shows.
-- What only the judge and the author may read: tests, solution_code, mistakes, progressive_hints before they open.

CREATE TABLE exercises (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    course_id TEXT NOT NULL REFERENCES courses (id) ON DELETE RESTRICT,
    lesson_id TEXT NOT NULL REFERENCES lessons (id) ON DELETE RESTRICT,
    slug TEXT NOT NULL COLLATE NOCASE CHECK (length(slug) BETWEEN 1 AND 60),
    title TEXT NOT NULL CHECK (length(title) >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('code', 'fill_blank', 'choice', 'quiz', 'predict', 'order', 'steps', 'project')),
    difficulty TEXT NOT NULL CHECK (difficulty IN ('beginner', 'intermediate', 'advanced', 'expert')),
    concepts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(concepts) AND json_type(concepts) = 'array'),
    minutes INTEGER CHECK (minutes >= 0),
    programming_language TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 1),
    instructions TEXT NOT NULL,
    question_data TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(question_data) AND json_type(question_data) = 'object'),
    tests TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(tests) AND json_type(tests) = 'object'),
    solution_code TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(solution_code) AND json_type(solution_code) = 'array'),
    mistakes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(mistakes) AND json_type(mistakes) = 'array'),
    progressive_hints TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(progressive_hints) AND json_type(progressive_hints) = 'array'),
    version_digest TEXT NOT NULL CHECK (length(version_digest) = 64 AND version_digest NOT GLOB '*[^0-9a-f]*'),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX exercises_slug ON exercises (course_id, slug) WHERE is_deleted = 0;
CREATE INDEX exercises_in_order ON exercises (lesson_id, is_deleted, position);
CREATE INDEX exercises_language ON exercises (course_id, programming_language);

CREATE TRIGGER exercises_guard_insert BEFORE INSERT ON exercises BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM exercises WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'exercise_slug_taken')
    WHERE NEW.is_deleted = 0 AND EXISTS (SELECT 1 FROM exercises WHERE course_id = NEW.course_id AND slug = NEW.slug AND is_deleted = 0);
    SELECT RAISE(ABORT, 'lesson_not_in_course')
    WHERE NOT EXISTS (SELECT 1 FROM lessons WHERE id = NEW.lesson_id AND course_id = NEW.course_id);
    SELECT RAISE(ABORT, 'language_not_declared')
    WHERE NOT EXISTS (SELECT 1 FROM course_languages WHERE course_id = NEW.course_id AND language = NEW.programming_language);
    INSERT INTO question_data_rule VALUES (NEW.kind, NEW.question_data, NEW.tests);
END;

CREATE TRIGGER exercises_guard_update BEFORE UPDATE OF id, course_id, lesson_id, slug, programming_language, is_deleted ON exercises BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id OR NEW.course_id IS NOT OLD.course_id;
    SELECT RAISE(ABORT, 'exercise_slug_taken')
    WHERE NEW.is_deleted = 0
        AND EXISTS (SELECT 1 FROM exercises WHERE course_id = NEW.course_id AND slug = NEW.slug AND is_deleted = 0 AND id <> OLD.id);
    SELECT RAISE(ABORT, 'lesson_not_in_course')
    WHERE NOT EXISTS (SELECT 1 FROM lessons WHERE id = NEW.lesson_id AND course_id = NEW.course_id);
    -- An exercise that was put away may keep a language that the course gave up; it needs the language again to come back.
    SELECT RAISE(ABORT, 'language_not_declared')
    WHERE (NEW.is_deleted = 0 OR NEW.programming_language IS NOT OLD.programming_language)
        AND NOT EXISTS (SELECT 1 FROM course_languages WHERE course_id = NEW.course_id AND language = NEW.programming_language);
END;

CREATE TRIGGER exercises_check_update BEFORE UPDATE OF kind, question_data, tests ON exercises BEGIN
    INSERT INTO question_data_rule VALUES (NEW.kind, NEW.question_data, NEW.tests);
END;

CREATE TRIGGER exercises_refuse_delete BEFORE DELETE ON exercises BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TRIGGER lessons_refuse_delete BEFORE DELETE ON lessons WHEN EXISTS (SELECT 1 FROM exercises WHERE lesson_id = OLD.id) BEGIN
    SELECT RAISE(ABORT, 'lesson_in_use');
END;

CREATE TRIGGER course_languages_refuse_delete BEFORE DELETE ON course_languages
WHEN EXISTS (SELECT 1 FROM exercises WHERE course_id = OLD.course_id AND programming_language = OLD.language AND is_deleted = 0)
BEGIN
    SELECT RAISE(ABORT, 'language_in_use');
END;

CREATE TRIGGER course_languages_refuse_update BEFORE UPDATE ON course_languages
WHEN (NEW.language IS NOT OLD.language OR NEW.course_id IS NOT OLD.course_id)
    AND EXISTS (SELECT 1 FROM exercises WHERE course_id = OLD.course_id AND programming_language = OLD.language AND is_deleted = 0)
BEGIN
    SELECT RAISE(ABORT, 'language_in_use');
END;

-- Every version of an exercise that was ever here, as it is judged. Attempts refer to it, so a course that changes never changes what an attempt was
-- made on. The digest is over what the learner was shown and judged by; the solution and the hints are not part of it, so both editions of a pack
-- have the same versions.
CREATE TABLE exercise_versions (
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE RESTRICT,
    version_digest TEXT NOT NULL CHECK (length(version_digest) = 64 AND version_digest NOT GLOB '*[^0-9a-f]*'),
    kind TEXT NOT NULL,
    programming_language TEXT NOT NULL,
    instructions TEXT NOT NULL,
    question_data TEXT NOT NULL CHECK (json_valid(question_data) AND json_type(question_data) = 'object'),
    tests TEXT NOT NULL CHECK (json_valid(tests) AND json_type(tests) = 'object'),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    PRIMARY KEY (exercise_id, version_digest)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER exercise_versions_guard_insert BEFORE INSERT ON exercise_versions BEGIN
    SELECT RAISE(ABORT, 'id_taken')
    WHERE EXISTS (SELECT 1 FROM exercise_versions WHERE exercise_id = NEW.exercise_id AND version_digest = NEW.version_digest);
END;

CREATE TRIGGER exercise_versions_refuse_update BEFORE UPDATE ON exercise_versions BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER exercise_versions_refuse_delete BEFORE DELETE ON exercise_versions BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER exercises_keep_version_insert AFTER INSERT ON exercises BEGIN
    INSERT INTO exercise_versions (exercise_id, version_digest, kind, programming_language, instructions, question_data, tests, created_at)
    VALUES (
        NEW.id, NEW.version_digest, NEW.kind, NEW.programming_language, NEW.instructions, NEW.question_data, NEW.tests,
        coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    );
END;

CREATE TRIGGER exercises_keep_version_update AFTER UPDATE OF version_digest ON exercises
WHEN NOT EXISTS (SELECT 1 FROM exercise_versions WHERE exercise_id = NEW.id AND version_digest = NEW.version_digest)
BEGIN
    INSERT INTO exercise_versions (exercise_id, version_digest, kind, programming_language, instructions, question_data, tests, created_at)
    VALUES (
        NEW.id, NEW.version_digest, NEW.kind, NEW.programming_language, NEW.instructions, NEW.question_data, NEW.tests,
        coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    );
END;

CREATE TABLE exercise_steps (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE RESTRICT,
    position INTEGER NOT NULL CHECK (position >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('code', 'fill_blank', 'choice', 'quiz', 'predict', 'order', 'project')),
    title TEXT NOT NULL,
    required INTEGER NOT NULL DEFAULT 1 CHECK (required IN (0, 1)),
    instructions TEXT NOT NULL,
    question_data TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(question_data) AND json_type(question_data) = 'object'),
    tests TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(tests) AND json_type(tests) = 'object'),
    solution_code TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(solution_code) AND json_type(solution_code) = 'array'),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX exercise_steps_position ON exercise_steps (exercise_id, position) WHERE is_deleted = 0;

CREATE TRIGGER exercise_steps_guard_insert BEFORE INSERT ON exercise_steps BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM exercise_steps WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'step_position_taken')
    WHERE NEW.is_deleted = 0
        AND EXISTS (SELECT 1 FROM exercise_steps WHERE exercise_id = NEW.exercise_id AND position = NEW.position AND is_deleted = 0);
    SELECT RAISE(ABORT, 'exercise_without_steps') WHERE NOT EXISTS (SELECT 1 FROM exercises WHERE id = NEW.exercise_id AND kind = 'steps');
    INSERT INTO question_data_rule VALUES (NEW.kind, NEW.question_data, NEW.tests);
END;

CREATE TRIGGER exercise_steps_guard_update BEFORE UPDATE OF id, exercise_id, position, is_deleted ON exercise_steps BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id OR NEW.exercise_id IS NOT OLD.exercise_id;
    SELECT RAISE(ABORT, 'step_position_taken')
    WHERE NEW.is_deleted = 0
        AND EXISTS (
            SELECT 1 FROM exercise_steps
            WHERE exercise_id = NEW.exercise_id AND position = NEW.position AND is_deleted = 0 AND id <> OLD.id
        );
END;

CREATE TRIGGER exercise_steps_check_update BEFORE UPDATE OF kind, question_data, tests ON exercise_steps BEGIN
    INSERT INTO question_data_rule VALUES (NEW.kind, NEW.question_data, NEW.tests);
END;

CREATE TRIGGER exercise_steps_refuse_delete BEFORE DELETE ON exercise_steps BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

PRAGMA user_version = 6;
