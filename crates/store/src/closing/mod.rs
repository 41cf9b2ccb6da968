//! Closing an account: it is shut at once, and erased when its day has come; until then it can be opened again.

use crate::{
    Actor, Result, Store, StoreError, column, erasure, query,
    user::{self, User},
    write::Write,
};
use chrono::{Days, NaiveDate};
use domain::{
    account::Role,
    id::{ErasureId, UserId},
    retention::{MAX_DAYS_BEFORE_ERASURE, Seen, is_due},
    world::{Moment, moment_text},
};
use rusqlite::{Row, params};

/// An account that is closed and not erased yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Whose.
    pub user: UserId,
    /// When it was closed.
    pub requested_at: Moment,
    /// The earliest moment of its erasure.
    pub due_at: Moment,
    /// How many days must be seen passing.
    pub days_wanted: u32,
    /// How many were.
    pub days_seen: u32,
    /// Whether what they wrote for others stays, as a deleted learner's.
    pub keeps_contributions: bool,
}

/// How an account is to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseHow {
    /// Whether what the person wrote for others stays, as a deleted learner's.
    pub keeps_contributions: bool,
    /// How many days until it is erased, 0 to 3650. Usually [`domain::retention::DAYS_BEFORE_ERASURE`].
    pub days: u32,
}

struct Open {
    id: String,
    closing: Closing,
    last_seen_day: Option<NaiveDate>,
    was_active: bool,
}

/// Closes an account: nobody can sign in any more, to others it is a deleted learner's, and its erasure is set for a day. `not_found.user`,
/// `conflict.last_owner` for the only owner as long as others have accounts, `invalid.days`.
pub fn close(store: &Store, actor: Actor, user: UserId, how: CloseHow) -> Result<Closing> {
    if how.days > MAX_DAYS_BEFORE_ERASURE {
        return Err(StoreError::Invalid("days"));
    }
    store.write(actor, |write| {
        let who = user::by_id(write.connection, write.keys, user)?;
        refuse_last_owner(write, &who)?;
        let due_at = write.at.checked_add_days(Days::new(how.days.into())).ok_or(StoreError::Invalid("days"))?;
        let id = ErasureId::generate(write.world).to_string();
        let today = write.at.date_naive().to_string();
        query::execute(
            write.connection,
            include_str!("insert.sql"),
            params![id, user.to_string(), how.keeps_contributions, write.at_text, moment_text(due_at), how.days, today, who.is_active],
        )?;
        let due_day = due_at.date_naive().to_string();
        query::execute(write.connection, include_str!("shut_user.sql"), params![user.to_string(), write.at_text, due_day])?;
        Ok(open_of(write, user)?.ok_or_else(|| StoreError::Bug("the closing that was just written is not there".into()))?.closing)
    })
}

/// Opens a closed account again, as it was. `not_found.closing` where it is not closed, or erased already.
pub fn reopen(store: &Store, actor: Actor, user: UserId) -> Result<User> {
    store.write(actor, |write| {
        let open = open_of(write, user)?.ok_or(StoreError::NotFound("closing"))?;
        if write.keys.erased()?.contains_key(&user) {
            return Err(StoreError::NotFound("closing"));
        }
        query::execute(write.connection, include_str!("cancel.sql"), params![open.id, write.at_text])?;
        query::execute(write.connection, include_str!("open_user.sql"), params![user.to_string(), open.was_active])?;
        user::by_id(write.connection, write.keys, user)
    })
}

/// The closing of this account that still runs, if there is one.
pub fn standing(store: &Store, user: UserId) -> Result<Option<Closing>> {
    store.read(|connection| Ok(query::one(connection, include_str!("open_of_user.sql"), [user.to_string()], read)?.map(|open| open.closing)))
}

/// All accounts that are closed and not erased yet, the next one first.
pub fn list(store: &Store) -> Result<Vec<(User, Closing)>> {
    store.read(|connection| {
        let all = query::many(connection, include_str!("open.sql"), [], read)?;
        all.into_iter().map(|open| Ok((user::closed_by_id(connection, store.keys(), open.closing.user)?, open.closing))).collect()
    })
}

/// What one look at the calendar did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    /// Whose data was erased just now.
    pub erased: Vec<UserId>,
    /// Whether the file was rewritten to the end. If not, the next look tries again.
    pub finished: bool,
}

/// Looks at the calendar: counts the day, erases who is due, ends what an earlier erasure could not end, and takes away again what an older copy of the
/// file brought back. To be called when the file was opened and once a day; more often does no harm, and with nobody to erase costs two reads.
pub fn look_at_calendar(store: &Store) -> Result<Looked> {
    let open = store.read(|connection| query::many(connection, include_str!("open.sql"), [], read))?;
    let today = store.now().date_naive();
    let mut erased = Vec::new();
    for open in open {
        let before = Seen { days: open.closing.days_seen, last: open.last_seen_day.unwrap_or(today) };
        let seen = before.after_looking(today);
        if seen != before || open.last_seen_day.is_none() {
            store.write(Actor::Nobody, |write| {
                query::execute(write.connection, include_str!("count_day.sql"), params![open.id, seen.days, seen.last.to_string()])
            })?;
        }
        if is_due(store.now(), open.closing.due_at, seen, open.closing.days_wanted) {
            erasure::destroy_key(store, open.closing.user, open.closing.keeps_contributions)?;
            erased.push(open.closing.user);
        }
    }
    erasure::apply_list(store, erasure::Which::WhoIsStillThere)?;
    let finished = store.keys().erased()?.values().all(|erased| erased.finished);
    Ok(Looked { erased, finished })
}

/// The only owner left cannot leave the others without one. `conflict.last_owner`.
pub(crate) fn refuse_last_owner(write: &Write<'_>, who: &User) -> Result<()> {
    let id = who.id.to_string();
    let count = |sql: &'static str| write.connection.query_row(sql, [&id], |row| row.get::<_, i64>(0));
    let alone = count(include_str!("count_others.sql"))? == 0;
    if who.role == Role::Owner && !alone && count(user::COUNT_OTHER_OWNERS)? == 0 {
        return Err(StoreError::Conflict("last_owner"));
    }
    Ok(())
}

fn open_of(write: &Write<'_>, user: UserId) -> Result<Option<Open>> {
    query::one(write.connection, include_str!("open_of_user.sql"), [user.to_string()], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Open> {
    Ok(Open {
        id: row.get(0)?,
        closing: Closing {
            user: column::parsed(row, 1)?,
            keeps_contributions: row.get(2)?,
            requested_at: column::moment(row, 3)?,
            due_at: column::moment(row, 4)?,
            days_wanted: row.get(5)?,
            days_seen: row.get(6)?,
        },
        last_seen_day: column::parsed_or_none(row, 7)?,
        was_active: row.get(8)?,
    })
}
