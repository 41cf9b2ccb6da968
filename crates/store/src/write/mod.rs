//! A change in progress.

use crate::{
    Actor, Result,
    audit::{Sealed, Trail},
    privacy::KeyFile,
    query,
};
use domain::world::{Moment, World, moment_text, parse_moment};
use rusqlite::{Connection, params};

/// The one write transaction of the moment. Everything in it has the same time and the same actor.
pub struct Write<'a> {
    /// The connection that holds the transaction.
    pub connection: &'a Connection,
    /// Where randomness comes from.
    pub world: &'a dyn World,
    /// The keys of personal data.
    pub keys: &'a KeyFile,
    /// When it happens.
    pub at: Moment,
    /// The same as text.
    pub at_text: String,
    // The last line of the audit trail before this change.
    last_line: i64,
}

impl<'a> Write<'a> {
    /// Says first of all who acts.
    pub fn begin(connection: &'a Connection, world: &'a dyn World, keys: &'a KeyFile, actor: Actor) -> Result<Self> {
        // To the millisecond, as it is written down: what is given back now is what will be read later.
        let now = world.now();
        let at_text = moment_text(now);
        let at = parse_moment(&at_text).unwrap_or(now);
        let (user, role) = match actor {
            Actor::Person(user) => (Some(user.to_string()), "person"),
            Actor::Nobody => (None, "person"),
            Actor::Sync(user) => (Some(user.to_string()), "sync"),
            Actor::Erasure(user) => (user.map(|user| user.to_string()), "erasure"),
        };
        // What a transaction left here that was cut off by something else than us is not ours to keep.
        query::execute(connection, include_str!("clear_context.sql"), [])?;
        query::execute(connection, include_str!("set_context.sql"), params![user, role, at_text])?;
        let last_line = Sealed::last_line(connection)?;
        Ok(Self { connection, world, keys, at, at_text, last_line })
    }

    /// The same transaction, as it looks to somebody at another moment and with another world: for a data set that tells of years.
    pub fn at_another_moment<'b>(&self, world: &'b dyn World, at: Moment, at_text: String) -> Write<'b>
    where
        'a: 'b,
    {
        Write { connection: self.connection, world, keys: self.keys, at, at_text, last_line: self.last_line }
    }

    /// Last of all, the lines that this change left in the audit trail are sealed, and nobody acts.
    pub fn end(self, trail: &Trail) -> Result<Sealed> {
        let sealed = Sealed::since(self.last_line, self.connection, self.keys, trail)?;
        query::execute(self.connection, include_str!("clear_context.sql"), [])?;
        Ok(sealed)
    }
}
