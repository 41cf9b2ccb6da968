//! The audit trail: who changed what, and when.
//!
//! The lines are written by triggers, whoever writes (`migrations/studio/V19__audit.sql`). At the end of each of this program's transactions the lines that
//! the transaction added are sealed (`chain`): each seal is a keyed hash over the seal before it, the line, and the digests of the texts that the line
//! speaks of. The key lies in the key file, and so does the word of how far the chain had come (`head`), so a file whose end was cut off shows too.
//! [`verify`] names the first line that is not as this program wrote it. ADR 9 says why it is so, and what it does not hold off.

mod chain;
mod head;
mod sealing;
mod text;
mod verify;

pub use head::Head;
pub(crate) use head::Trail;
pub(crate) use sealing::{Sealed, begin, was_begun_anew};
pub use text::TEXTS;
pub(crate) use verify::check;
pub use verify::{Bad, BadKind, Report, verify};

use crate::{Actor, Result, Store, query, write::Write};
use domain::{id::UserId, world::Moment, world::moment_text};
use rusqlite::{Row, params};
use serde_json::{Value, json};

/// A line of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1, without gaps.
    pub id: i64,
    /// When, UTC, as it is written down.
    pub at: String,
    /// Who acted; none where nobody was named.
    pub actor: Option<String>,
    /// `person`, `sync`, `erasure`, `restore` (carried from the file that a backup took the place of), or `unknown`: written without saying who acts, which this program never does.
    pub role: String,
    /// `insert`, `update`, `delete`, `read`, `repair`, `restore`.
    pub action: String,
    /// The table; for `read` what was looked at.
    pub table: String,
    /// The row's key; for `read` the person whose data it was.
    pub row: String,
    /// What changed, as it was before: an object. Of a personal column only `"personal"`, of a text its length in characters.
    pub before: Option<Value>,
    /// The same, as it is since.
    pub after: Option<Value>,
    /// Whether it has a seal. One without was written from outside.
    pub sealed: bool,
}

/// Which lines to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Only what this person did.
    pub actor: Option<UserId>,
    /// Only looks at this person's data.
    pub whose: Option<UserId>,
    /// Only this table.
    pub table: Option<&'a str>,
    /// Only from this moment on.
    pub since: Option<Moment>,
    /// Only lines before this one, for the next page.
    pub before: Option<i64>,
}

/// The newest lines first, at most `limit` of them.
pub fn list(store: &Store, filter: &Filter<'_>, limit: u32) -> Result<Vec<Line>> {
    // Each of the two narrow questions has an index of its own.
    let (person, sql) = match (filter.whose, filter.actor) {
        (Some(whose), _) => (Some(whose), concat!(include_str!("select.sql"), include_str!("list_by_whose.sql"))),
        (None, Some(actor)) => (Some(actor), concat!(include_str!("select.sql"), include_str!("list_by_actor.sql"))),
        (None, None) => (None, concat!(include_str!("select.sql"), include_str!("list.sql"))),
    };
    let actor = filter.whose.and(filter.actor).map(|actor| actor.to_string());
    let since = filter.since.map(moment_text);
    let before = filter.before.unwrap_or(i64::MAX);
    let person = person.map(|person| person.to_string());
    store.read(|connection| query::many(connection, sql, params![before, filter.table, since, limit, actor, person], read))
}

/// Notes that somebody looked at the personal data of somebody else: `what` names it (`profiles`, `submissions`, `export`). Looking at one's own leaves no
/// line; nor does what everybody at this computer sees anyway, like the names on the sign-in page.
pub fn note_read(store: &Store, actor: Actor, whose: UserId, what: &str) -> Result<()> {
    if actor == Actor::Person(whose) {
        return Ok(());
    }
    store.write(actor, |write| enter(write, "read", what, &whose.to_string(), None, None))
}

/// Says that the file was put back, or begun anew, on purpose. To be called once, right after a backup was restored or a new file was begun in place of a
/// damaged one: from then on the chain is measured from what stands in this file. Without it the file counts as cut off, as it does when somebody copies
/// an older file over it. The line that is written says how far the chain had come before.
pub fn rebase(store: &Store, actor: Actor) -> Result<Head> {
    store.write(actor, |write| leave(write, store.trail()))?;
    store.trail().begin_anew(store)
}

/// The line of [`rebase`] alone, for a restore that prepares the file before it is put in its place: `trail` is the data folder's. The head follows with the
/// first change that is made in the file.
pub(crate) fn leave(write: &Write<'_>, trail: &Trail) -> Result<()> {
    let before = write.keys.audit().and_then(|key| trail.stored(&key));
    let present = chain::last_seal(write.connection)?.unwrap_or_default();
    let after = json!({ "line": present.id, "seal": hex(&present.seal) });
    enter(write, "restore", "audit_log", "", before.map(named), Some(after))
}

/// How far the chain had come when this program last wrote, as it stands beside the key file: goes along with a push and with a backup. None while the keys
/// are locked, or where nothing was sealed yet.
pub fn head(store: &Store) -> Option<Head> {
    store.trail().stored(store.keys().audit().as_ref()?)
}

/// Brings the word of how far the chain has come safely to the disk. Cheap where nothing changed. Before a backup and after an erasure; closing does it too.
pub fn settle(store: &Store) -> Result<()> {
    store.trail().settle()
}

/// A line that no trigger writes.
pub(crate) fn enter(write: &Write<'_>, action: &str, table: &str, row: &str, before: Option<Value>, after: Option<Value>) -> Result<()> {
    let text = |value: Option<Value>| value.map(|value| value.to_string());
    query::execute(write.connection, include_str!("enter.sql"), params![action, table, row, text(before), text(after)])?;
    Ok(())
}

fn named(head: Head) -> Value {
    json!({ "line": head.id, "seal": hex(&head.seal) })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Line> {
    let object = |index| Ok::<_, rusqlite::Error>(row.get_ref(index)?.as_str_or_null()?.and_then(|text| serde_json::from_str(text).ok()));
    Ok(Line {
        id: row.get(0)?,
        at: row.get(1)?,
        actor: row.get(2)?,
        role: row.get(3)?,
        action: row.get(4)?,
        table: row.get(5)?,
        row: row.get(6)?,
        before: object(7)?,
        after: object(8)?,
        sealed: row.get_ref(10)? != rusqlite::types::ValueRef::Null,
    })
}
