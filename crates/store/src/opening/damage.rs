//! Damage: finding it, and setting the file aside. Nothing is ever deleted here.

use super::{DATABASE, Damaged, file};
use crate::{Result, StoreError, doctor, privacy::KeyFile, query};
use rusqlite::Connection;
use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// The folder of damaged files.
pub const FOLDER: &str = "damaged";
/// Stands beside what was set aside until somebody decides how to go on. Holds the path, relative to the data folder.
const QUESTION: &str = "awaiting-decision";
/// Stands in the data folder when damage was met while the file was in use.
const CHECK: &str = "check.asked";
/// Stands in the data folder after an end that was cut off, until everything was looked at.
const PENDING: &str = "check.pending";

/// What the first bytes of a database say.
pub struct Header {
    /// The version of its tables.
    pub version: i64,
}

/// Looks at the first bytes, without SQLite, which would write beside the file. None where there is no file, or an empty one. To be called before this process
/// has a connection to it: on Unix, closing a file frees every lock that the process has on it, those of SQLite too.
pub fn read_header(folder: &Path) -> Result<Option<Header>> {
    let corrupt = |detail: &str| StoreError::Corrupt { set_aside: None, detail: detail.into() };
    let path = folder.join(DATABASE);
    if file::length(&path) == 0 {
        // An empty file is what a power cut leaves of the very first opening; and of a file that was cut off whole.
        let was_used = path.exists() && KeyFile::names_somebody(folder);
        return if was_used { Err(corrupt("the file is empty, but there are keys of people")) } else { Ok(None) };
    }
    let mut bytes = [0; 100];
    match fs::File::open(&path)?.read_exact(&mut bytes) {
        Ok(()) if bytes.starts_with(b"SQLite format 3\0") => {}
        Ok(()) => return Err(corrupt("this is not a database")),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Err(corrupt("the file is too short")),
        Err(error) => return Err(error.into()),
    }
    let number = |at: usize| i64::from(i32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]));
    // A file that was just begun may still have 0 here; the rest is in its log.
    if ![0, super::migration::APPLICATION_ID].contains(&number(68)) {
        return Err(StoreError::Invalid("not_a_studio_file"));
    }
    Ok(Some(Header { version: number(60) }))
}

/// Whether the whole file holds together, as far as can be told without reading every index entry.
pub fn check(connection: &Connection) -> Result<()> {
    let told = query::many(connection, "PRAGMA quick_check", [], |row| row.get::<_, String>(0))?;
    // A value that breaks a constraint is no reason to set a file aside: doctor names it.
    match told.into_iter().find(|line| line != "ok" && doctor::is_damage(line)) {
        Some(detail) => Err(StoreError::Corrupt { set_aside: None, detail }),
        None => Ok(()),
    }
}

/// Makes the next opening check the file.
pub fn ask_for_check(folder: &Path) {
    // Where even this cannot be written there is nothing more to do, and the damage itself is what must be told.
    let _ = fs::write(folder.join(CHECK), b"");
}

/// Whether the last user of the file met damage.
pub fn check_is_asked_for(folder: &Path) -> bool {
    folder.join(CHECK).exists()
}

/// Says that everything is to be looked at, behind the scenes.
pub fn note_cut_off(folder: &Path) -> Result<()> {
    file::create_private(&folder.join(PENDING))
}

/// Whether everything is to be looked at, because an end was cut off.
pub fn check_is_pending(folder: &Path) -> bool {
    folder.join(PENDING).exists()
}

/// Everything was looked at.
pub fn check_is_done(folder: &Path) -> Result<()> {
    remove(&folder.join(PENDING))
}

/// Moves the database with its log into a folder of its own, named by the time, and leaves the question how to go on.
pub fn set_aside(folder: &Path, moment: &str) -> Result<PathBuf> {
    let damaged = folder.join(FOLDER);
    // Windows takes no colons in names.
    let place = file::free_place(&damaged, &moment.replace(':', "-"))?;
    let name = place.file_name().unwrap_or_default().to_owned();
    let relative = Path::new(FOLDER).join(&name).join(DATABASE);
    // The question comes first: a power cut after the first move must not look like a new folder.
    file::write_durably(&damaged.join(QUESTION), relative.to_string_lossy().as_bytes())?;
    for suffix in ["", "-wal", "-shm"] {
        let from = folder.join(format!("{DATABASE}{suffix}"));
        if from.exists() {
            fs::rename(from, place.join(format!("{DATABASE}{suffix}")))?;
        }
    }
    file::sync_folder(&place)?;
    file::sync_folder(folder)?;
    remove(&folder.join(CHECK))?;
    Ok(folder.join(relative))
}

/// The file that was set aside and about which nobody has decided yet.
pub fn awaiting_decision(folder: &Path) -> Option<PathBuf> {
    let relative = fs::read_to_string(folder.join(FOLDER).join(QUESTION)).ok()?;
    Some(folder.join(relative))
}

/// Where a file was set aside and nobody has decided yet: says so again. `not_found.database` where it is gone, but keys of people are here.
pub fn ask_first(folder: &Path, damaged: Damaged) -> Result<()> {
    let question = folder.join(FOLDER).join(QUESTION);
    if damaged == Damaged::StartNew || folder.join(DATABASE).exists() {
        return Ok(());
    }
    if !question.exists() {
        // Keys of people without the file that they open: the file went away by itself, and beginning a new one would look as if nothing had happened.
        return if KeyFile::names_somebody(folder) { Err(StoreError::NotFound("database")) } else { Ok(()) };
    }
    let relative = fs::read_to_string(question)?;
    Err(StoreError::Corrupt { set_aside: Some(folder.join(relative)), detail: "set aside earlier; nobody has decided yet".into() })
}

/// The file could be opened: there is nothing left to decide.
pub fn forget_question(folder: &Path) -> Result<()> {
    remove(&folder.join(FOLDER).join(QUESTION))?;
    remove(&folder.join(CHECK))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
