//! Opening the file: lock, look, set aside what is damaged, back up, migrate, connect.

mod damage;
mod file;
mod here;
mod migration;

use crate::{Result, StoreError};
use domain::world::{World, moment_text};
use file::FileLock;
use migration::BackUp;
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    cell::Cell,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

pub use damage::{FOLDER as DAMAGED, ask_for_check, awaiting_decision, check_is_done, check_is_pending, forget_question};
pub use file::{FileLock as InUse, create_private, create_private_folder, free_place, length, lock_exclusive, sync_folder, write_durably};
pub use here::OpenHere;
pub use migration::{APPLICATION_ID, history_length, make_schema, newest as newest_version};

/// The database.
pub const DATABASE: &str = "studio.db";
const OPENING_LOCK: &str = "opening.lock";
const IN_USE_LOCK: &str = "in-use.lock";

/// How long a write waits for another process's write before it says Busy; also for the lock of an opening, and for that of the key file.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// What to do where a damaged file was set aside earlier.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Damaged {
    /// Say so, again.
    Ask,
    /// Begin a new file.
    StartNew,
}

/// What opening gives.
pub struct Opened {
    /// The connection that writes.
    pub connection: Connection,
    /// Tells other processes that somebody is here; freed by the operating system even if this process is killed.
    pub in_use: InUse,
    /// Tells this process the same.
    pub here: OpenHere,
}

/// Opens the file, and makes folder and file where there are none.
pub fn open(folder: &Path, world: &dyn World, damaged: Damaged) -> Result<Opened> {
    file::create_private_folder(folder)?;
    let here = OpenHere::claim(folder)?;
    let _opening = lock_opening(folder)?;
    crate::backup::finish_restoring(folder)?;
    damage::ask_first(folder, damaged)?;

    // Everybody who has the file open holds this lock, shared. Whoever gets it alone while there is a log left knows that the last one was cut off.
    let in_use_path = folder.join(IN_USE_LOCK);
    let alone = is_alone(&in_use_path, Duration::from_millis(3))?;
    let in_use = FileLock::shared(&in_use_path)?;
    let was_cut_off = alone && file::length(&folder.join(format!("{DATABASE}-wal"))) > 0;

    let connection = match open_database(folder, world, was_cut_off) {
        Err(StoreError::Corrupt { detail, .. }) => {
            // Nothing is moved away under somebody who is using it.
            drop(in_use);
            let set_aside =
                if is_alone(&in_use_path, Duration::from_millis(500))? { Some(damage::set_aside(folder, &moment_text(world.now()))?) } else { None };
            return Err(StoreError::Corrupt { set_aside, detail });
        }
        other => other?,
    };
    damage::forget_question(folder)?;
    Ok(Opened { connection, in_use, here })
}

/// Nobody else opens the file while this is held. `busy.database` where somebody does for longer than we wait.
pub fn lock_opening(folder: &Path) -> Result<FileLock> {
    lock_exclusive(&folder.join(OPENING_LOCK), PATIENCE)
}

/// Held where nobody has the file open; nothing where somebody does.
pub fn lock_alone(folder: &Path) -> Result<Option<FileLock>> {
    let path = folder.join(IN_USE_LOCK);
    // Whoever closes it at this moment is given the time to.
    match lock_exclusive(&path, Duration::from_millis(500)) {
        Err(StoreError::Busy) => Ok(None),
        other => other.map(Some),
    }
}

// A process that is just being started by somebody may hold a copy of the lock for an instant, so one look is not enough to say that others are here.
fn is_alone(in_use: &Path, patience: Duration) -> Result<bool> {
    let since = Instant::now();
    loop {
        if FileLock::try_exclusive(in_use)?.is_some() {
            return Ok(true);
        }
        if since.elapsed() > patience {
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn open_database(folder: &Path, world: &dyn World, was_cut_off: bool) -> Result<Connection> {
    let path = folder.join(DATABASE);
    let header = damage::read_header(folder)?;
    if let Some(found) = header.as_ref().map(|header| header.version) {
        migration::refuse_newer(found)?;
    } else {
        file::create_private(&path)?;
    }

    let mut connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Until it is known that the file is ours and sound, closing must not write into it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    migration::refuse_newer(version)?;
    if connection.is_readonly("main")? {
        return Err(StoreError::Full("folder_read_only"));
    }
    migration::refuse_other_history(&connection)?;
    let due = version < migration::newest();
    if header.is_some() && (due || damage::check_is_asked_for(folder)) {
        damage::check(&connection)?;
    }
    if was_cut_off {
        // To read all of it takes the longer the larger it is, so that is done behind the scenes (doctor::go_on_checking, ADR 11).
        damage::note_cut_off(folder)?;
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Bug(format!("the journal mode is {mode}")));
    }
    // FULL: a commit that was reported is on the disk, also when the power fails a moment later.
    connection.execute_batch("PRAGMA synchronous = FULL")?;
    if due {
        migration::migrate(&mut connection, folder, world, version, BackUp::First)?;
    }
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    Ok(connection)
}

/// Opens a copy of the database that nobody else knows of, in a folder of its own, and brings it to the newest version.
pub fn open_copy(folder: &Path, world: &dyn World) -> Result<Connection> {
    let mut connection = connect(&folder.join(DATABASE), OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI)?;
    migration::refuse_other_history(&connection)?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    migration::refuse_newer(version)?;
    if version < migration::newest() {
        migration::migrate(&mut connection, folder, world, version, BackUp::Not)?;
    }
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    Ok(connection)
}

/// A connection that cannot write.
pub fn connect_to_read(folder: &Path) -> Result<Connection> {
    let connection = connect(&folder.join(DATABASE), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(connection)
}

/// A connection for checks: it writes nothing, but could. On one that cannot, SQLite does not look at CHECK constraints.
pub fn connect_to_check(path: &Path) -> Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(connection)
}

/// The database of a data folder.
pub fn database(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection> {
    let mut connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_handler(Some(wait_a_little))?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

// SQLite's own waiting grows to 100 ms between two looks; among many writers some would hardly ever meet the free moment between two commits. Looking
// every few milliseconds costs next to nothing and gives everybody a turn.
fn wait_a_little(times: i32) -> bool {
    thread_local!(static SINCE: Cell<Option<Instant>> = const { Cell::new(None) });
    let now = Instant::now();
    if times == 0 {
        SINCE.set(Some(now));
    }
    let waited = SINCE.get().map_or(Duration::ZERO, |since| now - since);
    if waited > PATIENCE {
        return false;
    }
    std::thread::sleep(Duration::from_micros(if times < 10 { 500 } else { 1500 + 500 * (times as u64 % 5) }));
    true
}
