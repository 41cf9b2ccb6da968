//! The texts that lines speak of. A line says only how long a text is; its digest stands with the seal, so that a text that was changed behind the
//! triggers' back shows.
//!
//! The digest is keyed: a short text (a title, a remark) could be found by trying all that it may be, also long after its author had it erased.

use crate::{Result, privacy::Key};
use hmac::{Hmac, Mac};
use rusqlite::{Connection, OptionalExtension, types::ValueRef};
use serde_json::{Map, Value};
use sha2::Sha256;

/// The tables with columns that are logged by their length, and these columns. A test compares this with the triggers.
pub const TEXTS: [(&str, &[&str]); 14] = [
    ("courses", &["title", "summary", "description", "authors"]),
    ("lessons", &["title", "summary", "content"]),
    ("exercises", &["title", "solution_code", "progressive_hints", "concepts", "instructions", "question_data", "tests", "mistakes"]),
    ("exercise_steps", &["instructions", "question_data", "tests", "solution_code", "title"]),
    ("pack_imports", &["changes"]),
    ("submissions", &["code", "result"]),
    ("reviews", &["title", "content"]),
    ("topics", &["title", "content", "slug"]),
    ("posts", &["content"]),
    ("submission_comments", &["content"]),
    ("flags", &["details"]),
    ("moderation_decisions", &["note"]),
    ("classes", &["name", "addresses"]),
    ("conflict_copies", &["body"]),
];

/// The texts that a line speaks of.
pub struct Spoken {
    /// The table.
    pub table: &'static str,
    /// All columns of the table that are texts.
    pub columns: &'static [&'static str],
    /// What the line says after the change: a length or NULL for each text that it speaks of.
    pub after: Map<String, Value>,
}

/// What a line of this table with these values says of texts; nothing where it speaks of none.
pub fn spoken_of(table: &str, after: Option<&str>) -> Option<Spoken> {
    let (table, columns) = TEXTS.iter().find(|(name, _)| *name == table)?;
    let after: Map<String, Value> = serde_json::from_str(after?).ok()?;
    columns.iter().any(|column| after.contains_key(*column)).then_some(Spoken { table, columns, after })
}

/// The digests of a row's texts as they are now, in the order of the table's columns; none for NULL. Nothing where there is no such row.
pub fn present(connection: &Connection, key: &Key, spoken: &Spoken, row: &str) -> Result<Option<Vec<Option<String>>>> {
    let Spoken { table, columns, .. } = *spoken;
    // All tables and columns are from the list above.
    let mut statement = connection.prepare_cached(&format!("SELECT {} FROM {table} WHERE id = ?1", columns.join(", ")))?;
    let digests = statement
        .query_row([row], |found| {
            let digest_at = |index: usize| {
                Ok(match found.get_ref(index)? {
                    ValueRef::Text(text) | ValueRef::Blob(text) => Some(digest(key, table, columns[index], row, text)),
                    _ => None,
                })
            };
            (0..columns.len()).map(digest_at).collect::<rusqlite::Result<Vec<_>>>()
        })
        .optional()?;
    Ok(digests)
}

fn digest(key: &Key, table: &str, column: &str, row: &str, text: &[u8]) -> String {
    // HMAC takes a key of any length; 32 bytes always do.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key.as_ref()) else { return String::new() };
    mac.update(format!("text|{table}|{column}|{row}|").as_bytes());
    mac.update(text);
    super::hex(&mac.finalize().into_bytes())
}
