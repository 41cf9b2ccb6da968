//! Every rule of the schema is tried, and shown to be the one that refuses.
//!
//! The rules are listed from `sqlite_schema`: every NOT NULL, CHECK, UNIQUE, foreign key, column type and trigger. For each one an attempt to break it is made
//! from the rows of a filled file, and run by the system's `sqlite3`. A rule that no attempt breaks fails the test, so a new one cannot be forgotten.
//!
//! - An attempt at a CHECK, NOT NULL, UNIQUE or type must be refused by the live file, foreign keys off; and with the triggers taken away it must be refused by
//!   that very rule, by name.
//! - An attempt at a foreign key must be refused with `foreign_keys = ON`, and `foreign_key_check` must name that key.
//! - For a trigger that refuses, and each reason that it can give: an attempt that gets this reason, and does not get it once the trigger is dropped. For one
//!   that writes: a statement that changes fewer rows once the trigger is dropped.
//! - Whatever the live file does accept must leave every counter right.

use crate::{
    filled::{SMALL, filled},
    invariants,
    support::copy_in_memory,
};
use rusqlite::Connection;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// What became of a statement: how many rows it changed with all that followed, or what the file said.
type Outcome = Result<i64, String>;

/// Runs each statement alone, on the same state of the file, with one `sqlite3` of the system. `first` is said before. Of the statements nothing is kept.
fn outcomes(path: &Path, first: &str, statements: &[String]) -> Vec<Outcome> {
    let mut script = format!("{first}\nBEGIN;\n");
    for (number, statement) in statements.iter().enumerate() {
        let statement = statement.replace('\n', " ");
        // Line 4n + 3 and the three after it. A savepoint is given back before the next one begins, so nothing piles up.
        writeln!(script, "SAVEPOINT one;").unwrap();
        writeln!(script, "{statement};").unwrap();
        writeln!(script, "SELECT 'at {number} ' || total_changes();").unwrap();
        writeln!(script, "ROLLBACK TO one; RELEASE one;").unwrap();
    }
    script.push_str("SELECT 'end';\n");
    let mut child = Command::new("sqlite3")
        .arg("-batch")
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the sqlite3 shell must be installed (apt install sqlite3)");
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let (said, errors) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(said.trim_end().ends_with("end"), "the shell stopped early: {errors}");
    let mut result: Vec<Outcome> = Vec::new();
    let mut before = 0;
    for line in said.lines().filter_map(|line| line.strip_prefix("at ")) {
        let (_, changes) = line.split_once(' ').unwrap();
        let changes: i64 = changes.parse().unwrap();
        result.push(Ok(changes - before));
        before = changes;
    }
    assert_eq!(result.len(), statements.len());
    // "Runtime error near line 7: append_only (19)": the line on which the statement begins.
    for line in errors.lines() {
        let Some((number, text)) = line.split_once("near line ").and_then(|(_, rest)| rest.split_once(": ")) else { continue };
        let number: usize = number.parse().unwrap();
        assert!(number >= 3 && (number - 3) % 4 <= 1, "{line}");
        let text = text.rsplit_once(" (").map_or(text, |(text, _)| text);
        result[(number - 3) / 4] = Err(text.to_owned());
    }
    result
}

struct Column {
    name: String,
    kind: String,
    not_null: bool,
    default: bool,
    generated: bool,
}

struct Table {
    name: String,
    sql: String,
    columns: Vec<Column>,
    key: Vec<String>,
    /// Name, columns, the condition of a partial one.
    unique: Vec<(String, Vec<String>, Option<String>)>,
    /// Number, columns.
    foreign: Vec<(i64, Vec<String>)>,
}

/// The filled file, copies of it, and its schema.
struct Subject {
    live: PathBuf,
    bare: PathBuf,
    tables: Vec<Table>,
    triggers: Vec<(String, String, String)>,
    _folders: (TempDir, TempDir),
}

impl Subject {
    fn new() -> Self {
        let (folder, store) = filled(&SMALL);
        drop(store);
        let (one, live) = copy_in_memory(folder.path());
        let (two, bare) = copy_in_memory(folder.path());
        let raw = Connection::open(&live).unwrap();
        let tables = tables(&raw);
        let mut statement = raw.prepare("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").unwrap();
        let triggers: Vec<(String, String, String)> =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().collect::<Result<_, _>>().unwrap();
        let without = Connection::open(&bare).unwrap();
        let drops: Vec<String> = triggers.iter().map(|(name, ..)| format!("DROP TRIGGER {name};")).collect();
        without.execute_batch(&format!("BEGIN; {} COMMIT", drops.concat())).unwrap();
        drop(statement);
        Self { live, bare, tables, triggers, _folders: (one, two) }
    }
}

fn texts(raw: &Connection, sql: &str) -> Vec<String> {
    raw.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn tables(raw: &Connection) -> Vec<Table> {
    let names = texts(raw, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name");
    names
        .into_iter()
        .map(|name| {
            let mut statement =
                raw.prepare(&format!("SELECT name, type, \"notnull\", dflt_value, hidden, pk FROM pragma_table_xinfo('{name}')")).unwrap();
            let mut key = BTreeMap::new();
            let columns = statement
                .query_map([], |row| {
                    if row.get::<_, i64>(5)? > 0 {
                        key.insert(row.get::<_, i64>(5)?, row.get::<_, String>(0)?);
                    }
                    Ok(Column {
                        name: row.get(0)?,
                        kind: row.get(1)?,
                        not_null: row.get(2)?,
                        default: row.get::<_, Option<String>>(3)?.is_some(),
                        generated: row.get::<_, i64>(4)? > 0,
                    })
                })
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            let unique = texts(raw, &format!("SELECT name FROM pragma_index_list('{name}') WHERE \"unique\""))
                .into_iter()
                .map(|index| {
                    let columns = texts(raw, &format!("SELECT name FROM pragma_index_info('{index}') ORDER BY seqno"));
                    // The key of a table without rowid has no row of its own there.
                    let sql: Option<String> =
                        raw.query_row("SELECT max(sql) FROM sqlite_schema WHERE name = ?1", [&index], |row| row.get(0)).unwrap();
                    let condition = sql.and_then(|sql| sql.split_once(" WHERE ").map(|(_, condition)| condition.to_owned()));
                    (index, columns, condition)
                })
                .collect();
            let mut foreign: BTreeMap<i64, Vec<String>> = BTreeMap::new();
            let mut statement =
                raw.prepare(&format!("SELECT id, \"from\", on_delete FROM pragma_foreign_key_list('{name}') ORDER BY id, seq")).unwrap();
            for row in statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))).unwrap() {
                let (id, from, on_delete): (_, String, _) = row.unwrap();
                assert_eq!(on_delete, "RESTRICT", "{name}.{from}: nothing cascades");
                foreign.entry(id).or_default().push(from);
            }
            let sql = raw.query_row("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", [&name], |row| row.get(0)).unwrap();
            Table { sql, columns, key: key.into_values().collect(), unique, foreign: foreign.into_iter().collect(), name }
        })
        .collect()
}

impl Table {
    /// The CHECKs, as they are written.
    fn checks(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut rest = without_comments(&self.sql);
        while let Some(at) = rest.find("CHECK (") {
            let from = rest.split_off(at + "CHECK (".len());
            let mut depth = 1;
            let mut quoted = false;
            let end = from
                .char_indices()
                .find(|(_, character)| {
                    match character {
                        '\'' => quoted = !quoted,
                        '(' if !quoted => depth += 1,
                        ')' if !quoted => depth -= 1,
                        _ => {}
                    }
                    depth == 0
                })
                .unwrap()
                .0;
            found.push(from[..end].to_owned());
            rest = from[end..].to_owned();
        }
        found
    }

    fn stored(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| !column.generated)
    }

    /// A copy of the row at this place, with new keys, and with these columns otherwise.
    fn insert(&self, verb: &str, row: usize, set: &BTreeMap<&str, String>) -> String {
        let columns: Vec<&str> = self.stored().map(|column| column.name.as_str()).collect();
        let values: Vec<String> = columns.iter().map(|name| set.get(name).cloned().unwrap_or_else(|| (*name).to_owned())).collect();
        format!("{verb} INTO {} ({}) SELECT {} FROM {0} LIMIT 1 OFFSET {row}", self.name, columns.join(", "), values.join(", "))
    }

    fn update(&self, verb: &str, row: usize, set: &BTreeMap<&str, String>) -> String {
        let set: Vec<String> = set.iter().map(|(column, value)| format!("{column} = {value}")).collect();
        let key = self.key.join(", ");
        format!("{verb} {} SET {} WHERE ({key}) = (SELECT {key} FROM {0} ORDER BY {key} LIMIT 1 OFFSET {row})", self.name, set.join(", "))
    }

    /// Values for the unique keys that no row has, as far as the type of the column lets them be new.
    fn fresh(&self) -> BTreeMap<&str, String> {
        let unique: BTreeSet<&str> = self.unique.iter().flat_map(|(_, columns, _)| columns).chain(&self.key).map(String::as_str).collect();
        self.stored()
            .filter(|column| unique.contains(column.name.as_str()))
            .map(|column| {
                let value = match (column.kind.as_str(), column.name.as_str()) {
                    ("BLOB", _) => "randomblob(32)".to_owned(),
                    ("INTEGER", name) => format!("(SELECT max({name}) + 1 FROM {})", self.name),
                    // A letter more keeps a slug, a path or a language a good one; an id is another one.
                    (_, "slug" | "path" | "language" | "stream" | "purpose" | "kind" | "reason" | "rung" | "entity" | "subject_id" | "title") => {
                        column.name.clone()
                    }
                    (_, "version_digest" | "fingerprint") => "lower(hex(randomblob(32)))".to_owned(),
                    (_, "day") => "date(day, '+700 days')".to_owned(),
                    _ => id(77),
                };
                (column.name.as_str(), value)
            })
            .map(|(name, value)| if ["slug", "path", "language"].contains(&name) { (name, format!("{name} || 'z'")) } else { (name, value) })
            // What is not there stays so.
            .map(|(name, value)| (name, format!("iif({name} IS NULL, NULL, {value})")))
            .collect()
    }
}

fn without_comments(sql: &str) -> String {
    sql.lines().map(|line| line.split_once("--").map_or(line, |(code, _)| code)).collect::<Vec<_>>().join("\n")
}

fn speaks_of(rule: &str, column: &str) -> bool {
    rule.split(|character: char| !character.is_alphanumeric() && character != '_').any(|word| word == column)
}

fn id(number: u8) -> String {
    format!("'0190aaaa-0000-7000-8000-0000000000{number:02x}'")
}

/// Values of every sort, one of which breaks any rule.
fn values(longest: usize) -> Vec<String> {
    let mut values: Vec<String> =
        ["NULL", "-1", "0", "1", "2", "3", "4", "5", "7", "100", "101", "1001", "100000", "4000", "1.5"].map(str::to_owned).to_vec();
    values.extend(
        ["''", "'x'", "'god'", "'{}'", "'[]'", "'[1]'", "'{'", "'2026-02-30T00:00:00.000Z'", "'2026-11-23T09:41:00.000Z'", "'2026-11-23'"]
            .map(str::to_owned),
    );
    values.extend(["'2020-01-01T00:00:00.000Z'", "'rejected'", "'deferred'", "'undo'", "'approved'", "'trust_review'", "'topic'"].map(str::to_owned));
    values.extend(["zeroblob(1)", "zeroblob(50)", "zeroblob(64)", "lower(hex(zeroblob(32)))"].map(str::to_owned));
    values.push(id(88));
    // Longer than the longest text of the table may be.
    values.push(format!("replace(hex(zeroblob({})), '00', 'x')", if longest > 100_000 { 1_100_000 } else { 100_001 }));
    values
}

fn two<'a>(column: &'a str, value: &str, other: Option<(&'a str, &str)>) -> BTreeMap<&'a str, String> {
    other.into_iter().map(|(name, value)| (name, value.to_owned())).chain([(column, value.to_owned())]).collect()
}

/// Runs attempts until each rule was broken by name on the copy without triggers; then holds the live file to the same ones.
fn each_is_refused(subject: &Subject, table: &Table, rules: &[String], attempts: &[BTreeMap<&str, String>], missing: &mut Vec<String>) {
    let updates: Vec<String> = attempts.iter().map(|set| table.update("UPDATE", 0, set)).collect();
    let said = outcomes(&subject.bare, "PRAGMA foreign_keys = OFF;", &updates);
    for rule in rules {
        let Some(found) = said.iter().position(|outcome| outcome.as_ref().is_err_and(|text| text == rule)) else {
            missing.push(format!("{}: {rule}", table.name));
            continue;
        };
        let set = &attempts[found];
        let mut verbs = vec!["UPDATE", "INSERT"];
        // OR REPLACE puts the default in place of a NULL; so says SQLite's manual, and so nothing is broken.
        let replaced =
            rule.starts_with("NOT NULL") && table.columns.iter().any(|column| column.default && rule.ends_with(&format!(".{}", column.name)));
        if !replaced {
            verbs.extend(["UPDATE OR REPLACE", "INSERT OR REPLACE"]);
        }
        let mut new = set.clone();
        for (column, value) in table.fresh() {
            new.entry(column).or_insert(value);
        }
        let mut new_key = set.clone();
        for (column, value) in table.fresh().into_iter().filter(|(column, _)| table.key.iter().any(|key| key == column)) {
            new_key.entry(column).or_insert(value);
        }
        let tries: Vec<String> = verbs
            .iter()
            .flat_map(|verb| {
                if verb.starts_with("UPDATE") {
                    vec![table.update(verb, 0, set)]
                } else {
                    vec![table.insert(verb, 0, &new), table.insert(verb, 0, &new_key)]
                }
            })
            .collect();
        // Only where it is this rule that would refuse.
        let said = outcomes(&subject.bare, "", &tries);
        let tries: Vec<String> =
            tries.into_iter().zip(said).filter(|(_, outcome)| outcome.as_ref().is_err_and(|text| text == rule)).map(|(sql, _)| sql).collect();
        assert!(
            tries.len() >= 2 || rule.contains("installation") || rule == "CHECK constraint failed: id = 1" || table.name.starts_with("audit"),
            "{rule}: {tries:?}"
        );
        for keys in ["OFF", "ON"] {
            for (sql, outcome) in tries.iter().zip(outcomes(&subject.live, &format!("PRAGMA foreign_keys = {keys};"), &tries)) {
                if outcome.is_ok() {
                    missing.push(format!("{}: {rule}: taken with foreign keys {keys}: {sql}", table.name));
                }
            }
        }
    }
}

#[test]
fn every_not_null_check_and_type_is_tried_and_refuses() {
    let subject = Subject::new();
    let (mut missing, mut count) = (Vec::new(), 0);
    for table in &subject.tables {
        // A row of the context is there only while somebody writes.
        if table.name == "write_context" {
            for path in [&subject.live, &subject.bare] {
                Connection::open(path).unwrap().execute_batch("INSERT INTO write_context (id) VALUES (1)").unwrap();
            }
        }
        if table.name == "audit_seals" {
            for path in [&subject.live, &subject.bare] {
                let sql = "INSERT INTO audit_seals (id, seal) SELECT 1, zeroblob(32) WHERE NOT EXISTS (SELECT 1 FROM audit_seals)";
                Connection::open(path).unwrap().execute_batch(sql).unwrap();
            }
        }
        let mut rules: Vec<String> = Vec::new();
        for column in table.stored() {
            // The key of a table with a rowid is filled in by SQLite itself.
            let is_rowid = !table.sql.contains("WITHOUT ROWID") && table.key == [column.name.as_str()];
            if (column.not_null || table.key.contains(&column.name)) && !is_rowid {
                rules.push(format!("NOT NULL constraint failed: {}.{}", table.name, column.name));
            }
            let wrong = match column.kind.as_str() {
                "BLOB" | "TEXT" => None,
                kind => Some(format!("cannot store TEXT value in {kind} column {}.{}", table.name, column.name)),
            };
            // A blob is no text, and a text no blob.
            let wrong = wrong.or_else(|| {
                let other = if column.kind == "BLOB" { "TEXT" } else { "BLOB" };
                Some(format!("cannot store {other} value in {} column {}.{}", column.kind, table.name, column.name))
            });
            rules.extend(wrong.filter(|_| !is_rowid && table.sql.contains("STRICT")));
        }
        rules.extend(table.checks().into_iter().map(|check| format!("CHECK constraint failed: {}", check.trim())));
        let values = values(if table.sql.contains("1048576") { 1_048_576 } else { 100_000 });
        let mut attempts: Vec<BTreeMap<&str, String>> = Vec::new();
        for column in table.stored() {
            attempts.extend(values.iter().map(|value| two(&column.name, value, None)));
        }
        // Two columns at once, for the rules that speak of two.
        let checks = table.checks();
        let few = [
            "NULL",
            "0",
            "100",
            "4",
            "1",
            "''",
            "'x'",
            "'rejected'",
            "'deferred'",
            "'undo'",
            "2",
            "'2026-11-23T09:41:00.000Z'",
            "'2020-01-01T00:00:00.000Z'",
            "zeroblob(50)",
        ];
        for column in table.stored() {
            for other in table.stored().filter(|other| other.name > column.name) {
                let related = checks.iter().any(|check| speaks_of(check, &column.name) && speaks_of(check, &other.name));
                for value in few.iter().filter(|_| related) {
                    attempts.extend(few.iter().chain([&id(88).as_str()]).map(|second| two(&column.name, value, Some((&other.name, second)))));
                }
            }
        }
        rules.sort();
        rules.dedup();
        count += rules.len();
        each_is_refused(&subject, table, &rules, &attempts, &mut missing);
    }
    println!("{count} rules");
    assert!(count > 500 && missing.is_empty(), "{} of {count}:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn every_unique_key_is_tried_and_refuses_also_to_be_replaced_by() {
    let subject = Subject::new();
    let (mut missing, mut count) = (Vec::new(), 0);
    let raw = Connection::open(&subject.live).unwrap();
    for table in subject.tables.iter().filter(|table| !["write_context", "installation", "audit_seals"].contains(&table.name.as_str())) {
        for (index, columns, condition) in &table.unique {
            count += 1;
            let condition = condition.clone().unwrap_or_else(|| "1".into());
            let filled: Vec<String> = columns.iter().map(|column| format!("{column} IS NOT NULL")).collect();
            let find = format!("SELECT count(*) FROM {} WHERE ({condition}) AND {}", table.name, filled.join(" AND "));
            let rows: i64 = raw.query_row(&find, [], |row| row.get(0)).unwrap();
            if rows < 1 {
                missing.push(format!("{index}: no row to try with"));
                continue;
            }
            let mut set = table.fresh();
            // Of a generated column those that it is made from.
            let generated = table.columns.iter().any(|column| column.generated && columns.contains(&column.name));
            set.retain(|column, _| !(columns.iter().any(|name| name == column) || (generated && column.ends_with("_id"))));
            let from = |verb: &str| {
                let names: Vec<&str> = table.stored().map(|column| column.name.as_str()).collect();
                let values: Vec<String> = names.iter().map(|name| set.get(name).cloned().unwrap_or_else(|| (*name).to_owned())).collect();
                format!(
                    "{verb} INTO {} ({}) SELECT {} FROM {0} WHERE ({condition}) AND {} LIMIT 1",
                    table.name,
                    names.join(", "),
                    values.join(", "),
                    filled.join(" AND ")
                )
            };
            let said = outcomes(&subject.bare, "", &[from("INSERT")]);
            let expected: Vec<String> = columns.iter().map(|column| format!("{}.{column}", table.name)).collect();
            if said[0] != Err(format!("UNIQUE constraint failed: {}", expected.join(", "))) {
                missing.push(format!("{index}: {:?}: {}", said[0], from("INSERT")));
                continue;
            }
            let tries: Vec<String> = ["INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"].map(from).to_vec();
            for (sql, outcome) in tries.iter().zip(outcomes(&subject.live, "", &tries)) {
                if !outcome.as_ref().is_err_and(|text| !text.contains("constraint failed")) {
                    missing.push(format!("{index}: no guard spoke: {outcome:?}: {sql}"));
                }
            }
            // One row is given the key of another.
            let list = columns.iter().filter(|name| table.stored().any(|column| column.name == **name)).cloned().collect::<Vec<_>>();
            if rows < 2 || list.len() != columns.len() {
                continue;
            }
            let key = table.key.join(", ");
            let take = |offset: usize| {
                let row = format!("FROM {} WHERE ({condition}) AND {} ORDER BY {key} LIMIT 1", table.name, filled.join(" AND "));
                let list = list.join(", ");
                format!("UPDATE OR REPLACE {} SET ({list}) = (SELECT {list} {row}) WHERE ({key}) = (SELECT {key} {row} OFFSET {offset})", table.name)
            };
            // Without the guards one row would take the other's place.
            let takes: Vec<String> = (1..5).map(take).collect();
            let bare = outcomes(&subject.bare, "", &takes);
            let Some(take) = takes.into_iter().zip(&bare).find_map(|(sql, outcome)| (*outcome == Ok(1)).then_some(sql)) else {
                missing.push(format!("{index}: no row could take another's place: {bare:?}"));
                continue;
            };
            let live = outcomes(&subject.live, "", std::slice::from_ref(&take));
            if live[0].is_ok() {
                missing.push(format!("{index}: replaced: {take}"));
            }
        }
    }
    assert!(count > 60 && missing.is_empty(), "{} of {count}:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn every_foreign_key_is_tried_and_refuses() {
    let subject = Subject::new();
    let (mut missing, mut count) = (Vec::new(), 0);
    for table in &subject.tables {
        for (number, columns) in &table.foreign {
            count += 1;
            let set: BTreeMap<&str, String> = columns
                .iter()
                .map(|column| {
                    let kind = &table.columns.iter().find(|other| other.name == *column).unwrap().kind;
                    let value = match (kind.as_str(), column.as_str()) {
                        ("INTEGER", _) => "99999999".to_owned(),
                        (_, "publisher" | "version_digest") => "lower(hex(zeroblob(32)))".to_owned(),
                        _ => id(99),
                    };
                    (column.as_str(), value)
                })
                .collect();
            let mut set_and_fresh = set.clone();
            for (column, value) in table.fresh() {
                set_and_fresh.entry(column).or_insert(value);
            }
            if table.name == "audit_seals" {
                set_and_fresh.insert("seal", "zeroblob(32)".into());
            }
            // A row with the missing parent, beside rules that would speak first.
            let relax = "PRAGMA ignore_check_constraints = ON;";
            let insert = if table.name == "audit_seals" {
                "INSERT INTO audit_seals (id, seal) VALUES (99999999, zeroblob(32))".to_owned()
            } else {
                table.insert("INSERT", 0, &set_and_fresh)
            };
            let on = outcomes(&subject.bare, &format!("{relax} PRAGMA foreign_keys = ON;"), std::slice::from_ref(&insert));
            if on[0] != Err("FOREIGN KEY constraint failed".into()) {
                missing.push(format!("{}.{columns:?}: {:?}: {insert}", table.name, on[0]));
            }
            // It is this key that is broken.
            let broken = {
                let raw = Connection::open(&subject.bare).unwrap();
                raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; BEGIN").unwrap();
                raw.execute_batch(&insert).unwrap();
                let found: bool = raw
                    .query_row(&format!("SELECT count(*) FROM pragma_foreign_key_check('{}') WHERE fkid = {number}", table.name), [], |row| {
                        row.get(0)
                    })
                    .unwrap();
                raw.execute_batch("ROLLBACK").unwrap();
                found
            };
            if !broken {
                missing.push(format!("{}.{columns:?}: another key was broken", table.name));
            }
            let live =
                outcomes(&subject.live, "PRAGMA foreign_keys = ON;", &[table.insert("INSERT", 0, &set_and_fresh), table.update("UPDATE", 0, &set)]);
            for outcome in live.iter().filter(|outcome| outcome.as_ref().is_ok_and(|changes| *changes > 0)) {
                missing.push(format!("{}.{columns:?}: taken: {outcome:?}", table.name));
            }
        }
    }
    assert!(count > 70 && missing.is_empty(), "{} of {count}:\n{}", missing.len(), missing.join("\n"));
}

/// The reasons that a trigger gives for refusing.
fn reasons(sql: &str) -> BTreeSet<String> {
    let sql = without_comments(sql);
    sql.split("RAISE(ABORT, '").skip(1).map(|rest| rest.split_once('\'').unwrap().0.to_owned()).collect()
}

impl Table {
    /// Statements of every sort on this table: each column given many values, in each role that its triggers know; rows added and taken away.
    fn statements(&self, roles: &[&str]) -> Vec<String> {
        let checks = self.checks();
        let mut sets: Vec<BTreeMap<&str, String>> = Vec::new();
        for column in self.stored() {
            let name = column.name.as_str();
            let mut values: Vec<String> = ["NULL", "0", "1", "2", "100"].map(str::to_owned).to_vec();
            values.extend([id(88), format!("{name} + 1"), format!("{name} - 1"), "'2030-01-01T00:00:00.000Z'".into()]);
            values.extend(["'[1]'", "'{}'", "zeroblob(50)", "zeroblob(32)", "lower(hex(zeroblob(32)))"].map(str::to_owned));
            if column.kind == "TEXT" {
                values.push(format!("{name} || 'x'"));
            }
            for offset in [0, 1] {
                values.push(format!("(SELECT other.{name} FROM {} AS other ORDER BY {} LIMIT 1 OFFSET {offset})", self.name, self.key.join(", ")));
            }
            for check in checks.iter().filter(|check| speaks_of(check, name) && check.contains(" IN (")) {
                values.extend(check.split('\'').skip(1).step_by(2).map(|word| format!("'{word}'")));
            }
            sets.extend(values.iter().map(|value| two(name, value, None)));
            // With the revision, where texts have one.
            if self.columns.iter().any(|column| column.name == "revision") && name != "revision" {
                sets.extend(values.iter().map(|value| two(name, value, Some(("revision", "revision + 1")))));
            }
        }
        for [flag, moment] in [["is_deleted", "deleted_at"], ["completed", "completed_at"], ["status", "decided_at"]] {
            if self.stored().any(|column| column.name == flag) && self.stored().any(|column| column.name == moment) {
                let time = "'2030-01-01T00:00:00.000Z'";
                for (value, at) in [("1", time), ("0", "NULL"), ("'approved'", time), ("'pending'", "NULL")] {
                    sets.push(two(flag, value, Some((moment, at))));
                    let mut free = two(flag, value, Some((moment, at)));
                    if self.stored().any(|column| column.name == "is_active") {
                        free.insert("is_active", "0".into());
                    }
                    sets.push(free);
                }
            }
        }
        let mut found: Vec<String> = (0..3)
            .map(|row| {
                format!("DELETE FROM {0} WHERE ({1}) = (SELECT {1} FROM {0} ORDER BY {1} LIMIT 1 OFFSET {row})", self.name, self.key.join(", "))
            })
            .collect();
        found.push(self.insert("INSERT", 0, &BTreeMap::new()));
        found.push(self.insert("INSERT", 0, &self.fresh()));
        for set in &sets {
            found.extend((0..3).map(|row| self.update("UPDATE", row, set)));
            found.push(self.insert("INSERT", 0, set));
            let mut fresh = self.fresh();
            fresh.extend(set.iter().map(|(column, value)| (*column, value.clone())));
            found.push(self.insert("INSERT", 1, &fresh));
        }
        found.sort();
        found.dedup();
        let speaks = |role: &str, sql: &str| match role {
            "person" => sql.to_owned(),
            // Everybody is erased first: the role alone opens nothing.
            "erasure" => format!("INSERT INTO write_context (id, role) VALUES (1, 'erasure'); {EVERYBODY_ERASED}; {sql}"),
            "restore" => format!(
                "INSERT INTO audit_entry (action, table_name, row_id) VALUES ('restore', 'installation', '1'); INSERT INTO write_context (id, role) VALUES (1, 'restore'); {sql}"
            ),
            role => format!("INSERT INTO write_context (id, role) VALUES (1, '{role}'); {sql}"),
        };
        roles.iter().flat_map(|role| found.iter().map(move |sql| speaks(role, sql))).collect()
    }
}

/// As an erasure writes it down.
const EVERYBODY_ERASED: &str = "INSERT INTO erasures (id, user_id, keeps_contributions, requested_at, due_at, days_wanted, erased_at) \
    SELECT '0190bbbb' || substr(id, 9), id, 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 0, '2026-01-01T00:00:00.000Z' FROM users; \
    UPDATE users SET username = NULL, username_index = NULL, is_active = 0, is_deleted = 1, deleted_at = coalesce(deleted_at, '2026-01-01T00:00:00.000Z')";

/// What takes several statements, or rows that are made for it: the table or view, and the statements. `@a@` and `@b@` are ids that no row has.
const BY_HAND: [(&str, &str); 52] = [
    (
        "outbox",
        "INSERT INTO outbox (op_id, position, user_id, kind, v, payload, digest, created_at) SELECT @a@, max(position) + 1, user_id, kind, v, '{}', digest, created_at FROM outbox; UPDATE outbox SET state = 'sent' WHERE op_id = @a@",
    ),
    ("write_context", "UPDATE replicas SET state = 'left'; INSERT INTO write_context (id, role) VALUES (1, 'sync')"),
    ("write_context", "INSERT INTO write_context (id, role) VALUES (1, 'restore')"),
    ("write_context", "INSERT INTO write_context (id, role) VALUES (1, 'person'); UPDATE write_context SET role = 'erasure'"),
    (
        "trust_levels",
        "INSERT INTO users (id, username, username_index, role, created_at) VALUES (@a@, zeroblob(41), zeroblob(32), 'learner', '2026-01-01T00:00:00.000Z')",
    ),
    (
        "audit_seals",
        "INSERT INTO audit_seals (id, seal) SELECT max(id), zeroblob(32) FROM audit_log HAVING NOT EXISTS (SELECT 1 FROM audit_seals); DELETE FROM audit_seals",
    ),
    (
        "audit_seals",
        "INSERT INTO audit_seals (id, seal) SELECT max(id), zeroblob(32) FROM audit_log HAVING NOT EXISTS (SELECT 1 FROM audit_seals); UPDATE audit_seals SET seal = zeroblob(32)",
    ),
    (
        "audit_seals",
        "INSERT INTO audit_seals (id, seal) SELECT max(id), zeroblob(32) FROM audit_log HAVING NOT EXISTS (SELECT 1 FROM audit_seals); INSERT INTO audit_seals (id, seal) VALUES (0, zeroblob(32))",
    ),
    ("audit_seals", "INSERT INTO audit_seals (id, seal) VALUES (99999999, zeroblob(32))"),
    (
        "categories",
        "INSERT INTO categories (id, slug, name, created_at) SELECT @a@, 'new', 'New', created_at FROM categories LIMIT 1; DELETE FROM categories WHERE id = @a@",
    ),
    (
        "categories",
        "INSERT INTO categories (id, parent_id, slug, name, created_at) SELECT @a@, @a@, 'new', 'New', created_at FROM categories LIMIT 1",
    ),
    ("course_languages", "INSERT INTO course_languages SELECT id, 'sql' FROM courses LIMIT 1; DELETE FROM course_languages WHERE language = 'sql'"),
    (
        "course_languages",
        "INSERT INTO course_languages SELECT id, 'sql' FROM courses LIMIT 1; UPDATE course_languages SET language = 'rust' WHERE language = 'sql'",
    ),
    (
        "exercises",
        "INSERT INTO exercises (id, course_id, lesson_id, slug, title, kind, difficulty, programming_language, position, instructions, question_data, version_digest) SELECT @a@, course_id, lesson_id, 'new', title, kind, difficulty, 'cobol', 9, '', question_data, version_digest FROM exercises WHERE kind = 'steps' LIMIT 1",
    ),
    (
        "exercises",
        "INSERT INTO exercises (id, course_id, lesson_id, slug, title, kind, difficulty, programming_language, position, instructions, question_data, version_digest, solution_code) SELECT @a@, course_id, lesson_id, 'new', title, kind, difficulty, programming_language, 9, '', question_data, version_digest, '[1]' FROM exercises WHERE kind = 'steps' LIMIT 1",
    ),
    (
        "lesson_progress",
        "INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position) SELECT @a@, course_id, 'new', 'New', '', 'theory', 1, 0, '', 99 FROM lessons LIMIT 1; INSERT INTO lesson_progress (user_id, lesson_id, completed, completed_at) SELECT enrollments.user_id, @a@, 1, '2030-01-01T00:00:00.000Z' FROM enrollments JOIN lessons USING (course_id) WHERE lessons.id = @a@ LIMIT 1",
    ),
    (
        "lessons",
        "INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position) SELECT @a@, course_id, 'new', 'New', '', 'theory', 1, 0, '', 99 FROM lessons LIMIT 1; DELETE FROM lessons WHERE id = @a@",
    ),
    (
        "lessons",
        "INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position) SELECT @a@, course_id, 'new', 'New', '', 'theory', 1, 0, '', 99 FROM lessons LIMIT 1; INSERT INTO lesson_progress (user_id, lesson_id) SELECT id, @a@ FROM users; DELETE FROM lessons WHERE id = @a@",
    ),
    (
        "lessons",
        "INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position) SELECT @a@, course_id, 'new', 'New', '', 'theory', 1, 0, '', 99 FROM exercises WHERE kind = 'steps' LIMIT 1; INSERT INTO exercises (id, course_id, lesson_id, slug, title, kind, difficulty, programming_language, position, instructions, question_data, version_digest) SELECT @b@, course_id, @a@, 'new', title, kind, difficulty, programming_language, 9, '', question_data, version_digest FROM exercises WHERE kind = 'steps' LIMIT 1; DELETE FROM lessons WHERE id = @a@",
    ),
    (
        "playground_files",
        "INSERT INTO playground_files (id, user_id, path, text, created_at, updated_at) SELECT @a@, user_id, 'other.py', '', created_at, updated_at FROM playground_files LIMIT 1; UPDATE playground_files SET path = 'TRY.py' WHERE id = @a@",
    ),
    (
        "posts",
        "UPDATE topics SET is_locked = 1; INSERT INTO posts (id, topic_id, user_id, content, created_at, updated_at) SELECT @a@, topic_id, user_id, content, created_at, updated_at FROM posts LIMIT 1",
    ),
    (
        "replicas",
        "INSERT INTO replicas (id, class_id, user_id, member_id, public_key, created_at) SELECT @a@, class_id, user_id, member_id, public_key, created_at FROM replicas WHERE state = 'current' LIMIT 1",
    ),
    (
        "review_queue",
        "INSERT INTO review_queue (id, kind, post_id, user_id, created_at) SELECT @a@, kind, post_id, user_id, created_at FROM review_queue WHERE is_open LIMIT 1",
    ),
    (
        "review_queue",
        "INSERT INTO review_queue (id, kind, post_id, user_id, created_at, status, decided_at) SELECT @a@, kind, post_id, user_id, created_at, 'approved', created_at FROM review_queue WHERE is_open LIMIT 1; UPDATE review_queue SET status = 'pending', decided_at = NULL WHERE id = @a@",
    ),
    ("review_votes", "INSERT INTO review_votes (review_id, user_id, created_at) SELECT id, user_id, created_at FROM reviews"),
    (
        "submissions",
        "INSERT INTO submissions (id, user_id, exercise_id, version_digest, attempt_number, code, status, score, total_tests, passed_tests, result, submitted_at) SELECT @a@, user_id, exercise_id, version_digest, 1 + max(attempt_number), code, 'passed', 50, 2, 1, result, submitted_at FROM submissions GROUP BY user_id, exercise_id LIMIT 1",
    ),
    (
        "topics",
        "INSERT INTO topics (id, course_id, user_id, slug, title, content, last_activity_at, reply_count, created_at, updated_at) SELECT @a@, course_id, user_id, 'new', title, content, '2030-01-01T00:00:00.000Z', 5, created_at, updated_at FROM topics LIMIT 1",
    ),
    (
        "topics",
        "INSERT INTO topics (id, course_id, exercise_id, user_id, slug, title, content, last_activity_at, created_at, updated_at) SELECT @a@, topics.course_id, exercises.id, topics.user_id, 'new', topics.title, content, last_activity_at, created_at, updated_at FROM topics, exercises WHERE exercises.course_id <> topics.course_id LIMIT 1",
    ),
    (
        "courses",
        "INSERT INTO courses (id, category_id, slug, title, summary, description, version, locale, license, difficulty, hours, pack_digest, imported_at, total_reviews, rating_sum, average_rating) SELECT @a@, category_id, 'new', title, summary, description, version, locale, license, difficulty, hours, pack_digest, imported_at, 7, 9, 4.5 FROM courses LIMIT 1",
    ),
    ("files_rule", "INSERT INTO files_rule VALUES ('[{\"path\":\"a\"}]')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('quiz', '{', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('quiz', '[]', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('code', '{}', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('code', '{\"entry\":\"a\"}', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('code', '{\"entry\":\"a\",\"starter\":[],\"data_files\":[]}', '{}')"),
    (
        "question_data_rule",
        "INSERT INTO question_data_rule VALUES ('code', '{\"entry\":\"a\",\"starter\":[],\"data_files\":[],\"limits\":{\"wall_ms\":1,\"memory_mb\":1,\"output_bytes\":1,\"file_bytes\":1}}', '{}')",
    ),
    (
        "question_data_rule",
        "INSERT INTO question_data_rule VALUES ('code', '{\"entry\":\"a\",\"starter\":[],\"data_files\":[],\"limits\":{\"wall_ms\":1,\"memory_mb\":1,\"output_bytes\":1,\"file_bytes\":1},\"starter_may_pass\":true}', '{}')",
    ),
    (
        "question_data_rule",
        "INSERT INTO question_data_rule VALUES ('code', '{\"entry\":\"a\",\"starter\":[],\"data_files\":[],\"limits\":{\"wall_ms\":1,\"memory_mb\":1,\"output_bytes\":1,\"file_bytes\":1},\"starter_may_pass\":true}', '{\"kind\":\"data\",\"cases\":[]}')",
    ),
    (
        "question_data_rule",
        "INSERT INTO question_data_rule VALUES ('code', '{\"entry\":\"a\",\"starter\":[],\"data_files\":[],\"limits\":{\"wall_ms\":1,\"memory_mb\":1,\"output_bytes\":1,\"file_bytes\":1},\"starter_may_pass\":true}', '{\"kind\":\"python\",\"module\":\"m\",\"files\":[]}')",
    ),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('quiz', '{}', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('quiz', '{\"question\":\"?\",\"options\":[\"a\"]}', '{}')"),
    (
        "question_data_rule",
        "INSERT INTO question_data_rule VALUES ('quiz', '{\"question\":\"?\",\"options\":[\"a\",\"b\"],\"correct_answer\":\"c\"}', '{}')",
    ),
    (
        "question_data_rule",
        "INSERT INTO question_data_rule VALUES ('quiz', '{\"question\":\"?\",\"options\":[\"a\",\"b\"],\"correct_answer\":\"a\",\"pass_mark\":101}', '{}')",
    ),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('fill_blank', '{}', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('fill_blank', '{\"template\":\"\"}', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('fill_blank', '{\"template\":\"\",\"solutions\":{\"1\":\"a\"}}', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('choice', '{\"template\":\"{{CHOICE_1}}\",\"solutions\":{\"1\":\"a\"}}', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('predict', '{}', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('order', '{}', '{}')"),
    ("question_data_rule", "INSERT INTO question_data_rule VALUES ('steps', '{}', '{}')"),
    ("audit_entry", "INSERT INTO audit_entry (action, table_name, row_id) VALUES ('insert', 'x', 'x')"),
    ("lesson_progress", "DELETE FROM lesson_progress"),
];

#[test]
fn every_trigger_is_tried_and_is_the_one_that_acts() {
    let subject = Subject::new();
    let (mut missing, mut count) = (Vec::new(), 0);
    let words = ["person", "erasure", "sync", "restore"];
    let mut places: Vec<&str> = subject.triggers.iter().map(|(_, on, _)| on.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        let triggers: Vec<_> = subject.triggers.iter().filter(|(_, on, _)| on == place).collect();
        let roles: Vec<&str> = words
            .into_iter()
            .filter(|role| {
                *role == "person"
                    || triggers.iter().any(|(_, _, sql)| sql.contains(&format!("'{role}'")) || (*role == "erasure" && sql.contains("erasable")))
            })
            .collect();
        // A place that is no table is a view that holds a rule.
        let mut statements = subject.tables.iter().find(|table| table.name == place).map_or_else(Vec::new, |table| table.statements(&roles));
        statements.extend(BY_HAND.iter().filter(|(on, _)| *on == place).map(|(_, sql)| sql.replace("@a@", &id(88)).replace("@b@", &id(89))));
        let said = outcomes(&subject.live, "", &statements);
        for (name, _, sql) in triggers {
            let reasons = reasons(sql);
            let drop = format!("PRAGMA synchronous = OFF; DROP TRIGGER {name};");
            let without = |candidates: &[&String]| {
                // Dropped for good: within the same transaction every ROLLBACK would read the whole schema anew.
                let (_copy, path) = copy_in_memory(subject.live.parent().unwrap());
                outcomes(&path, &drop, &candidates.iter().map(|sql| (*sql).clone()).collect::<Vec<_>>())
            };
            if reasons.is_empty() {
                count += 1;
                let event = ["INSERT", "UPDATE", "DELETE"]
                    .into_iter()
                    .find(|event| [" AFTER ", " BEFORE ", " INSTEAD OF "].iter().any(|when| sql.contains(&format!("{when}{event}"))))
                    .unwrap();
                // One that asks a rule for its opinion refuses with that rule's words.
                let rule = ["question_data", "not_files", "tests_"];
                let counts = |outcome: &Outcome| match outcome {
                    Ok(_) => true,
                    Err(text) => sql.contains("_rule ") && rule.iter().any(|word| text.starts_with(word)),
                };
                let candidates: Vec<(&String, &Outcome)> =
                    statements.iter().zip(&said).filter(|(statement, outcome)| counts(outcome) && statement.contains(&format!("{event} "))).collect();
                let outcomes = without(&candidates.iter().map(|(sql, _)| *sql).collect::<Vec<_>>());
                if !candidates.iter().zip(outcomes).any(|((_, before), after)| **before != after) {
                    missing.push(format!("{name}: nothing is different without it ({} tried)", candidates.len()));
                }
                continue;
            }
            for reason in reasons {
                count += 1;
                let candidates: Vec<&String> = statements
                    .iter()
                    .zip(&said)
                    .filter(|(_, outcome)| outcome.as_ref().is_err_and(|text| *text == reason))
                    .map(|(sql, _)| sql)
                    .collect();
                let refused = Err(reason.clone());
                if !without(&candidates).iter().any(|after| *after != refused) {
                    missing.push(format!("{name}: {reason} ({} tried)", candidates.len()));
                }
            }
        }
    }
    println!("{count} triggers and reasons");
    assert!(count > 250 && missing.is_empty(), "{} of {count}:\n{}", missing.len(), missing.join("\n"));
}

/// Columns that follow from others. Whoever writes into them by hand makes them wrong: doctor finds it.
const DERIVED: [&str; 19] = [
    "posts_read",
    "seconds_read",
    "days_seen",
    "likes_received",
    "likes_given",
    "completed_lessons",
    "progress_percentage",
    "total_lessons",
    "total_enrollments",
    "total_reviews",
    "rating_sum",
    "average_rating",
    "helpful_count",
    "reply_count",
    "last_activity_at",
    "like_count",
    "attempts",
    "best_score",
    "passed_at",
];

#[test]
fn whatever_the_file_takes_leaves_every_counter_right() {
    let subject = Subject::new();
    let raw = Connection::open(&subject.live).unwrap();
    raw.execute_batch("PRAGMA foreign_keys = OFF; BEGIN").unwrap();
    let counted = [
        "users",
        "courses",
        "lessons",
        "enrollments",
        "lesson_progress",
        "submissions",
        "reviews",
        "review_votes",
        "topics",
        "posts",
        "post_likes",
        "reading_days",
        "trust_levels",
    ];
    let (mut wrong, mut count) = (Vec::new(), 0);
    for table in subject.tables.iter().filter(|table| counted.contains(&table.name.as_str())) {
        let mut statements = table.statements(&["person", "erasure"]);
        statements.extend(BY_HAND.iter().filter(|(on, _)| *on == table.name).map(|(_, sql)| sql.replace("@a@", &id(88)).replace("@b@", &id(89))));
        let derived =
            |sql: &str| DERIVED.iter().chain(&["attempts_to_pass", "last_attempt_at"]).any(|column| sql.contains(&format!("SET {column} =")));
        for (sql, outcome) in statements.iter().zip(outcomes(&subject.live, "", &statements)) {
            if outcome.is_err() || derived(sql) {
                continue;
            }
            count += 1;
            raw.execute_batch("SAVEPOINT one").unwrap();
            raw.execute_batch(sql).unwrap();
            if let Some(what) = invariants::broken(&raw) {
                wrong.push(format!("{what}: {sql}"));
            }
            raw.execute_batch("ROLLBACK TO one; RELEASE one").unwrap();
        }
    }
    println!("{count} statements");
    assert!(count > 1000 && wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
