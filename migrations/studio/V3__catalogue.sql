-- Categories and courses.

CREATE TABLE categories (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    parent_id TEXT REFERENCES categories (id) ON DELETE RESTRICT,
    slug TEXT NOT NULL COLLATE NOCASE CHECK (length(slug) BETWEEN 1 AND 60),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX categories_slug ON categories (slug);
CREATE INDEX categories_parent ON categories (parent_id);

CREATE TRIGGER categories_guard_insert BEFORE INSERT ON categories BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM categories WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'category_slug_taken') WHERE EXISTS (SELECT 1 FROM categories WHERE slug = NEW.slug);
    SELECT RAISE(ABORT, 'category_cycle') WHERE NEW.id IN (
        WITH RECURSIVE above (id) AS (
            SELECT NEW.parent_id
            UNION
            SELECT categories.parent_id FROM categories JOIN above ON categories.id = above.id
        )
        SELECT id FROM above WHERE id IS NOT NULL
    );
END;

CREATE TRIGGER categories_guard_update BEFORE UPDATE OF id, slug, parent_id ON categories BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id;
    SELECT RAISE(ABORT, 'category_slug_taken') WHERE EXISTS (SELECT 1 FROM categories WHERE slug = NEW.slug AND id <> OLD.id);
    SELECT RAISE(ABORT, 'category_cycle') WHERE NEW.id IN (
        WITH RECURSIVE above (id) AS (
            SELECT NEW.parent_id
            UNION
            SELECT categories.parent_id FROM categories JOIN above ON categories.id = above.id
        )
        SELECT id FROM above WHERE id IS NOT NULL
    );
END;

CREATE TABLE courses (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    category_id TEXT NOT NULL REFERENCES categories (id) ON DELETE RESTRICT,
    slug TEXT NOT NULL COLLATE NOCASE CHECK (length(slug) BETWEEN 1 AND 60),
    title TEXT NOT NULL CHECK (length(title) >= 1),
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 0),
    locale TEXT NOT NULL,
    license TEXT NOT NULL,
    authors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(authors) AND json_type(authors) = 'array'),
    difficulty TEXT NOT NULL CHECK (difficulty IN ('beginner', 'intermediate', 'advanced', 'expert')),
    hours INTEGER NOT NULL CHECK (hours BETWEEN 1 AND 1000),
    pack_digest TEXT NOT NULL CHECK (length(pack_digest) = 64 AND pack_digest NOT GLOB '*[^0-9a-f]*'),
    total_lessons INTEGER NOT NULL DEFAULT 0 CHECK (total_lessons >= 0),
    total_enrollments INTEGER NOT NULL DEFAULT 0 CHECK (total_enrollments >= 0),
    imported_at TEXT NOT NULL CHECK (imported_at IS strftime('%Y-%m-%dT%H:%M:%fZ', imported_at) AND date(imported_at, '+0 days') IS substr(imported_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX courses_slug ON courses (slug);
CREATE INDEX courses_category ON courses (category_id);

CREATE TRIGGER courses_guard_insert BEFORE INSERT ON courses BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM courses WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'course_slug_taken') WHERE EXISTS (SELECT 1 FROM courses WHERE slug = NEW.slug);
END;

CREATE TRIGGER courses_guard_update BEFORE UPDATE OF id, slug ON courses BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id;
    SELECT RAISE(ABORT, 'course_slug_taken') WHERE EXISTS (SELECT 1 FROM courses WHERE slug = NEW.slug AND id <> OLD.id);
END;

CREATE TRIGGER courses_refuse_delete BEFORE DELETE ON courses BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TRIGGER categories_refuse_delete BEFORE DELETE ON categories
WHEN EXISTS (SELECT 1 FROM courses WHERE category_id = OLD.id) OR EXISTS (SELECT 1 FROM categories WHERE parent_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'category_in_use');
END;

-- Programming languages in which a course may have exercises.
CREATE TABLE course_languages (
    course_id TEXT NOT NULL REFERENCES courses (id) ON DELETE RESTRICT,
    language TEXT NOT NULL CHECK (length(language) BETWEEN 1 AND 40),
    PRIMARY KEY (course_id, language)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
