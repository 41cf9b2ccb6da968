//! The schema of the file against that which the migrations give. Only this finds a guard that somebody dropped: the file cannot refuse that.

use super::{Area, Finding, file::quoted};
use crate::{Result, opening, query};
use rusqlite::Connection;
use serde_json::Value;
use std::{collections::BTreeMap, sync::OnceLock};

#[derive(Clone, PartialEq, Eq)]
struct Object {
    kind: String,
    table: String,
    sql: Option<String>,
}

type Objects = BTreeMap<String, Object>;

// The same for the whole life of the program: it comes from the migrations alone.
fn expected() -> Result<&'static Objects> {
    static EXPECTED: OnceLock<Objects> = OnceLock::new();
    if let Some(objects) = EXPECTED.get() {
        return Ok(objects);
    }
    let mut empty = Connection::open_in_memory()?;
    opening::make_schema(&mut empty)?;
    let objects = objects(&empty)?;
    Ok(EXPECTED.get_or_init(|| objects))
}

fn objects(connection: &Connection) -> Result<Objects> {
    let rows = query::many(connection, include_str!("objects.sql"), [], |row| {
        Ok((row.get::<_, String>(0)?, Object { kind: row.get(1)?, table: row.get(2)?, sql: row.get(3)? }))
    })?;
    Ok(rows.into_iter().collect())
}

/// What the migrations say for this name.
pub fn expected_sql(name: &str) -> Result<Option<String>> {
    Ok(expected()?.get(name).and_then(|object| object.sql.clone()))
}

/// Everything that is missing, changed or too much; and the numbers in the header.
pub fn differences(connection: &Connection) -> Result<Vec<Finding>> {
    let (expected, stored) = (expected()?, objects(connection)?);
    let text = |object: Option<&Object>| object.map_or(Value::Null, |object| object.sql.clone().unwrap_or_else(|| object.kind.clone()).into());
    let mut found: Vec<Finding> = Vec::new();
    for (name, object) in expected {
        let there = stored.get(name);
        if there != Some(object) {
            found.push(Finding::new(Area::Schema, &object.table, name, text(there), text(Some(object))));
        }
    }
    for (name, object) in stored.iter().filter(|(name, _)| !expected.contains_key(*name)) {
        found.push(Finding::new(Area::Schema, &object.table, name, text(Some(object)), Value::Null));
    }
    for (name, right) in [("user_version", opening::newest_version()), ("application_id", opening::APPLICATION_ID)] {
        let stored: i64 = connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))?;
        if stored != right {
            found.push(Finding::new(Area::Schema, "", name, stored, right));
        }
    }
    let (history, right) = (opening::history_length(connection)?, opening::newest_version());
    if history != right {
        found.push(Finding::new(Area::Schema, "refinery_schema_history", "version", history, right));
    }
    Ok(found)
}

/// Makes a trigger, an index or a view what the migrations say, and takes away one that they do not know. Whether it did: tables hold what people
/// made and are never replaced; an index whose rows are not unique any more cannot be made.
pub fn mend(connection: &Connection, finding: &Finding) -> Result<bool> {
    let name = finding.field.as_str();
    if finding.table.is_empty() {
        let Some(right) = finding.actual.as_i64() else { return Ok(false) };
        connection.execute_batch(&format!("PRAGMA {name} = {right}"))?;
        return Ok(true);
    }
    let (expected, stored) = (expected()?.get(name), objects(connection)?.remove(name));
    if [expected, stored.as_ref()].into_iter().flatten().any(|object| !matches!(object.kind.as_str(), "trigger" | "index" | "view")) {
        return Ok(false);
    }
    if let Some(object) = &stored {
        connection.execute_batch(&format!("DROP {} {}", object.kind, quoted(name)))?;
    }
    if let Some(sql) = expected.and_then(|object| object.sql.as_deref()) {
        connection.execute_batch(sql)?;
    }
    Ok(true)
}
