//! From columns to the types of `domain`. The database checks the form of what it holds, so a value that cannot be read is a fault, not a case.

use crate::{Result, StoreError, outbox::State};
use domain::{
    name::Slug,
    world::{Moment, parse_moment},
};
use rusqlite::{Row, types::Type};
use serde::de::DeserializeOwned;
use std::str::FromStr;

fn unreadable(index: usize, what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, what.into())
}

/// An id, or anything else that is written as text.
pub fn parsed<T: FromStr>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    row.get_ref(index)?.as_str()?.parse().map_err(|_| unreadable(index, "not an id"))
}

/// The same, or NULL.
pub fn parsed_or_none<T: FromStr>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>> {
    row.get_ref(index)?.as_str_or_null()?.map(|text| text.parse().map_err(|_| unreadable(index, "not an id"))).transpose()
}

/// A moment.
pub fn moment(row: &Row<'_>, index: usize) -> rusqlite::Result<Moment> {
    parse_moment(row.get_ref(index)?.as_str()?).ok_or_else(|| unreadable(index, "not a moment"))
}

/// A moment, or NULL.
pub fn moment_or_none(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Moment>> {
    row.get_ref(index)?.as_str_or_null()?.map(|text| parse_moment(text).ok_or_else(|| unreadable(index, "not a moment"))).transpose()
}

/// A slug.
pub fn slug(row: &Row<'_>, index: usize) -> rusqlite::Result<Slug> {
    Slug::parse(row.get_ref(index)?.as_str()?).map_err(|_| unreadable(index, "not a slug"))
}

/// Anything that is kept as JSON.
pub fn json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(index)?.as_str()?).map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, error.into()))
}

/// A value of an enum whose names in JSON are its names in the database.
pub fn named<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str()?;
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|_| unreadable(index, "not a name that is known"))
}

/// The name of such a value.
pub fn name_of<T: serde::Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(name) => Ok(name),
        other => Err(StoreError::Bug(format!("{other} is not a name"))),
    }
}

/// Anything that is kept as JSON, or NULL.
pub fn json_or_none<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>> {
    if row.get_ref(index)? == rusqlite::types::ValueRef::Null { Ok(None) } else { json(row, index).map(Some) }
}

/// How far an operation has come.
pub fn state(row: &Row<'_>, index: usize) -> rusqlite::Result<State> {
    State::parse(row.get_ref(index)?.as_str()?).ok_or_else(|| unreadable(index, "not a state"))
}
