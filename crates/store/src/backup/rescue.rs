//! Reading what can be read of a damaged file.
//!
//! Each table is read from its beginning until a page that cannot be read, then from its end. What lies between is looked for by the keys that the indexes
//! hold, row by row, so that one bad page costs the rows on it and no others. Where the list of tables itself is damaged, that of the backup is lent
//! to a copy: the tables of both lie at the same places unless the file was rebuilt since, and what is read wrongly does not pass the constraints later.

use super::{carry, immutable_uri, lend::lend_schema, read_only_uri};
use crate::{
    Result,
    doctor::{Watch, quoted},
    query,
};
use rusqlite::{Connection, OpenFlags, Statement, types::Value};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Reads what can be read of the damaged file into a new one, which lies in `work` and has the same tables without their constraints. The tables of
/// which something could not be read come back by name; all of them where nothing could.
pub fn rescue(damaged: &Path, backup: &Path, work: &Path, watch: &Watch<'_>) -> Result<(PathBuf, Vec<String>)> {
    let path = work.join("rescued.db");
    let mut rescued = Connection::open(&path)?;
    rescued.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    let mut incomplete: BTreeSet<&str> = carry::TABLES.iter().map(|table| table.name).collect();
    if let Some(source) = open_damaged(damaged, backup, work)? {
        let transaction = rescued.transaction()?;
        for (done, table) in carry::TABLES.iter().enumerate() {
            watch.go_on()?;
            watch.tell("rescue", table.name, done, carry::TABLES.len());
            if let Ok(true) = rescue_table(&source, &transaction, table) {
                incomplete.remove(table.name);
            }
        }
        transaction.commit()?;
    }
    Ok((path, incomplete.into_iter().map(str::to_owned).collect()))
}

fn open_damaged(damaged: &Path, backup: &Path, work: &Path) -> Result<Option<Connection>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let usable = |uri: String| {
        let connection = Connection::open_with_flags(uri, flags).ok()?;
        connection.execute_batch("PRAGMA cell_size_check = ON").ok()?;
        carry::columns(&connection, "main", "users").ok().filter(|columns| !columns.is_empty()).map(|_| connection)
    };
    // With its log; without it, where the log cannot be used.
    if let Some(connection) = usable(read_only_uri(damaged)).or_else(|| usable(immutable_uri(damaged))) {
        return Ok(Some(connection));
    }
    let copy = work.join("damaged.db");
    fs::copy(damaged, &copy)?;
    let log = PathBuf::from(format!("{}-wal", damaged.display()));
    if log.exists() {
        fs::copy(log, work.join("damaged.db-wal"))?;
    }
    if lend_schema(&copy, backup).is_err() {
        return Ok(None);
    }
    Ok(usable(read_only_uri(&copy)).or_else(|| usable(immutable_uri(&copy))))
}

// Whether all of the table was read.
fn rescue_table(source: &Connection, rescued: &Connection, table: &carry::Table) -> Result<bool> {
    let columns = carry::columns(source, "main", table.name)?;
    if columns.is_empty() {
        return Ok(false);
    }
    let names = columns.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let key = table.key.join(", ");
    rescued.execute_batch(&format!("CREATE TABLE {} ({names}, PRIMARY KEY ({key}))", table.name))?;
    let marks = vec!["?"; columns.len()].join(", ");
    let mut insert = rescued.prepare(&format!("INSERT OR IGNORE INTO {} ({names}) VALUES ({marks})", table.name))?;

    let descending = table.key.iter().map(|name| format!("{name} DESC")).collect::<Vec<_>>().join(", ");
    let forwards = take(source, &format!("SELECT {names} FROM {} NOT INDEXED ORDER BY {key}", table.name), &[], &mut insert);
    if forwards {
        return Ok(true);
    }
    take(source, &format!("SELECT {names} FROM {} NOT INDEXED ORDER BY {descending}", table.name), &[], &mut insert);
    let given = table.key.iter().enumerate().map(|(index, name)| format!("{name} = ?{}", index + 1)).collect::<Vec<_>>().join(" AND ");
    let by_key = format!("SELECT {names} FROM {} NOT INDEXED WHERE {given}", table.name);
    let mut known = rescued.prepare(&format!("SELECT 1 FROM {} WHERE {given}", table.name))?;
    let indexes = query::many(source, include_str!("indexes.sql"), [table.name], |row| row.get::<_, String>(0)).unwrap_or_default();
    for index in indexes {
        for key in keys_in(source, table, &index) {
            if !known.exists(rusqlite::params_from_iter(&key))? {
                take(source, &by_key, &key, &mut insert);
            }
        }
    }
    Ok(false)
}

// Takes rows until the end, or until one cannot be read. Whether it came to the end.
fn take(source: &Connection, sql: &str, key: &[Value], insert: &mut Statement<'_>) -> bool {
    let Ok(mut statement) = source.prepare(sql) else { return false };
    let width = statement.column_count();
    let Ok(mut rows) = statement.query(rusqlite::params_from_iter(key)) else { return false };
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                let values: rusqlite::Result<Vec<Value>> = (0..width).map(|index| row.get(index)).collect();
                // A text that is no text is not what somebody wrote.
                if let Ok(values) = values {
                    let _ = insert.execute(rusqlite::params_from_iter(values));
                }
            }
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

// The keys that an index holds, from both its ends.
fn keys_in(source: &Connection, table: &carry::Table, index: &str) -> Vec<Vec<Value>> {
    let mut found = Vec::new();
    let order = query::many(source, include_str!("index_columns.sql"), [index], |row| row.get::<_, String>(0)).unwrap_or_default();
    for direction in ["ASC", "DESC"] {
        let order = order.iter().map(|name| format!("{} {direction}", quoted(name))).collect::<Vec<_>>().join(", ");
        // An index over some rows only cannot be read in this way; it is passed over.
        let sql = format!("SELECT {} FROM {} INDEXED BY {} ORDER BY {order}", table.key.join(", "), table.name, quoted(index));
        let Ok(mut statement) = source.prepare(&sql) else { continue };
        let Ok(mut rows) = statement.query([]) else { continue };
        loop {
            match rows.next() {
                Ok(Some(row)) => found.extend((0..table.key.len()).map(|index| row.get(index)).collect::<rusqlite::Result<Vec<Value>>>()),
                // To its end: from the other end nothing more is to be found.
                Ok(None) => return found,
                Err(_) => break,
            }
        }
    }
    found
}
