//! Drafts: what stands in the editor.

use crate::{Actor, Result, Store, StoreError, column, conflict_copy, exercise, outbox, query, user, write::Write};
use domain::{
    exercise::SourceFile,
    id::{ExerciseId, OperationId, UserId},
    world::{Moment, moment_text},
};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
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
    /// What another window typed on an older text than this: kept beside it until the person says which of the two stays.
    pub beside: Option<Vec<SourceFile>>,
    /// When it was last changed.
    pub updated_at: Moment,
}

/// Which of two texts stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one that was saved first.
    Saved,
    /// The one that was kept beside it.
    Beside,
}

/// The name of drafts among the conflict copies.
const ENTITY: &str = "draft";

/// What is kept beside a draft.
#[derive(Serialize, Deserialize)]
struct OtherText {
    files: Vec<SourceFile>,
    /// The revision that it was typed on.
    based_on: u32,
}

/// The draft of a person at an exercise.
pub fn load(store: &Store, user: UserId, exercise: ExerciseId) -> Result<Option<Draft>> {
    store.read(|connection| load_in(connection, user, exercise))
}

/// Keeps the text. `based_on` is the revision that was loaded or saved last, 0 for none; another one in the file means that another window saved in
/// between: then the text there stays, and this one is kept beside it ([`Draft::beside`]) until [`decide`]. With `keep_previous` the text until now goes
/// to [`Draft::kept`]. Saving the text that stands there already changes nothing. `not_found.user`, `not_found.exercise`.
pub fn save(store: &Store, user: UserId, exercise: ExerciseId, files: &[SourceFile], based_on: u32, keep_previous: bool) -> Result<Draft> {
    store.write(Actor::Person(user), |write| {
        user::must_exist(write.connection, user)?;
        exercise::must_be_known(write.connection, exercise)?;
        match load_in(write.connection, user, exercise)? {
            Some(draft) if draft.files == files => return Ok(draft),
            Some(draft) if draft.revision != based_on => {
                let other = OtherText { files: files.to_vec(), based_on };
                conflict_copy::keep(write, user, ENTITY, &exercise.to_string(), &other)?;
            }
            Some(draft) if keep_previous => put(write, user, exercise, draft.revision, files, Some(&draft.files))?,
            Some(draft) => put(write, user, exercise, draft.revision, files, draft.kept.as_deref())?,
            // Nothing is there to conflict with, whatever the window thinks it saw.
            None => {
                let text = serde_json::to_string(files)?;
                query::execute(write.connection, include_str!("insert.sql"), params![user.to_string(), exercise.to_string(), text, write.at_text])?;
            }
        }
        load_in(write.connection, user, exercise)?.ok_or(StoreError::NotFound("draft"))
    })
}

/// Says which of two texts stays; the other goes to [`Draft::kept`], and can be taken back. `not_found.nothing_beside`.
pub fn decide(store: &Store, user: UserId, exercise: ExerciseId, stays: Side) -> Result<Draft> {
    store.write(Actor::Person(user), |write| {
        let draft = load_in(write.connection, user, exercise)?.ok_or(StoreError::NotFound("nothing_beside"))?;
        let beside = draft.beside.ok_or(StoreError::NotFound("nothing_beside"))?;
        match stays {
            Side::Saved => put(write, user, exercise, draft.revision, &draft.files, Some(&beside))?,
            Side::Beside => put(write, user, exercise, draft.revision, &beside, Some(&draft.files))?,
        }
        conflict_copy::resolve(write, user, ENTITY, &exercise.to_string())?;
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
        put(write, user, exercise, draft.revision, &kept, Some(&draft.files))?;
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

fn put(write: &Write<'_>, user: UserId, exercise: ExerciseId, revision: u32, files: &[SourceFile], kept: Option<&[SourceFile]>) -> Result<()> {
    let text = serde_json::to_string(files)?;
    let kept = kept.map(serde_json::to_string).transpose()?;
    let sql = include_str!("update.sql");
    query::execute(write.connection, sql, params![user.to_string(), exercise.to_string(), revision + 1, text, kept, write.at_text])?;
    Ok(())
}

fn load_in(connection: &Connection, user: UserId, exercise: ExerciseId) -> Result<Option<Draft>> {
    let draft = query::one(connection, include_str!("load.sql"), [user.to_string(), exercise.to_string()], |row| {
        Ok(Draft {
            files: column::json(row, 0)?,
            revision: row.get(1)?,
            kept: column::json_or_none(row, 2)?,
            beside: None,
            updated_at: column::moment(row, 3)?,
        })
    })?;
    let Some(draft) = draft else { return Ok(None) };
    let beside = conflict_copy::open::<OtherText>(connection, user, ENTITY, &exercise.to_string())?.map(|other| other.files);
    Ok(Some(Draft { beside, ..draft }))
}
