//! How far the chain has come, kept outside the database: `audit-head`, beside the key file.
//!
//! It is written after each commit, never before, and without waiting for the disk: a word that lags behind is still found in the chain. One that is not
//! found there means that the file is an older one, or that its end was cut off; then the word is left as it is, so that the loss stays to be seen.
//!
//! Two places of 512 bytes, written in turn, so that a write that was torn by a power cut leaves the other. Each holds number, count, seal, and a keyed hash.

use super::chain::{self, Content, Link, Seal};
use crate::{Result, Store, opening::write_durably, privacy::Key, query};
use hmac::{Hmac, Mac};
use rusqlite::Connection;
use sha2::Sha256;
use std::{
    fs::{self, OpenOptions},
    io::{Seek, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

const FILE: &str = "audit-head";
const PLACE: usize = 512;
const MAGIC: &[u8; 8] = b"LSaudit1";
const BODY: usize = 8 + 8 + 8 + 32;

/// The end of the chain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Head {
    /// The number of the last sealed line; 0 before the first.
    pub id: i64,
    /// How many lines are sealed.
    pub count: u64,
    /// The last seal.
    pub seal: [u8; 32],
}

impl Head {
    const fn link(&self) -> Link {
        Link { id: self.id, seal: self.seal }
    }

    fn place(&self, key: &Key) -> Vec<u8> {
        let mut bytes = [&MAGIC[..], &self.id.to_le_bytes(), &self.count.to_le_bytes(), &self.seal].concat();
        bytes.extend_from_slice(&mac(key, &bytes));
        bytes.resize(PLACE, 0);
        bytes
    }

    // The whole file.
    fn places(&self, key: &Key) -> Vec<u8> {
        self.place(key).repeat(2)
    }

    fn parse(key: &Key, place: &[u8]) -> Option<Self> {
        let body = place.get(..BODY)?;
        if !body.starts_with(MAGIC) || place.get(BODY..BODY + 32)? != mac(key, body) {
            return None;
        }
        let number = |at: usize| Some(u64::from_le_bytes(body.get(at..at + 8)?.try_into().ok()?));
        Some(Self { id: i64::try_from(number(8)?).ok()?, count: number(16)?, seal: body.get(24..)?.try_into().ok()? })
    }
}

fn mac(key: &Key, bytes: &[u8]) -> Seal {
    // HMAC takes a key of any length; 32 bytes always do.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key.as_ref()) else { return [0; 32] };
    mac.update(b"head|");
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

#[derive(Default)]
enum Known {
    // Not looked at yet, or the keys were locked.
    #[default]
    Unread,
    // This was the end, and the file held it.
    At(Head),
    // The file holds another chain's end, which was left on purpose. The next word takes its place, whatever its number.
    Left,
    // What stands in the file is not in the chain. It is kept.
    Lost,
}

#[derive(Default)]
struct State {
    known: Known,
    unsettled: bool,
}

/// What this process knows of the chain's end.
pub struct Trail {
    path: PathBuf,
    state: Mutex<State>,
}

impl Trail {
    /// The trail of this data folder. Nothing is read yet.
    pub fn new(folder: &Path) -> Self {
        Self { path: folder.join(FILE), state: Mutex::default() }
    }

    /// Makes the file where the chain begins.
    pub fn begin(&self, connection: &Connection, key: &Key) -> Result<()> {
        self.replace(key, whole(connection)?)
    }

    /// Whether the chain in the file goes on from what is known, and where it ends: seals included that other processes added. To be asked before this
    /// transaction's own lines are sealed. None where it does not.
    pub fn goes_on(&self, connection: &Connection, key: &Key) -> Result<Option<Head>> {
        let mut state = self.locked();
        let known = match state.known {
            Known::Lost => return Ok(None),
            Known::Left => return whole(connection).map(Some),
            Known::At(head) => Some(head),
            Known::Unread => self.stored(key),
        };
        let Some(known) = known else {
            state.known = Known::Lost;
            return Ok(None);
        };
        if let Some(present) = extended(connection, known)? {
            return Ok(Some(present));
        }
        let was_left = was_left(connection, key, known)?;
        state.known = if was_left { Known::Left } else { Known::Lost };
        if was_left { whole(connection).map(Some) } else { Ok(None) }
    }

    /// After the commit: the chain ends here now. An error is no reason to say that the change was not kept; the word lags, and the next one catches up.
    pub fn advance(&self, key: &Key, head: Head) {
        let mut state = self.locked();
        let is_written = match state.known {
            Known::Left => write_durably(&self.path, &head.places(key)),
            _ => self.write(key, head),
        };
        // Where even the first word of a chain could not be written, the old one is still to be replaced.
        if is_written.is_ok() || !matches!(state.known, Known::Left) {
            state.known = Known::At(head);
        }
        state.unsettled |= is_written.is_ok();
    }

    /// What stands in the file.
    pub fn stored(&self, key: &Key) -> Option<Head> {
        let bytes = fs::read(&self.path).ok()?;
        bytes.chunks(PLACE).filter_map(|place| Head::parse(key, place)).max_by_key(|head| head.id)
    }

    /// From now on the chain is measured from what stands in the database.
    pub fn begin_anew(&self, store: &Store) -> Result<Head> {
        let head = store.read(whole)?;
        if let Some(key) = store.keys().audit() {
            self.replace(&key, head)?;
        }
        Ok(head)
    }

    /// Waits until what was written is on the disk.
    pub fn settle(&self) -> Result<()> {
        let mut state = self.locked();
        if state.unsettled {
            OpenOptions::new().write(true).open(&self.path)?.sync_all()?;
            state.unsettled = false;
        }
        Ok(())
    }

    fn replace(&self, key: &Key, head: Head) -> Result<()> {
        let mut state = self.locked();
        write_durably(&self.path, &head.places(key))?;
        *state = State { known: Known::At(head), unsettled: false };
        Ok(())
    }

    // Over the older of the two places. Where another process has gone further already, its word stands.
    fn write(&self, key: &Key, head: Head) -> Result<()> {
        let bytes = fs::read(&self.path)?;
        let ids: Vec<Option<i64>> = bytes.chunks(PLACE).map(|place| Head::parse(key, place).map(|head| head.id)).collect();
        if ids.iter().flatten().any(|id| *id >= head.id) {
            return Ok(());
        }
        let place = if ids.first() <= ids.get(1) { 0 } else { PLACE as u64 };
        let mut file = OpenOptions::new().write(true).open(&self.path)?;
        file.seek(SeekFrom::Start(place))?;
        file.write_all(&head.place(key))?;
        Ok(())
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Trail {
    fn drop(&mut self) {
        // Nobody is left to tell; a word that lags is no fault.
        let _ = self.settle();
    }
}

// The whole chain as it stands, whatever was known of it.
fn whole(connection: &Connection) -> Result<Head> {
    let last = chain::last_seal(connection)?.unwrap_or_default();
    Ok(Head { id: last.id, count: count_after(connection, 0)?, seal: last.seal })
}

fn count_after(connection: &Connection, id: i64) -> Result<u64> {
    let count: i64 = connection.prepare_cached(include_str!("count_seals_after.sql"))?.query_row([id], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

// The present end of a chain that holds this word; none where it does not.
fn extended(connection: &Connection, known: Head) -> Result<Option<Head>> {
    let last = chain::last_seal(connection)?.unwrap_or_default();
    if last == known.link() {
        return Ok(Some(known));
    }
    if !holds(connection, known)? {
        return Ok(None);
    }
    Ok(Some(Head { id: last.id, count: known.count + count_after(connection, known.id)?, seal: last.seal }))
}

/// Whether this word is in the chain.
pub fn holds(connection: &Connection, head: Head) -> Result<bool> {
    if head.id == 0 {
        return Ok(true);
    }
    Ok(query::one(connection, include_str!("seal_of.sql"), [head.id], |row| row.get::<_, Seal>(0))? == Some(head.seal))
}

/// Whether a sealed line says that the chain that ended so was left on purpose: the file was put back, and this program was killed before it could write
/// the new word.
pub fn was_left(connection: &Connection, key: &Key, head: Head) -> Result<bool> {
    let sql = concat!(include_str!("select.sql"), include_str!("restores.sql"));
    let restores =
        query::many(connection, sql, [], |row| Ok((row.get::<_, i64>(0)?, super::read(row)?.before, Content::read(row)?, chain::seal_at(row)?)))?;
    for (id, before, content, seal) in restores {
        if before != Some(super::named(head)) {
            continue;
        }
        let previous = query::one(connection, include_str!("seal_before.sql"), [id], chain::link)?.unwrap_or_default();
        if seal == Some(content.seal(key, &previous.seal, id)) {
            return Ok(true);
        }
    }
    Ok(false)
}
