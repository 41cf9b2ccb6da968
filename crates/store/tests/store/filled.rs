//! The data set: a row in every table, the same for the same seed, and nothing wrong in it.

use crate::support::{TestWorld, folder_in_memory};
use std::collections::BTreeMap;
use store::{
    Store,
    fill::{Plan, fill},
};
use tempfile::TempDir;

/// A small file with rows in every table.
pub fn filled(plan: &Plan) -> (TempDir, Store) {
    let folder = folder_in_memory();
    let store = Store::open(folder.path(), TestWorld::new()).unwrap();
    fill(&store, plan).unwrap();
    (folder, store)
}

pub const SMALL: Plan = Plan { learners: 6, courses: 2, lessons: 4, submissions: 5, topics: 4, queue: 8, seed: 7 };

/// Written by the store itself, or only while a transaction lasts.
const NOT_FILLED: [&str; 2] = ["write_context", "audit_seals"];

/// Encrypted, or made with a key that is random.
const ENCRYPTED: [&str; 10] =
    ["username", "username_index", "email", "email_index", "password_hash", "display_name", "bio", "goals", "content", "installation_id"];

fn tables(raw: &rusqlite::Connection) -> Vec<String> {
    let mut statement = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Every table's rows, without what is encrypted.
pub fn contents(raw: &rusqlite::Connection) -> BTreeMap<String, Vec<String>> {
    tables(raw)
        .into_iter()
        .filter(|table| !["installation", "refinery_schema_history", "audit_seals"].contains(&table.as_str()))
        .map(|table| {
            let mut columns = raw.prepare(&format!("SELECT name, type FROM pragma_table_xinfo('{table}')")).unwrap();
            let columns: Vec<String> = columns
                .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
                .unwrap()
                .map(Result::unwrap)
                .filter(|(name, kind)| !(kind == "BLOB" && ENCRYPTED.contains(&name.as_str())))
                .map(|(name, _)| format!("quote({name})"))
                .collect();
            let mut rows = raw.prepare(&format!("SELECT {} FROM {table}", columns.join(" || '|' || "))).unwrap();
            let mut rows: Vec<String> = rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
            rows.sort();
            (table, rows)
        })
        .collect()
}

#[test]
fn every_table_has_rows_and_nothing_in_them_is_wrong() {
    let (folder, _store) = filled(&SMALL);
    let raw = rusqlite::Connection::open(folder.path().join("studio.db")).unwrap();
    for table in tables(&raw) {
        let rows: i64 = raw.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert!(rows > 0 || NOT_FILLED.contains(&table.as_str()), "{table} is empty");
    }
    crate::invariants::check(&raw);
}

#[test]
fn the_same_seed_gives_the_same_rows_and_another_seed_others() {
    let open = |plan: &Plan| {
        let (folder, _store) = filled(plan);
        contents(&rusqlite::Connection::open(folder.path().join("studio.db")).unwrap())
    };
    let (first, second) = (open(&SMALL), open(&SMALL));
    for (table, rows) in &first {
        assert_eq!(rows, &second[table], "{table}");
    }
    let other = open(&Plan { seed: 8, ..SMALL });
    assert!(first["submissions"] != other["submissions"] && first["users"] != other["users"]);
}

#[test]
fn sizes_are_as_planned_and_a_file_in_use_is_not_filled() {
    let (folder, store) = filled(&SMALL);
    let raw = rusqlite::Connection::open(folder.path().join("studio.db")).unwrap();
    let count = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM users"), 6);
    assert_eq!(count("SELECT count(*) FROM lesson_progress"), 6 * 2 * 4);
    assert_eq!(count("SELECT count(*) FROM submissions"), 6 * 2 * 5);
    assert_eq!(count("SELECT count(*) FROM topics"), 2 * 4);
    assert_eq!(count("SELECT count(*) FROM review_queue WHERE is_open"), 8);
    assert_eq!(fill(&store, &SMALL).unwrap_err().reason(), "not_empty");
    let empty = TempDir::new().unwrap();
    let store = Store::open(empty.path(), TestWorld::new()).unwrap();
    assert_eq!(fill(&store, &Plan { learners: 1, ..SMALL }).unwrap_err().reason(), "too_small");
}

#[test]
fn a_course_that_is_there_already_is_not_in_the_way() {
    let folder = folder_in_memory();
    let store = Store::open(folder.path(), TestWorld::new()).unwrap();
    let course = domain::course::Course { category: "Programming".into(), ..crate::support::small_course(1, 2, 1) };
    store::course::import(&store, store::Actor::Nobody, &course, &wire::Digest::of(b"1")).unwrap();
    fill(&store, &SMALL).unwrap();
    crate::invariants::check(&rusqlite::Connection::open(folder.path().join("studio.db")).unwrap());
}
