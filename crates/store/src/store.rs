//! The open file.

use crate::{
    Result, StoreError,
    audit::{self, Trail},
    opening::{self, InUse, OpenHere},
    privacy::KeyFile,
    write::Write,
};
use domain::{
    id::UserId,
    world::{Moment, World},
};
use rusqlite::{Connection, TransactionBehavior};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicI64, Ordering},
    },
};

/// Who acts. It is written down with what they change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// This person.
    Person(UserId),
    /// Whoever holds the folder, before there is an account.
    Nobody,
    /// Sync, applying the hub's word for this person.
    Sync(UserId),
    /// Erasure: the one act that may take away what people made. At this person's word; none when its day has come.
    Erasure(Option<UserId>),
}

/// How many idle connections for reading are kept. More are opened when more threads read at once.
const IDLE_READERS: usize = 4;

/// The open file. One for each process; any number of threads may share it.
pub struct Store {
    folder: PathBuf,
    world: Arc<dyn World>,
    keys: KeyFile,
    trail: Trail,
    data_version: AtomicI64,
    // Fields are dropped in this order. The writer's connection is closed after the readers', because the last one to be closed writes the log back into
    // the file, and a reader cannot; and all are closed before others may think that nobody is here.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    _in_use: InUse,
    _here: OpenHere,
}

impl Store {
    /// Opens the file in this folder, and makes folder and file where there are none.
    ///
    /// A damaged file is set aside, whole, and `Corrupt` says where. From then on every call says so again, until somebody decides:
    /// [`Store::start_new`], or putting a file back.
    ///
    /// `conflict.open_here` where this process has the folder open already: on Unix the second opening would take the first one's locks from it.
    pub fn open(folder: &Path, world: Arc<dyn World>) -> Result<Self> {
        Self::assemble(opening::open(folder, world.as_ref(), opening::Damaged::Ask)?, folder, world)
    }

    /// Begins a new file after a damaged one was set aside. The damaged one stays where it is; so do the keys. Where there is a file already, it is
    /// simply opened.
    pub fn start_new(folder: &Path, world: Arc<dyn World>) -> Result<Self> {
        let store = Self::assemble(opening::open(folder, world.as_ref(), opening::Damaged::StartNew)?, folder, world)?;
        // That the trail begins again is on purpose, so it is not to count as cut off.
        if audit::was_begun_anew(&store)? {
            audit::rebase(&store, Actor::Nobody)?;
        }
        Ok(store)
    }

    fn assemble(opened: opening::Opened, folder: &Path, world: Arc<dyn World>) -> Result<Self> {
        let (keys, trail) = (KeyFile::new(folder), Trail::new(folder));
        audit::begin(&opened.connection, &keys, &trail, world.as_ref())?;
        Ok(Self {
            folder: folder.to_owned(),
            keys,
            trail,
            world,
            writer: Mutex::new(opened.connection),
            readers: Mutex::default(),
            data_version: AtomicI64::new(0),
            _in_use: opened.in_use,
            _here: opened.here,
        })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where time and randomness come from.
    pub fn world(&self) -> &dyn World {
        self.world.as_ref()
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.world.now()
    }

    /// A number that changes whenever another process has written to the file. Cheap: meant to be asked again and again. While this process is writing
    /// it gives the last number that is known.
    pub fn data_version(&self) -> Result<i64> {
        // Asked on the writing connection, whose own commits do not count.
        let connection = match self.writer.try_lock() {
            Ok(connection) => connection,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(self.data_version.load(Ordering::Relaxed)),
        };
        let version = connection.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        self.data_version.store(version, Ordering::Relaxed);
        Ok(version)
    }

    pub(crate) fn keys(&self) -> &KeyFile {
        &self.keys
    }

    pub(crate) fn trail(&self) -> &Trail {
        &self.trail
    }

    /// One change: begun at once as the only writer, kept as a whole or not at all, on the disk when this returns.
    pub(crate) fn write<T>(&self, actor: Actor, change: impl FnOnce(&Write<'_>) -> Result<T>) -> Result<T> {
        self.noting_damage(|| {
            let mut connection = locked(&self.writer);
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let write = Write::begin(&transaction, self.world.as_ref(), &self.keys, actor)?;
            let changed = change(&write)?;
            let sealed = write.end(&self.trail)?;
            transaction.commit()?;
            sealed.kept(&self.trail);
            Ok(changed)
        })
    }

    /// Reading, all from one state of the file, without waiting for a writer.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.noting_damage(|| {
            let idle = locked(&self.readers).pop();
            let mut connection = match idle {
                Some(connection) => connection,
                None => opening::connect_to_read(&self.folder)?,
            };
            let seen = {
                let transaction = connection.transaction()?;
                look(&transaction)
            };
            let mut readers = locked(&self.readers);
            if readers.len() < IDLE_READERS {
                readers.push(connection);
            }
            seen
        })
    }

    /// Rewrites the file without what was deleted from it, and empties the log. Whether it could be done to the end: as long as another process is
    /// reading, the log cannot be emptied.
    pub(crate) fn rewrite_file(&self) -> Result<bool> {
        self.noting_damage(|| {
            let connection = locked(&self.writer);
            connection.execute_batch("VACUUM")?;
            let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            Ok(busy == 0)
        })
    }

    // Damage that is met while the file is in use makes the next opening look at all of it.
    fn noting_damage<T>(&self, act: impl FnOnce() -> Result<T>) -> Result<T> {
        act().inspect_err(|error| {
            if matches!(error, StoreError::Corrupt { .. }) {
                opening::ask_for_check(&self.folder);
            }
        })
    }
}

// A thread that panicked while it held the lock left no transaction behind: dropping it rolled it back.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
