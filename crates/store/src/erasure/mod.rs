//! Erasure: the one deliberate act that takes away what a person made (AUDIT 3, 26).
//!
//! In this order, and each step again from the beginning if it was cut off:
//!
//! 1. The person's key is destroyed in the key file, and it is written there that they were erased. From now on nothing of theirs that is encrypted can be
//!    read, in any copy of the file.
//! 2. One transaction blanks what is left in the data file: names, code, drafts, notes, payloads.
//! 3. The file is rewritten and its log emptied, so that no byte stays in a free page.
//! 4. The key file says that this was done.

use crate::{Actor, Result, Store, StoreError, closing, privacy::ErasedPerson, query, user, write::Write};
use domain::{
    id::{ErasureId, UserId},
    judge::JudgeResult,
    world::moment_text,
};
use rusqlite::params;
use serde_json::json;
use wire::{Operation, canonical};

/// What an erasure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// Whether the file was rewritten to the end. If not (another process was reading, or the disk is full), the next look at the calendar does it.
    pub finished: bool,
}

/// Erases an account at once, closed or not. `not_found.user` where it is erased already, `conflict.last_owner`, `denied.keys_locked` without a key file.
pub fn erase_now(store: &Store, actor: UserId, user: UserId, keeps_contributions: bool) -> Result<Erased> {
    store.write(Actor::Person(actor), |write| {
        // A closed account has answered for this already.
        match user::by_id(write.connection, write.keys, user) {
            Ok(who) => closing::refuse_last_owner(write, &who),
            Err(StoreError::NotFound(_)) => user::closed_by_id(write.connection, write.keys, user).map(|_| ()),
            Err(error) => Err(error),
        }
    })?;
    destroy_key(store, user, keeps_contributions)?;
    apply(store, Actor::Erasure(Some(actor)), Which::WhoIsStillThere)?;
    Ok(Erased { finished: store.keys().erased()?.get(&user).is_some_and(|erased| erased.finished) })
}

/// Step 1.
pub(crate) fn destroy_key(store: &Store, user: UserId, keeps_contributions: bool) -> Result<()> {
    store.keys().destroy_person(user, &moment_text(store.now()), keeps_contributions)
}

/// Which of the erased people to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// Who still has a name in the file. Blanking is one transaction, so whoever has none has nothing.
    WhoIsStillThere,
    /// All: parts of another file may have been put into this one.
    Everybody,
}

/// Steps 2 to 4 for everybody in the key file's list. Returns whose data was taken away.
pub(crate) fn apply_list(store: &Store, which: Which) -> Result<Vec<UserId>> {
    apply(store, Actor::Erasure(None), which)
}

fn apply(store: &Store, actor: Actor, which: Which) -> Result<Vec<UserId>> {
    let erased = store.keys().erased()?;
    if erased.is_empty() {
        return Ok(Vec::new());
    }
    let here = store.read(|connection| {
        let is_here = |user: &UserId| query::one(connection, include_str!("named.sql"), [user.to_string()], |row| row.get(0));
        let mut here = Vec::new();
        for (user, person) in &erased {
            match (is_here(user)?, which) {
                (Some(true), _) | (Some(false), Which::Everybody) => here.push((*user, person.clone())),
                _ => {}
            }
        }
        Ok(here)
    })?;
    let blanked: Vec<UserId> = here.iter().map(|(user, _)| *user).collect();
    // A crash between blanking and rewriting must be seen at the next look.
    if erased.iter().any(|(user, person)| person.finished && blanked.contains(user)) {
        store.keys().set_finished(&blanked, false)?;
    }
    for (user, person) in &here {
        store.write(actor, |write| blank(write, *user, person))?;
    }
    let unfinished: Vec<UserId> = erased.iter().filter(|(user, person)| !person.finished || blanked.contains(user)).map(|(user, _)| *user).collect();
    if !unfinished.is_empty() && rewrite(store)? {
        store.keys().set_finished(&unfinished, true)?;
    }
    Ok(blanked)
}

// Step 3. That it cannot be done at the moment is no reason to fail: what could be read is gone, and the next look tries again.
fn rewrite(store: &Store) -> Result<bool> {
    match store.rewrite_file() {
        Err(StoreError::Busy | StoreError::Full(_) | StoreError::Interrupted) => Ok(false),
        other => other,
    }
}

/// Always taken away. `?1` is the person.
const OWN: [&str; 11] = [
    include_str!("drafts.sql"),
    include_str!("lesson_notes.sql"),
    include_str!("bookmarks.sql"),
    include_str!("reading_days.sql"),
    include_str!("playground_files.sql"),
    include_str!("subscriptions.sql"),
    include_str!("conflict_copies.sql"),
    include_str!("step_progress.sql"),
    include_str!("flags.sql"),
    include_str!("topic_revisions.sql"),
    include_str!("post_revisions.sql"),
];
/// The same, with the moment as `?2`. The name goes first: the file lets nothing be taken from somebody who has one.
const OWN_AT: [&str; 3] = [include_str!("users.sql"), include_str!("profiles.sql"), include_str!("consents.sql")];

/// Taken away where the person did not want what they wrote for others to stay.
const CONTRIBUTIONS: [&str; 5] = [
    include_str!("posts.sql"),
    include_str!("submission_comments.sql"),
    include_str!("post_likes.sql"),
    include_str!("review_votes.sql"),
    include_str!("review_queue_votes.sql"),
];
/// The same, with the moment as `?2`.
const CONTRIBUTIONS_AT: [&str; 2] = [include_str!("topics.sql"), include_str!("reviews.sql")];

// Step 2. That there was somebody, how many attempts they made and how those went stays, so that no number that others see changes.
fn blank(write: &Write<'_>, user: UserId, person: &ErasedPerson) -> Result<()> {
    let id = user.to_string();
    write_down(write, &id, person)?;
    for sql in OWN_AT {
        query::execute(write.connection, sql, [&id, &write.at_text])?;
    }
    for sql in OWN {
        query::execute(write.connection, sql, [&id])?;
    }
    if !person.keeps_contributions {
        for sql in CONTRIBUTIONS {
            query::execute(write.connection, sql, [&id])?;
        }
        for sql in CONTRIBUTIONS_AT {
            query::execute(write.connection, sql, [&id, &write.at_text])?;
        }
    }
    blank_submissions(write, &id)?;
    blank_operations(write, &id)
}

// That somebody is erased stands in the file before anything is taken from them, or the file refuses it.
fn write_down(write: &Write<'_>, user: &str, person: &ErasedPerson) -> Result<()> {
    // Erased before its day, by somebody's word or by the key file's: that closing did not come to its end, another one did.
    query::execute(write.connection, include_str!("cancel_not_due.sql"), [user, &write.at_text])?;
    if query::execute(write.connection, include_str!("end.sql"), [user, &write.at_text])? == 0 {
        let erasure = ErasureId::generate(write.world).to_string();
        query::execute(write.connection, include_str!("insert_done.sql"), params![erasure, user, person.keeps_contributions, write.at_text])?;
    }
    Ok(())
}

/// What stands in the place of a program: the table wants one file at least.
const NO_PROGRAM: &str = r#"[{"path":"main.py","text":""}]"#;

fn blank_submissions(write: &Write<'_>, user: &str) -> Result<()> {
    let rows = query::many(write.connection, include_str!("submissions_of_user.sql"), [user], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    for (id, result) in rows {
        let result = match serde_json::from_str::<JudgeResult>(&result) {
            Ok(result) => serde_json::to_string(&without_words(result))?,
            Err(_) => "{}".to_owned(),
        };
        query::execute(write.connection, include_str!("submission_blank.sql"), [&id, NO_PROGRAM, &result])?;
    }
    Ok(())
}

// How it went, without what the program said.
fn without_words(result: JudgeResult) -> JudgeResult {
    JudgeResult {
        message: None,
        tests: Vec::new(),
        stdout: String::new(),
        stderr: String::new(),
        line: None,
        file: None,
        explanation: None,
        ..result
    }
}

// Positions stay, so that what others count on them holds; the digest is that of what is left.
fn blank_operations(write: &Write<'_>, user: &str) -> Result<()> {
    let operations = query::many(write.connection, include_str!("operations_of_user.sql"), [user], |row| {
        Ok(Operation {
            op_id: crate::column::parsed(row, 0)?,
            kind: row.get::<_, String>(1)?.into(),
            v: row.get(2)?,
            base_rev: crate::column::parsed_or_none(row, 3)?,
            payload: json!({}),
        })
    })?;
    for operation in operations {
        let payload = canonical::to_text(&operation.payload)?;
        let sql = include_str!("operation_blank.sql");
        query::execute(write.connection, sql, params![operation.op_id.to_string(), payload, operation.digest()?.to_string()])?;
    }
    Ok(())
}
