//! The chain of seals.

use super::text::{self, Spoken};
use crate::{Result, privacy::Key, query};
use hmac::{Hmac, Mac};
use rusqlite::{Connection, Row, params, types::ValueRef};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A seal.
pub type Seal = [u8; 32];

/// A seal and the number of its line. Before the first line: 0 and zeros.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Link {
    /// The line.
    pub id: i64,
    /// Its seal.
    pub seal: Seal,
}

/// What a seal is made of, besides the seal before it and the line's number.
#[derive(Clone)]
pub struct Content {
    bytes: Vec<u8>,
    digests: Option<String>,
}

impl Content {
    /// The line and its digests, from a row of `select.sql`.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let mut bytes = Vec::with_capacity(256);
        for index in 1..9 {
            field(&mut bytes, row.get_ref(index)?.as_str_or_null()?);
        }
        Ok(Self { bytes, digests: row.get(9)? })
    }

    /// This line with another's digests: where only the lines changed places, and their seals stayed.
    pub fn with_digests_of(&self, other: &Self) -> Self {
        Self { bytes: self.bytes.clone(), digests: other.digests.clone() }
    }

    /// The seal of this content as line `id` after `previous`.
    pub fn seal(&self, key: &Key, previous: &Seal, id: i64) -> Seal {
        // HMAC takes a key of any length; 32 bytes always do.
        let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key.as_ref()) else { return [0; 32] };
        self.parts(previous, id, |part| mac.update(part));
        mac.finalize().into_bytes().into()
    }

    /// What stands for a seal while the key is not here. Anybody could make one; it only keeps the line apart from one that was written from outside by
    /// somebody who did not try to hide it, and the next real seal holds it in its place.
    pub fn unkeyed(&self, previous: &Seal, id: i64) -> Seal {
        let mut hash = Sha256::new();
        self.parts(previous, id, |part| hash.update(part));
        hash.finalize().into()
    }

    fn parts(&self, previous: &Seal, id: i64, mut part: impl FnMut(&[u8])) {
        part(b"line|");
        part(previous);
        part(&id.to_le_bytes());
        part(&self.bytes);
        let mut digests = Vec::new();
        field(&mut digests, self.digests.as_deref());
        part(&digests);
    }
}

// With its length before it, so that no two lines are made of the same bytes; NULL is not the empty text.
fn field(bytes: &mut Vec<u8>, text: Option<&str>) {
    match text {
        None => bytes.push(0),
        Some(text) => {
            bytes.push(1);
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
}

/// The number of the last line; 0 before the first.
pub fn last_line(connection: &Connection) -> Result<i64> {
    Ok(connection.prepare_cached(include_str!("last_line.sql"))?.query_row([], |row| row.get(0))?)
}

/// The last seal.
pub fn last_seal(connection: &Connection) -> Result<Option<Link>> {
    query::one(connection, include_str!("last_seal.sql"), [], link)
}

/// A row of number and seal.
pub fn link(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link { id: row.get(0)?, seal: row.get(1)? })
}

struct New {
    id: i64,
    content: Content,
    // With the row.
    text: Option<(Spoken, String)>,
}

/// Seals the lines after `start`, and gives the new end of the chain and how many seals were added.
pub fn seal_new(connection: &Connection, key: Option<&Key>, start: i64) -> Result<(Link, u64)> {
    let mut new = query::many(connection, concat!(include_str!("select.sql"), include_str!("after.sql")), [start], |row| {
        let (table, after) = (row.get_ref(5)?.as_str()?, row.get_ref(8)?.as_str_or_null()?);
        let text = text::spoken_of(table, after);
        let text = text.map(|spoken| Ok::<_, rusqlite::Error>((spoken, row.get(6)?))).transpose()?;
        Ok(New { id: row.get(0)?, content: Content::read(row)?, text })
    })?;
    if let Some(key) = key {
        add_digests(connection, key, &mut new)?;
    }
    let mut link = last_seal(connection)?.unwrap_or_default();
    let mut insert = connection.prepare_cached(include_str!("seal_insert.sql"))?;
    for line in &new {
        let seal = match key {
            Some(key) => line.content.seal(key, &link.seal, line.id),
            None => line.content.unkeyed(&link.seal, line.id),
        };
        insert.execute(params![line.id, line.content.digests, seal])?;
        link = Link { id: line.id, seal };
    }
    Ok((link, new.len() as u64))
}

// The texts are read as they stand at the end of the transaction, so only the last line that speaks of one can say its digest.
fn add_digests(connection: &Connection, key: &Key, new: &mut [New]) -> Result<()> {
    let mut last: HashMap<(&'static str, String, &'static str), usize> = HashMap::new();
    for (index, line) in new.iter().enumerate() {
        let Some((spoken, row)) = &line.text else { continue };
        for column in spoken.columns.iter().filter(|column| spoken.after.contains_key(**column)) {
            last.insert((spoken.table, row.clone(), column), index);
        }
    }
    for (index, line) in new.iter_mut().enumerate() {
        let Some((spoken, row)) = line.text.take() else { continue };
        let Some(present) = text::present(connection, key, &spoken, &row)? else { continue };
        let mut digests = Map::new();
        for (column, digest) in spoken.columns.iter().zip(present) {
            if let Some(digest) = digest
                && last.get(&(spoken.table, row.clone(), *column)) == Some(&index)
            {
                digests.insert((*column).to_owned(), Value::String(digest));
            }
        }
        if !digests.is_empty() {
            line.content.digests = Some(Value::Object(digests).to_string());
        }
    }
    Ok(())
}

/// The seal of a row of `select.sql`, if it has one of the right length.
pub fn seal_at(row: &Row<'_>) -> rusqlite::Result<Option<Seal>> {
    Ok(match row.get_ref(10)? {
        ValueRef::Blob(seal) => seal.try_into().ok(),
        _ => None,
    })
}
