//! Asking the database, with statements that are prepared once for each connection.

use crate::Result;
use rusqlite::{Connection, OptionalExtension, Params, Row};

/// The first row, if there is one.
pub fn one<T>(connection: &Connection, sql: &str, params: impl Params, read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>) -> Result<Option<T>> {
    Ok(connection.prepare_cached(sql)?.query_row(params, read).optional()?)
}

/// All rows.
pub fn many<T>(connection: &Connection, sql: &str, params: impl Params, read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, read)?.collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// Changes something; how many rows.
pub fn execute(connection: &Connection, sql: &str, params: impl Params) -> Result<usize> {
    Ok(connection.prepare_cached(sql)?.execute(params)?)
}
