//! Putting a backup in the place of the file.
//!
//! The new file is made ready in `restoring/`, whole: migrated, with what the old one has and the backup lacks, on the disk. Then the old one is linked
//! to its place aside, and `restoring/ready` is written: until then a cut leaves the old file, from then on whoever opens next goes on to the end.

use super::{Backup, carry, immutable_uri, read_only_uri, rescue};
use crate::{
    Actor, Result, StoreError,
    audit::{self, Trail},
    doctor::{self, Area, Watch},
    opening::{self, DATABASE},
    privacy::KeyFile,
    query,
    write::Write,
};
use domain::world::World;
use rusqlite::{Connection, TransactionBehavior, params};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

const WORK: &str = "restoring";
const READY: &str = "ready";
const SET_ASIDE: &str = "set-aside";

/// What a restoring did.
#[derive(Debug, Clone, PartialEq)]
pub struct Restored {
    /// The backup that stands in the file's place now.
    pub backup: Backup,
    /// Where the file lies that was there before, whole. None where there was none.
    pub set_aside: Option<PathBuf>,
    /// Whether that file was damaged.
    pub was_damaged: bool,
    /// What of it was carried into the restored one.
    pub carried: Vec<Carried>,
    /// What of it did not pass the constraints. It is in the file that was set aside.
    pub not_carried: Vec<NotCarried>,
    /// Tables of the damaged file of which not everything could be read.
    pub unreadable: Vec<String>,
}

/// How much of a table was carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The table.
    pub table: String,
    /// How many rows were added or brought up to date.
    pub rows: u32,
}

/// A row that was not carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCarried {
    /// The table.
    pub table: String,
    /// Which one.
    pub row: String,
    /// What refused it, in the words of the database: for the log.
    pub reason: String,
}

/// Puts a backup in the place of the file: the one named, else the newest that passes its verification now. What was there is set aside, whole, never
/// deleted; what it has and the backup lacks is carried over. Nobody else may have the file open.
///
/// `conflict.in_use`, `not_found.backup`, `not_found.verified_backup`, `invalid.backup_damaged`, `too_new.database`, `full.disk`, `busy.database` while
/// another program opens it. After an error the file is as it was.
pub fn restore(folder: &Path, world: &dyn World, id: Option<&str>, actor: Actor, watch: &Watch<'_>) -> Result<Restored> {
    opening::create_private_folder(folder)?;
    // Nobody opens it from here on, and nobody has it open.
    let _opening = opening::lock_opening(folder)?;
    let _alone = opening::lock_alone(folder)?.ok_or(StoreError::Conflict("in_use"))?;
    finish_restoring(folder)?;
    let backup = choose(folder, world, id, watch)?;
    if backup.schema_version > opening::newest_version() {
        return Err(StoreError::TooNew { found: backup.schema_version, known: opening::newest_version() });
    }
    let work = folder.join(WORK);
    opening::create_private_folder(&work)?;
    let made = prepare(folder, &work, world, &backup, actor, watch).and_then(|restored| {
        let set_aside = set_aside(folder, world, restored.was_damaged)?;
        let restored = Restored { set_aside: set_aside.or_else(|| opening::awaiting_decision(folder)), ..restored };
        // From here on it is restored, whatever happens.
        opening::write_durably(&work.join(READY), b"{}")?;
        Ok(restored)
    });
    match made {
        Ok(restored) => {
            finish_restoring(folder)?;
            opening::forget_question(folder)?;
            Ok(restored)
        }
        Err(error) => {
            let _ = fs::remove_dir_all(&work);
            Err(error)
        }
    }
}

/// Ends a restoring that was cut off: to its end if it was ready, else as if it had not begun. To be called with the opening locked.
pub(crate) fn finish_restoring(folder: &Path) -> Result<()> {
    let work = folder.join(WORK);
    if !work.is_dir() {
        return Ok(());
    }
    if work.join(READY).exists() {
        let ready = work.join(DATABASE);
        // Where it is not there any more it was moved already, and a log beside the file is its own.
        if ready.exists() {
            for suffix in ["-wal", "-shm"] {
                remove(&folder.join(format!("{DATABASE}{suffix}")))?;
            }
            opening::sync_folder(folder)?;
            fs::rename(&ready, folder.join(DATABASE))?;
            opening::sync_folder(folder)?;
            opening::sync_folder(&work)?;
        }
    }
    fs::remove_dir_all(&work)?;
    opening::sync_folder(folder)
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

// What a backup was when it was made says nothing about what the disk gives back now, so it is looked at again.
fn choose(folder: &Path, world: &dyn World, id: Option<&str>, watch: &Watch<'_>) -> Result<Backup> {
    let sound = |backup: &Backup| {
        let damaged = |field: &str| matches!(field, "pages" | "rows" | "sha256" | "index");
        let problems = backup.verification.as_ref().map(|verification| verification.problems.as_slice()).unwrap_or_default();
        !problems.iter().any(|problem| problem.area == Area::Integrity && damaged(&problem.field))
    };
    if let Some(id) = id {
        let backup = super::verify(folder, world, id, watch)?;
        return if sound(&backup) { Ok(backup) } else { Err(StoreError::Invalid("backup_damaged")) };
    }
    for backup in super::list(folder)?.into_iter().filter(Backup::verified) {
        let backup = super::verify(folder, world, &backup.id, watch)?;
        if backup.verified() {
            return Ok(backup);
        }
    }
    Err(StoreError::NotFound("verified_backup"))
}

fn prepare(folder: &Path, work: &Path, world: &dyn World, backup: &Backup, actor: Actor, watch: &Watch<'_>) -> Result<Restored> {
    let path = work.join(DATABASE);
    remove(&path)?;
    opening::create_private(&path)?;
    fs::copy(&backup.path, &path)?;
    let mut restored = Restored {
        backup: backup.clone(),
        set_aside: None,
        was_damaged: false,
        carried: Vec::new(),
        not_carried: Vec::new(),
        unreadable: Vec::new(),
    };
    let current = folder.join(DATABASE);
    let lost = match opening::length(&current) {
        0 => opening::awaiting_decision(folder).filter(|path| path.exists()),
        _ => Some(current),
    };
    let source = match &lost {
        None => None,
        Some(lost) if is_sound(lost) => Some(read_only_uri(lost)),
        Some(lost) => {
            restored.was_damaged = true;
            let (rescued, unreadable) = rescue::rescue(lost, &backup.path, work, watch)?;
            restored.unreadable = unreadable;
            Some(immutable_uri(&rescued))
        }
    };
    let mut connection = opening::open_copy(work, world)?;
    if let Some(source) = &source {
        connection.execute("ATTACH ?1 AS lost", [source])?;
    }
    let keys = KeyFile::new(folder);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let write = Write::begin(&transaction, world, &keys, actor)?;
    // The chain goes on from what stands in this file; the head follows with the first change that is made in it.
    let trail = Trail::new(folder);
    audit::leave(&write, &trail)?;
    if source.is_some() {
        // What is carried was taken by this file's rules once already: a topic that was closed since does not refuse an older answer. And the trail says of
        // each row that it was carried, and not written now.
        query::execute(&transaction, include_str!("as_restore.sql"), [])?;
        (restored.carried, restored.not_carried) = carry::carry(&write, watch)?;
    }
    let told = serde_json::json!({
        "backup": backup.id,
        "created_at": domain::world::moment_text(backup.created_at),
        "audit_line": backup.audit_line,
        "rows_carried": restored.carried.iter().map(|carried| carried.rows).sum::<u32>(),
        "rows_not_carried": restored.not_carried.len(),
    });
    query::execute(&transaction, include_str!("line.sql"), params![told.to_string()])?;
    write.end(&trail)?;
    transaction.commit()?;
    if source.is_some() {
        connection.execute_batch("DETACH lost")?;
    }
    close(connection, &path)?;
    Ok(restored)
}

// One file without a log, on the disk.
fn close(connection: Connection, path: &Path) -> Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    drop(connection);
    fs::File::open(path)?.sync_all()?;
    Ok(())
}

fn is_sound(path: &Path) -> bool {
    let look = || -> Result<bool> {
        let connection = Connection::open_with_flags(
            read_only_uri(path),
            rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_URI | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        let told = query::many(&connection, "PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?;
        Ok(told.iter().all(|line| line == "ok" || !doctor::is_damage(line)))
    };
    look().unwrap_or(false)
}

// Linked, not moved: until the new file takes its place, the old one stands in it.
fn set_aside(folder: &Path, world: &dyn World, damaged: bool) -> Result<Option<PathBuf>> {
    let current = folder.join(DATABASE);
    if opening::length(&current) == 0 {
        return Ok(None);
    }
    let place = opening::free_place(&folder.join(if damaged { opening::DAMAGED } else { SET_ASIDE }), &doctor::file_stamp(world.now()))?;
    for suffix in ["", "-wal"] {
        let (from, to) = (folder.join(format!("{DATABASE}{suffix}")), place.join(format!("{DATABASE}{suffix}")));
        if !from.exists() {
            continue;
        }
        // Not every file system has links.
        if fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to)?;
            fs::File::open(&to)?.sync_all()?;
        }
    }
    opening::sync_folder(&place)?;
    Ok(Some(place.join(DATABASE)))
}
