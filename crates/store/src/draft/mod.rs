//! Drafts: what stands in the editor.

use crate::{Actor, Result, Store, StoreError, column, exercise, outbox, query, user};
use domain::{
    exercise::SourceFile,
    id::{ExerciseId, OperationId, UserId},
    world::{Moment, moment_text},
};
use rusqlite::{Connection, params};
use wire::fact::{DraftSave, Fact};

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The text.
    pub files: Vec<SourceFile>,
    /// Grows by one with each change.
    pub revision: u32,
    /// What stood there before the text was replaced as a whole (a reset, another window): to be taken back.
    pub kept: Option<Vec<SourceFile>>,
    /// When it was last changed.
    pub updated_at: Moment,
}

/// The draft of a person at an exercise.
pub fn load(store: &Store, user: UserId, exercise: ExerciseId) -> Result<Option<Draft>> {
    store.read(|connection| load_in(connection, user, exercise))
}

/// Keeps the text. `based_on` is the revision that was loaded or saved last, 0 for none; another one in the file means that another window saved in
/// between: `conflict.draft`, and nothing is overwritten. With `keep_previous` the text until now goes to [`Draft::kept`]. Saving the text
/// that stands there already changes nothing. `not_found.user`, `not_found.exercise`.
pub fn save(store: &Store, user: UserId, exercise: ExerciseId, files: &[SourceFile], based_on: u32, keep_previous: bool) -> Result<Draft> {
    store.write(Actor::Person(user), |write| {
        user::must_exist(write.connection, user)?;
        exercise::must_be_known(write.connection, exercise)?;
        let before = load_in(write.connection, user, exercise)?;
        if before.as_ref().map_or(0, |draft| draft.revision) != based_on {
            return Err(StoreError::Conflict("draft"));
        }
        let key = [user.to_string(), exercise.to_string()];
        let text = serde_json::to_string(files)?;
        match before {
            Some(draft) if draft.files == files => return Ok(draft),
            Some(draft) => {
                let kept = if keep_previous { Some(draft.files) } else { draft.kept };
                let kept = kept.map(|kept| serde_json::to_string(&kept)).transpose()?;
                query::execute(write.connection, include_str!("update.sql"), params![key[0], key[1], based_on + 1, text, kept, write.at_text])?;
            }
            None => {
                let sql = include_str!("insert.sql");
                query::execute(write.connection, sql, params![key[0], key[1], text, write.at_text])?;
            }
        }
        load_in(write.connection, user, exercise)?.ok_or(StoreError::NotFound("draft"))
    })
}

/// Takes back what was kept; what stands there now is kept instead. `not_found.nothing_kept`, `conflict.draft`.
pub fn take_back(store: &Store, user: UserId, exercise: ExerciseId, based_on: u32) -> Result<Draft> {
    store.write(Actor::Person(user), |write| {
        let draft = load_in(write.connection, user, exercise)?.ok_or(StoreError::NotFound("nothing_kept"))?;
        if draft.revision != based_on {
            return Err(StoreError::Conflict("draft"));
        }
        let kept = draft.kept.ok_or(StoreError::NotFound("nothing_kept"))?;
        let (text, kept) = (serde_json::to_string(&kept)?, serde_json::to_string(&draft.files)?);
        let key = [user.to_string(), exercise.to_string()];
        query::execute(write.connection, include_str!("update.sql"), params![key[0], key[1], based_on + 1, text, kept, write.at_text])?;
        load_in(write.connection, user, exercise)?.ok_or(StoreError::NotFound("draft"))
    })
}

/// To be called when the exercise is left, after 60 s of quiet, or before a push: puts the draft in the outbox if it changed since the last time.
/// While that operation has not been sent, it is rewritten instead of followed by another.
pub fn leave(store: &Store, user: UserId, exercise: ExerciseId) -> Result<Option<OperationId>> {
    // Looking first costs no write: most exercises are left as they were.
    let told = |connection: &Connection| {
        let sql = include_str!("told.sql");
        query::one(connection, sql, [user.to_string(), exercise.to_string()], |row| {
            Ok((column::parsed_or_none::<OperationId>(row, 0)?, row.get::<_, bool>(1)?))
        })
    };
    if !matches!(store.read(told)?, Some((_, false))) {
        return Ok(None);
    }
    store.write(Actor::Person(user), |write| {
        let (Some((last, false)), Some(draft)) = (told(write.connection)?, load_in(write.connection, user, exercise)?) else { return Ok(None) };
        let fact = Fact::DraftSave(DraftSave {
            exercise_id: exercise,
            revision: draft.revision,
            files: draft.files,
            saved_at: moment_text(draft.updated_at),
        });
        let op_id = match last {
            Some(last) if outbox::rewrite_draft(write, last, fact.clone())? => last,
            last => outbox::append(write, user, fact, exercise.uuid(), last)?,
        };
        let sql = include_str!("tell.sql");
        query::execute(write.connection, sql, params![user.to_string(), exercise.to_string(), op_id.to_string(), draft.revision])?;
        Ok(Some(op_id))
    })
}

fn load_in(connection: &Connection, user: UserId, exercise: ExerciseId) -> Result<Option<Draft>> {
    query::one(connection, include_str!("load.sql"), [user.to_string(), exercise.to_string()], |row| {
        Ok(Draft { files: column::json(row, 0)?, revision: row.get(1)?, kept: column::json_or_none(row, 2)?, updated_at: column::moment(row, 3)? })
    })
}
