//! Damage: finding it, and setting the file aside. Nothing is ever deleted here.

use super::{DATABASE, Damaged, file};
use crate::{Result, StoreError, privacy::KeyFile};
use rusqlite::Connection;
use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

const FOLDER: &str = "damaged";
/// Stands beside what was set aside until somebody decides how to go on. Holds the path, relative to the data folder.
const QUESTION: &str = "awaiting-decision";
/// Stands in the data folder when damage was met while the file was in use.
const CHECK: &str = "check.asked";

/// What the first bytes of a database say.
pub struct Header {
    /// The version of its tables.
    pub version: i64,
}

/// Looks at the first bytes, without SQLite, which would write beside the file. None where there is no file, or an empty one.
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
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StoreError::Corrupt { set_aside: None, detail: found }) }
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

/// Moves the database with its log into a folder of its own, named by the time, and leaves the question how to go on.
pub fn set_aside(folder: &Path, moment: &str) -> Result<PathBuf> {
    // Windows takes no colons in names.
    let stamp = moment.replace(':', "-");
    let damaged = folder.join(FOLDER);
    file::create_private_folder(&damaged)?;
    let mut name = stamp.clone();
    let mut count = 1;
    while damaged.join(&name).exists() {
        count += 1;
        name = format!("{stamp}-{count}");
    }
    file::create_private_folder(&damaged.join(&name))?;
    let relative = Path::new(FOLDER).join(&name).join(DATABASE);
    // The question comes first: a power cut after the first move must not look like a new folder.
    file::write_durably(&damaged.join(QUESTION), relative.to_string_lossy().as_bytes())?;
    for suffix in ["", "-wal", "-shm"] {
        let from = folder.join(format!("{DATABASE}{suffix}"));
        if from.exists() {
            fs::rename(from, damaged.join(&name).join(format!("{DATABASE}{suffix}")))?;
        }
    }
    file::sync_folder(&damaged.join(&name))?;
    file::sync_folder(folder)?;
    remove(&folder.join(CHECK))?;
    Ok(folder.join(relative))
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
