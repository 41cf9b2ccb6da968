//! The outbox: operations that wait for a hub, and those that it has.

use crate::{Result, Store, column, query, write::Write};
use domain::{
    id::{OperationId, UserId},
    world::Moment,
};
use rusqlite::{Row, params};
use serde_json::Value;
use uuid::Uuid;
use wire::{Digest, Fact, Kind, Operation, canonical};

/// How far an operation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It is safe on this device.
    Saved,
    /// It was sent; there is no receipt yet.
    Sent,
    /// There is a receipt: the hub has it.
    Delivered,
    /// The hub said no. It is kept, whole.
    Rejected,
}

impl State {
    /// The state's name in the database and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Rejected => "rejected",
        }
    }

    /// Reads a state's name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Saved, Self::Sent, Self::Delivered, Self::Rejected].into_iter().find(|state| state.name() == text)
    }
}

/// An operation in the outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Queued {
    /// Its place: later ones have greater numbers.
    pub position: u64,
    /// Whose.
    pub user: UserId,
    /// The operation.
    pub operation: Operation,
    /// Its digest.
    pub digest: Digest,
    /// How far it has come.
    pub state: State,
    /// When it was made.
    pub created_at: Moment,
}

/// How many operations of a person are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Only on this device.
    pub saved: u32,
    /// Sent, without a receipt.
    pub sent: u32,
    /// With a receipt.
    pub delivered: u32,
    /// Refused by the hub.
    pub rejected: u32,
}

/// How many operations of a person are in each state.
pub fn counts(store: &Store, user: UserId) -> Result<Counts> {
    let rows = store.read(|connection| {
        query::many(connection, include_str!("counts.sql"), [user.to_string()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?)))
    })?;
    let of = |state: State| rows.iter().find(|(name, _)| name == state.name()).map_or(0, |(_, count)| *count);
    Ok(Counts { saved: of(State::Saved), sent: of(State::Sent), delivered: of(State::Delivered), rejected: of(State::Rejected) })
}

/// A person's operations after this position, in order, at most `limit`.
pub fn list(store: &Store, user: UserId, after: u64, limit: u32) -> Result<Vec<Queued>> {
    // A position beyond what SQLite can count has nothing after it.
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    store.read(|connection| query::many(connection, include_str!("list.sql"), params![user.to_string(), after, limit], read))
}

/// Writes an operation, in the transaction of the row that it tells of.
pub(crate) fn append(write: &Write<'_>, user: UserId, fact: Fact, entity: Uuid, base_rev: Option<OperationId>) -> Result<OperationId> {
    let operation = fact.into_operation(OperationId::generate(write.world), base_rev)?;
    query::execute(
        write.connection,
        include_str!("insert.sql"),
        params![
            operation.op_id.to_string(),
            user.to_string(),
            operation.kind.name(),
            operation.v,
            operation.base_rev.map(|id| id.to_string()),
            canonical::to_text(&operation.payload)?,
            operation.digest()?.to_string(),
            entity.to_string(),
            write.at_text,
        ],
    )?;
    Ok(operation.op_id)
}

/// Writes a draft's operation anew, if it was not sent yet. Whether it was not.
pub(crate) fn rewrite_draft(write: &Write<'_>, op_id: OperationId, fact: Fact) -> Result<bool> {
    let sql = include_str!("unsent_base_rev.sql");
    let Some(base_rev) = query::one(write.connection, sql, [op_id.to_string()], |row| column::parsed_or_none(row, 0))? else {
        return Ok(false);
    };
    let operation = fact.into_operation(op_id, base_rev)?;
    let sql = include_str!("rewrite.sql");
    let payload = canonical::to_text(&operation.payload)?;
    query::execute(write.connection, sql, params![op_id.to_string(), payload, operation.digest()?.to_string(), write.at_text])?;
    Ok(true)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Queued> {
    Ok(Queued {
        position: row.get::<_, u32>(0)?.into(),
        user: column::parsed(row, 1)?,
        operation: Operation {
            op_id: column::parsed(row, 2)?,
            kind: Kind::from(row.get::<_, String>(3)?),
            v: row.get(4)?,
            base_rev: column::parsed_or_none(row, 5)?,
            payload: column::json::<Value>(row, 6)?,
        },
        digest: column::parsed(row, 7)?,
        state: column::state(row, 8)?,
        created_at: column::moment(row, 9)?,
    })
}
