-- Lessons.

CREATE TABLE lessons (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    course_id TEXT NOT NULL REFERENCES courses (id) ON DELETE RESTRICT,
    slug TEXT NOT NULL COLLATE NOCASE CHECK (length(slug) BETWEEN 1 AND 60),
    title TEXT NOT NULL CHECK (length(title) >= 1),
    summary TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('theory', 'practical', 'exercise', 'project', 'quiz')),
    minutes INTEGER NOT NULL CHECK (minutes >= 0),
    required INTEGER NOT NULL CHECK (required IN (0, 1)),
    content TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 1),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX lessons_slug ON lessons (course_id, slug) WHERE is_deleted = 0;
CREATE INDEX lessons_in_order ON lessons (course_id, is_deleted, position);

CREATE TRIGGER lessons_guard_insert BEFORE INSERT ON lessons BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM lessons WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'lesson_slug_taken')
    WHERE NEW.is_deleted = 0 AND EXISTS (SELECT 1 FROM lessons WHERE course_id = NEW.course_id AND slug = NEW.slug AND is_deleted = 0);
END;

CREATE TRIGGER lessons_guard_update BEFORE UPDATE OF id, course_id, slug, is_deleted ON lessons BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id OR NEW.course_id IS NOT OLD.course_id;
    SELECT RAISE(ABORT, 'lesson_slug_taken')
    WHERE NEW.is_deleted = 0
        AND EXISTS (SELECT 1 FROM lessons WHERE course_id = NEW.course_id AND slug = NEW.slug AND is_deleted = 0 AND id <> OLD.id);
END;

-- courses.total_lessons follows in the same statement. A course that is inserted counts what is already there.
CREATE TRIGGER lessons_count_insert AFTER INSERT ON lessons BEGIN
    UPDATE courses SET total_lessons = (SELECT count(*) FROM lessons WHERE course_id = courses.id AND is_deleted = 0) WHERE id = NEW.course_id;
END;

CREATE TRIGGER lessons_count_update AFTER UPDATE OF is_deleted ON lessons WHEN NEW.is_deleted <> OLD.is_deleted BEGIN
    UPDATE courses SET total_lessons = (SELECT count(*) FROM lessons WHERE course_id = courses.id AND is_deleted = 0) WHERE id = NEW.course_id;
END;

CREATE TRIGGER lessons_count_delete AFTER DELETE ON lessons BEGIN
    UPDATE courses SET total_lessons = (SELECT count(*) FROM lessons WHERE course_id = courses.id AND is_deleted = 0) WHERE id = OLD.course_id;
END;

CREATE TRIGGER courses_count_lessons AFTER INSERT ON courses BEGIN
    UPDATE courses SET total_lessons = (SELECT count(*) FROM lessons WHERE course_id = NEW.id AND is_deleted = 0) WHERE id = NEW.id;
END;

PRAGMA user_version = 4;
