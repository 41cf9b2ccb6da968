//! Private notes on lessons: encrypted under the person's key, read by nobody else, searched in memory.

use crate::{
    Actor, Personal, Result, Store, StoreError, column,
    privacy::{Key, KeyFile, Place, seal},
    query, user,
};
use domain::{
    id::{LessonId, UserId},
    world::Moment,
};
use rusqlite::{Connection, Row, params};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The lesson it stands at.
    pub lesson: LessonId,
    /// `course-slug/lesson-slug`.
    pub lesson_slugs: String,
    /// The lesson's title.
    pub lesson_title: String,
    /// The text.
    pub text: Personal,
    /// When it was last changed.
    pub updated_at: Moment,
}

/// The greatest length of a note, in characters.
pub const MAX_NOTE: usize = 20_000;

/// A person's notes, newest first; with words, only those in which all of them stand, whatever their case. Locked ones are found by no word.
pub fn list(store: &Store, user: UserId, words: &str) -> Result<Vec<Note>> {
    let key = store.keys().person(user);
    let mut notes =
        store.read(|connection| query::many(connection, include_str!("list.sql"), [user.to_string()], |row| read(row, key.as_ref(), user)))?;
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    if !words.is_empty() {
        notes.retain(|note| {
            let text = note.text.known().map(str::to_lowercase).unwrap_or_default();
            words.iter().all(|word| text.contains(word.as_str()))
        });
    }
    Ok(notes)
}

/// Writes a note, in place of the one that is there; an empty text takes it away. `invalid.note_too_long`, `not_found.lesson`, `not_found.user`,
/// `denied.keys_locked`: what cannot be read is not overwritten.
pub fn set(store: &Store, actor: Actor, user: UserId, lesson: LessonId, text: &str) -> Result<Option<Note>> {
    let text = text.trim();
    if text.chars().count() > MAX_NOTE {
        return Err(StoreError::Invalid("note_too_long"));
    }
    let key = store.keys().person(user).ok_or(StoreError::Denied("keys_locked"))?;
    store.write(actor, |write| {
        user::must_exist(write.connection, user)?;
        query::one(write.connection, include_str!("lesson_exists.sql"), [lesson.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("lesson"))?;
        let before = find(write.connection, write.keys, user, lesson)?;
        if before.as_ref().is_some_and(|note| note.text == Personal::Locked) {
            return Err(StoreError::Denied("keys_locked"));
        }
        let ids = (user.to_string(), lesson.to_string());
        if text.is_empty() {
            query::execute(write.connection, include_str!("delete.sql"), params![ids.0, ids.1, write.at_text])?;
            return Ok(None);
        }
        let row = row_name(user, lesson);
        let sealed = seal(write.world, &key, place(&row), text.as_bytes()).ok_or_else(|| StoreError::Bug("a note could not be sealed".into()))?;
        let changed = query::execute(write.connection, include_str!("update.sql"), params![ids.0, ids.1, sealed, write.at_text])?;
        if changed == 0 {
            query::execute(write.connection, include_str!("insert.sql"), params![ids.0, ids.1, sealed, write.at_text])?;
        }
        find(write.connection, write.keys, user, lesson)
    })
}

fn find(connection: &Connection, keys: &KeyFile, user: UserId, lesson: LessonId) -> Result<Option<Note>> {
    let key = keys.person(user);
    query::one(connection, include_str!("find.sql"), [user.to_string(), lesson.to_string()], |row| read(row, key.as_ref(), user))
}

fn read(row: &Row<'_>, key: Option<&Key>, user: UserId) -> rusqlite::Result<Note> {
    let lesson: LessonId = column::parsed(row, 0)?;
    let name = row_name(user, lesson);
    Ok(Note {
        lesson,
        lesson_slugs: row.get(1)?,
        lesson_title: row.get(2)?,
        text: Personal::open(key, place(&name), row.get_ref(3)?.as_blob()?),
        updated_at: column::moment(row, 4)?,
    })
}

/// The name of a note's row, to which its text is bound.
pub(crate) fn row_name(user: UserId, lesson: LessonId) -> String {
    format!("{user}/{lesson}")
}

/// Where a note's text lies.
pub(crate) fn place(row: &str) -> Place<'_> {
    Place { table: "lesson_notes", column: "content", row }
}
