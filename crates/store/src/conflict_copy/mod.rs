//! Conflict copies: the side of a change that did not win, whole, until its author says what to do with it.

use crate::{Result, column, query, write::Write};
use domain::id::{ConflictCopyId, UserId};
use rusqlite::{Connection, params};
use serde::{Serialize, de::DeserializeOwned};

/// Keeps `body` as the one open copy of this person's side of an entity. A copy that is open already is written over: it is an older state of the same side.
pub(crate) fn keep(write: &Write<'_>, user: UserId, entity: &'static str, entity_id: &str, body: &impl Serialize) -> Result<()> {
    let body = serde_json::to_string(body)?;
    if query::execute(write.connection, include_str!("update_open.sql"), params![user.to_string(), entity, entity_id, body])? == 0 {
        let id = ConflictCopyId::generate(write.world);
        query::execute(
            write.connection,
            include_str!("insert.sql"),
            params![id.to_string(), user.to_string(), entity, entity_id, body, write.at_text],
        )?;
    }
    Ok(())
}

/// The open copy of this person's side of an entity.
pub(crate) fn open<T: DeserializeOwned>(connection: &Connection, user: UserId, entity: &'static str, entity_id: &str) -> Result<Option<T>> {
    query::one(connection, include_str!("open.sql"), params![user.to_string(), entity, entity_id], |row| column::json(row, 0))
}

/// The person has decided. The copy stays, closed.
pub(crate) fn resolve(write: &Write<'_>, user: UserId, entity: &'static str, entity_id: &str) -> Result<()> {
    query::execute(write.connection, include_str!("resolve.sql"), params![user.to_string(), entity, entity_id, write.at_text])?;
    Ok(())
}
