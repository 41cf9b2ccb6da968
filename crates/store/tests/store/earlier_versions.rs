//! A file of each earlier version, with something in every table it had, is taken along whole (AUDIT K).

use crate::support::{TestWorld, shell_text};
use refinery::{Runner, Target};
use rusqlite::{Connection, types::Value};
use std::{collections::BTreeMap, path::Path};
use store::Store;
use tempfile::TempDir;

mod embedded {
    refinery::embed_migrations!("../../migrations/studio");
}

const ROWS: &str = include_str!("earlier_versions.sql");

/// Table to its columns and all of its rows.
type Everything = BTreeMap<String, (Vec<String>, Vec<Vec<Value>>)>;

fn newest() -> i32 {
    embedded::migrations::runner().get_migrations().iter().map(|migration| migration.version()).max().unwrap()
}

/// The sections of `ROWS`, by the version that can hold them.
fn sections() -> BTreeMap<i32, &'static str> {
    ROWS.split("-- version ").skip(1).map(|section| section.split_once('\n').unwrap()).map(|(version, sql)| (version.parse().unwrap(), sql)).collect()
}

fn make(path: &Path, version: i32) -> Everything {
    let mut connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    let mut migrations = embedded::migrations::runner().get_migrations().clone();
    migrations.sort_by_key(refinery::Migration::version);
    Runner::new(&migrations).set_grouped(true).set_target(Target::Version(version)).run(&mut connection).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    for (since, sql) in sections() {
        if since <= version {
            connection.execute_batch(sql).unwrap_or_else(|error| panic!("version {version}, section {since}: {error}"));
        }
    }
    everything(&connection, None)
}

/// All rows; of the columns only those that `before` had.
fn everything(connection: &Connection, before: Option<&Everything>) -> Everything {
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('write_context', 'refinery_schema_history') ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut all = Everything::new();
    for table in tables {
        let columns: Vec<String> = match before {
            None => connection
                .prepare(&format!("SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden = 0"))
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap(),
            Some(before) => match before.get(&table) {
                Some((columns, _)) => columns.clone(),
                None => continue,
            },
        };
        let mut statement = connection.prepare(&format!("SELECT {} FROM {table} ORDER BY 1, 2", columns.join(", "))).unwrap();
        let rows =
            statement.query_map([], |row| (0..columns.len()).map(|index| row.get(index)).collect()).unwrap().collect::<Result<Vec<_>, _>>().unwrap();
        drop(statement);
        all.insert(table, (columns, rows));
    }
    all
}

#[test]
fn every_earlier_version_is_taken_along_whole() {
    for version in 1..newest() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("studio.db");
        let before = make(&path, version);
        let store = Store::open(folder.path(), TestWorld::new()).unwrap_or_else(|error| panic!("version {version}: {error}"));
        drop(store);
        let connection = Connection::open(&path).unwrap();
        let after = everything(&connection, Some(&before));
        for (table, (columns, rows)) in &before {
            // What was written down of the person who made a text is a part of it; nothing may differ.
            assert_eq!(after.get(table).map(|(_, rows)| rows), Some(rows), "version {version}: {table} ({columns:?})");
        }
        assert_eq!(shell_text(&path, "PRAGMA user_version; PRAGMA integrity_check; PRAGMA foreign_key_check"), format!("{}\nok", newest()));
        // What a later version derives is there for those who came before it.
        assert_eq!(shell_text(&path, "SELECT count(*) FROM users WHERE id NOT IN (SELECT user_id FROM trust_levels)"), "0", "version {version}");
        let copies = std::fs::read_dir(folder.path().join("backups"))
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "db"));
        assert_eq!(copies.count(), 1, "version {version}: a copy from before");
    }
}

#[test]
fn every_table_has_rows_to_take_along() {
    let folder = TempDir::new().unwrap();
    let all = make(&folder.path().join("studio.db"), newest());
    let empty: Vec<_> = all.iter().filter(|(_, (_, rows))| rows.is_empty()).map(|(table, _)| table.as_str()).collect();
    // Seals are made by the program, not by statements.
    assert_eq!(empty, ["audit_seals"]);
}
