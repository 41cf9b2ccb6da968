-- Accounts and profiles. Columns of type BLOB that hold texts are encrypted for each person (store/src/privacy), so that this file and its copies
-- never hold them in the clear. Names and addresses stay unique through keyed blind indexes.

CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    username BLOB CHECK (length(username) >= 41),
    username_index BLOB CHECK (length(username_index) = 32),
    email BLOB CHECK (length(email) >= 41),
    email_index BLOB CHECK (length(email_index) = 32),
    password_hash TEXT CHECK (password_hash GLOB '$argon2id$*'),
    role TEXT NOT NULL CHECK (role IN ('learner', 'instructor', 'owner')),
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    data_retention_date TEXT CHECK (data_retention_date IS date(data_retention_date)),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    CHECK ((username IS NULL) = (username_index IS NULL)),
    CHECK ((email IS NULL) = (email_index IS NULL)),
    -- Only an erased person has no name.
    CHECK (username IS NOT NULL OR is_deleted = 1),
    CHECK (is_deleted = (deleted_at IS NOT NULL)),
    CHECK (is_deleted = 0 OR is_active = 0)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX users_username ON users (username_index);
CREATE UNIQUE INDEX users_email ON users (email_index);

-- REPLACE deletes the rows in its way without firing delete triggers. A guard on every key stops it before it begins; so do the guards of the other
-- tables. Tables with a text key are WITHOUT ROWID, because a hidden rowid would be one more key to replace by.
CREATE TRIGGER users_guard_insert BEFORE INSERT ON users BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM users WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'username_taken') WHERE EXISTS (SELECT 1 FROM users WHERE username_index = NEW.username_index);
    SELECT RAISE(ABORT, 'email_taken') WHERE EXISTS (SELECT 1 FROM users WHERE email_index = NEW.email_index);
END;

CREATE TRIGGER users_guard_update BEFORE UPDATE OF id, username_index, email_index ON users BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id;
    SELECT RAISE(ABORT, 'username_taken') WHERE EXISTS (SELECT 1 FROM users WHERE username_index = NEW.username_index AND id <> OLD.id);
    SELECT RAISE(ABORT, 'email_taken') WHERE EXISTS (SELECT 1 FROM users WHERE email_index = NEW.email_index AND id <> OLD.id);
END;

CREATE TRIGGER users_refuse_delete BEFORE DELETE ON users BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TABLE profiles (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    display_name BLOB CHECK (length(display_name) >= 41),
    bio BLOB CHECK (length(bio) >= 41),
    goals BLOB CHECK (length(goals) >= 41),
    skill_level TEXT NOT NULL DEFAULT 'beginner' CHECK (skill_level IN ('beginner', 'intermediate', 'advanced', 'expert')),
    preferences TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(preferences) AND json_type(preferences) = 'object'),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at) AND date(updated_at, '+0 days') IS substr(updated_at, 1, 10))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER profiles_guard_insert BEFORE INSERT ON profiles BEGIN
    SELECT RAISE(ABORT, 'profile_exists') WHERE EXISTS (SELECT 1 FROM profiles WHERE user_id = NEW.user_id);
    SELECT RAISE(ABORT, 'no_such_user') WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.user_id);
END;

CREATE TRIGGER profiles_guard_update BEFORE UPDATE OF user_id ON profiles WHEN NEW.user_id IS NOT OLD.user_id BEGIN
    SELECT RAISE(ABORT, 'id_fixed');
END;

CREATE TRIGGER profiles_refuse_delete BEFORE DELETE ON profiles BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- The one place where a profile is made.
CREATE TRIGGER users_make_profile AFTER INSERT ON users BEGIN
    INSERT INTO profiles (user_id, created_at, updated_at) VALUES (NEW.id, NEW.created_at, NEW.created_at);
END;

PRAGMA user_version = 2;
