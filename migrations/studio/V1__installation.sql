-- What this file is, and who is writing to it at the moment.

-- "LSst": Learning Studio, store. So that another program's file of the same name is not taken for ours.
PRAGMA application_id = 0x4c537374;

-- Moments are written in one way everywhere, `2026-11-23T09:41:00.123Z`, so that they sort as text. The first half of their CHECK holds the form, the
-- second that the day exists: a modifier makes SQLite count it through the calendar.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    installation_id TEXT NOT NULL CHECK (installation_id GLOB '????????-????-????-????-????????????' AND installation_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(installation_id, '-', '')) = 32),
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10))
) STRICT;

-- Who acts, in what role, and at what moment. Set first and cleared last in each transaction; no row means an unknown actor and a person's rules.
-- Triggers cannot see temporary tables, so it has to be an ordinary one.
CREATE TABLE write_context (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    actor_id TEXT CHECK (actor_id GLOB '????????-????-????-????-????????????' AND actor_id NOT GLOB '*[^0-9a-f-]*' AND length(replace(actor_id, '-', '')) = 32),
    role TEXT NOT NULL DEFAULT 'person' CHECK (role IN ('person', 'sync')),
    at TEXT CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at) AND date(at, '+0 days') IS substr(at, 1, 10))
) STRICT;

PRAGMA user_version = 1;
