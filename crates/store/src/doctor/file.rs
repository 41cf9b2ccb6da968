//! The pages of the file, its indexes and its foreign keys, table by table, so that it can be told how far it is and stopped between.

use super::{Area, Finding};
use crate::{Result, query};
use rusqlite::Connection;
use serde_json::Value;

/// The tables of the file, the schema's own first: looking at that looks at the list of free pages too.
pub fn tables(connection: &Connection) -> Result<Vec<String>> {
    let mut tables = vec!["sqlite_schema".to_owned()];
    tables.extend(query::many(connection, include_str!("tables.sql"), [], |row| row.get(0))?);
    Ok(tables)
}

/// Reads a table with its indexes, whole, and compares them; looks at every CHECK, NOT NULL and UNIQUE.
pub fn integrity(connection: &Connection, table: &str) -> Result<Vec<Finding>> {
    let told = query::many(connection, &format!("PRAGMA integrity_check({})", quoted(table)), [], |row| row.get::<_, String>(0))?;
    let findings = told.into_iter().filter(|line| line != "ok").map(|line| {
        let field = if is_damage(&line) {
            "pages"
        } else if is_about_index(&line) {
            "index"
        } else {
            "constraint"
        };
        Finding::new(Area::Integrity, table, field, line, Value::Null)
    });
    Ok(findings.collect())
}

/// Rows of a table whose parent is not there.
pub fn foreign_keys(connection: &Connection, table: &str) -> Result<Vec<Finding>> {
    if table == "sqlite_schema" {
        return Ok(Vec::new());
    }
    // A table without a rowid does not tell which row it is, so that is asked for by the columns of the key.
    let keys = query::many(connection, include_str!("foreign_keys.sql"), [table], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
    })?;
    let names = query::many(connection, include_str!("key_columns.sql"), [table], |row| row.get::<_, String>(0))?;
    let row = names.iter().map(|name| format!("child.{}", quoted(name))).collect::<Vec<_>>().join(", ");
    let mut found = Vec::new();
    let mut ids: Vec<i64> = keys.iter().map(|(id, ..)| *id).collect();
    ids.dedup();
    for id in ids {
        let key: Vec<_> = keys.iter().filter(|(other, ..)| *other == id).collect();
        let Some((_, parent, first, _)) = key.first() else { continue };
        let every = |text: &dyn Fn(&str, &str) -> String| key.iter().map(|(_, _, from, to)| text(from, to)).collect::<Vec<_>>().join(" AND ");
        let given = every(&|from, _| format!("child.{} IS NOT NULL", quoted(from)));
        let same = every(&|from, to| format!("parent.{} = child.{}", quoted(to), quoted(from)));
        let sql = format!(
            "SELECT {row}, child.{} FROM {} AS child WHERE {given} AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {same})",
            quoted(first),
            quoted(table),
            quoted(parent)
        );
        found.extend(query::many(connection, &sql, [], |row| {
            let key = (0..names.len()).map(|index| Ok(super::sql_value(row.get_ref(index)?))).collect::<rusqlite::Result<_>>()?;
            let stored = super::sql_value(row.get_ref(names.len())?);
            Ok(Finding { key, ..Finding::new(Area::ForeignKeys, table, first, stored, Value::Null) })
        })?);
    }
    Ok(found)
}

/// Whether a line of SQLite's check speaks of pages that do not hold together, and not of a value or of an index that can be made anew.
pub fn is_damage(line: &str) -> bool {
    let about_value = line.starts_with("CHECK constraint failed") || line.starts_with("NULL value in") || line.contains(" value in ");
    !about_value && !is_about_index(line)
}

fn is_about_index(line: &str) -> bool {
    line.contains("missing from index") || line.contains("# of entries in index") || line.starts_with("non-unique entry in index")
}

/// Makes the indexes of a table anew, where they are what differs.
pub fn rebuild_indexes(connection: &Connection, finding: &Finding) -> Result<bool> {
    if finding.field != "index" {
        return Ok(false);
    }
    connection.execute_batch(&format!("REINDEX {}", quoted(&finding.table)))?;
    Ok(true)
}

/// A name as SQL takes any.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
