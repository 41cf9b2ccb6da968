//! Sealing, as a part of every transaction.

use super::{Head, Trail, chain};
use crate::{
    Result, Store,
    privacy::{Key, KeyFile},
    query,
};
use domain::world::World;
use rusqlite::Connection;

/// What a transaction sealed. It counts once the transaction is committed.
pub struct Sealed {
    advance: Option<(Key, Head)>,
}

impl Sealed {
    /// The number of the last line there is; to be asked at the beginning of a transaction.
    pub fn last_line(connection: &Connection) -> Result<i64> {
        chain::last_line(connection)
    }

    /// Seals the lines after this one, which are those of this transaction. What others wrote before stays without a seal.
    pub fn since(last_line: i64, connection: &Connection, keys: &KeyFile, trail: &Trail) -> Result<Self> {
        if chain::last_line(connection)? == last_line {
            return Ok(Self { advance: None });
        }
        let key = keys.audit();
        let before = key.as_ref().map(|key| trail.goes_on(connection, key)).transpose()?.flatten();
        let (last, count) = chain::seal_new(connection, key.as_ref(), last_line)?;
        let advance = key.zip(before).map(|(key, before)| (key, Head { id: last.id, count: before.count + count, seal: last.seal }));
        Ok(Self { advance })
    }

    /// After the commit.
    pub fn kept(self, trail: &Trail) {
        if let Some((key, head)) = self.advance {
            trail.advance(&key, head);
        }
    }
}

/// At opening: makes the key where there is none yet, and with it the word of how far the chain has come. So a key without that word is never an accident.
pub fn begin(connection: &Connection, keys: &KeyFile, trail: &Trail, world: &dyn World) -> Result<()> {
    // New keys may be made only where nobody has data that they would not open.
    let nobody = !query::one(connection, include_str!("../user/exists_any.sql"), [], |row| row.get::<_, bool>(0))?.unwrap_or(true);
    keys.create_audit(world, nobody, |key| trail.begin(connection, key))
}

/// Whether this file is a new one in the place of another that was sealed.
pub fn was_begun_anew(store: &Store) -> Result<bool> {
    let is_empty = store.read(chain::last_line)? == 0;
    Ok(is_empty && super::head(store).is_some_and(|head| head.id > 0))
}
