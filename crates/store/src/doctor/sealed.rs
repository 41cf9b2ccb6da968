//! Encrypted columns: each opens with its person's key at its place, and its blind index is that of the text in it.

use super::{Area, Finding, Watch};
use crate::{
    Result,
    privacy::{Key, KeyFile, Place, blind_index, open},
    query,
    write::Write,
};
use domain::{
    account::{Email, UserName},
    id::UserId,
};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::ops::ControlFlow;

/// An encrypted column.
pub struct Column {
    /// Its table.
    pub table: &'static str,
    name: &'static str,
    /// What is bound into the seal besides table and column: the person, and where there are several rows for each, what else is in the key.
    rows: &'static str,
    /// Whether a blind index stands beside it.
    indexed: bool,
}

/// All of them. A test holds this against the BLOB columns of the schema.
pub const COLUMNS: &[Column] = &[
    Column { table: "users", name: "username", rows: include_str!("sealed/users_username.sql"), indexed: true },
    Column { table: "users", name: "email", rows: include_str!("sealed/users_email.sql"), indexed: true },
    Column { table: "profiles", name: "display_name", rows: include_str!("sealed/profiles_display_name.sql"), indexed: false },
    Column { table: "profiles", name: "bio", rows: include_str!("sealed/profiles_bio.sql"), indexed: false },
    Column { table: "profiles", name: "goals", rows: include_str!("sealed/profiles_goals.sql"), indexed: false },
    Column { table: "lesson_notes", name: "content", rows: include_str!("sealed/lesson_notes_content.sql"), indexed: false },
];

/// Everything in this column that is locked or damaged, or whose index is another's.
pub fn differences(connection: &Connection, keys: &KeyFile, column: &Column, watch: &Watch<'_>) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    each(connection, column, |user, row, sealed, index| {
        if watch.go_on().is_err() {
            return ControlFlow::Break(());
        }
        let finding = |area, field: &str, stored: &str, actual: Value| Finding {
            key: row.split('/').map(Value::from).collect(),
            ..Finding::new(area, column.table, field, stored, actual)
        };
        let Some(key) = keys.person(user) else {
            found.push(finding(Area::Locked, column.name, "locked", Value::Null));
            return ControlFlow::Continue(());
        };
        match open(&key, Place { table: column.table, column: column.name, row }, sealed) {
            None => found.push(finding(Area::Encryption, column.name, "damaged", Value::Null)),
            Some(text) => {
                let right = column.indexed.then(|| keys.index()).flatten().and_then(|key| index_of(&key, column.name, &text));
                if let Some(right) = right
                    && index != Some(right.as_slice())
                {
                    found.push(finding(Area::Encryption, &format!("{}_index", column.name), "another text's", Value::from("this text's")));
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    watch.go_on()?;
    Ok(found)
}

/// The blind indexes that are another text's, looked at in this transaction.
pub fn index_differences(write: &Write<'_>) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for column in COLUMNS.iter().filter(|column| column.indexed) {
        let differing = differences(write.connection, write.keys, column, &Watch::nobody())?;
        found.extend(differing.into_iter().filter(|finding| finding.field.ends_with("_index")));
    }
    Ok(found)
}

/// Makes a blind index anew from the text that it stands for. Whether it could.
pub fn mend_index(write: &Write<'_>, finding: &Finding) -> Result<bool> {
    let Some(column) = COLUMNS.iter().find(|column| column.table == finding.table && finding.field == format!("{}_index", column.name)) else {
        return Ok(false);
    };
    let Some(index_key) = write.keys.index() else { return Ok(false) };
    let mut right = None;
    each(write.connection, column, |user, row, sealed, _| {
        if row != finding.row() {
            return ControlFlow::Continue(());
        }
        let text = write.keys.person(user).and_then(|key| open(&key, Place { table: column.table, column: column.name, row }, sealed));
        right = text.and_then(|text| index_of(&index_key, column.name, &text));
        ControlFlow::Break(())
    })?;
    let Some(right) = right else { return Ok(false) };
    let sql = if column.name == "email" { include_str!("sealed/mend_email_index.sql") } else { include_str!("sealed/mend_username_index.sql") };
    Ok(query::execute(write.connection, sql, params![finding.row(), right])? > 0)
}

fn index_of(key: &Key, column: &str, text: &[u8]) -> Option<[u8; 32]> {
    let text = std::str::from_utf8(text).ok()?;
    let folded = if column == "email" { Email::parse(text).ok()?.folded() } else { UserName::parse(text).ok()?.folded() };
    Some(blind_index(key, column, &folded))
}

fn each(connection: &Connection, column: &Column, mut look: impl FnMut(UserId, &str, &[u8], Option<&[u8]>) -> ControlFlow<()>) -> Result<()> {
    let mut statement = connection.prepare_cached(column.rows)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (user, name) = (crate::column::parsed(row, 0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
        let index = if column.indexed { row.get_ref(3)?.as_blob_or_null().map_err(rusqlite::Error::from)? } else { None };
        if look(user, name, row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?, index).is_break() {
            break;
        }
    }
    Ok(())
}
