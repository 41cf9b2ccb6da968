//! Backups: copies of the file in `backups/`, made while it is in use, looked at before they are believed, rotated; and putting one back.
//!
//! A backup is one SQLite file, `ID.db`, with a note beside it, `ID.json`. The keys of personal data are not in it: they stay in the key file, so no backup
//! brings back a person whose key was destroyed.

mod carry;
mod lend;
mod rescue;
mod restore;
mod rotation;

use crate::{
    Result, Store, StoreError, audit,
    doctor::{self, Area, Finding, Watch},
    opening, query,
};
use domain::world::{Moment, World};
use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup as Copying, StepResult},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

pub(crate) use restore::finish_restoring;
pub use restore::{Carried, NotCarried, Restored, restore};

const FOLDER: &str = "backups";

/// How many pages are copied before writers get a turn at the disk: 4 MiB.
const PAGES: i32 = 1024;

/// A backup is due this long after the last one.
const EVERY_HOURS: i64 = 24;

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Somebody asked for it.
    ByHand,
    /// It was time.
    Scheduled,
    /// The file was brought to a newer version.
    BeforeMigration,
    /// The doctor was to put something right.
    BeforeRepair,
    /// It lay in the folder without a note: somebody put it there.
    Found,
}

impl Reason {
    /// Its name in file names and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByHand => "by-hand",
            Self::Scheduled => "scheduled",
            Self::BeforeMigration => "before-migration",
            Self::BeforeRepair => "before-repair",
            Self::Found => "found",
        }
    }
}

/// A backup, as its note tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Backup {
    /// Its id: the name of its file without `.db`.
    pub id: String,
    /// Its file. Not in the note, because folders are moved.
    #[serde(skip)]
    pub path: PathBuf,
    /// When it was made.
    pub created_at: Moment,
    /// Why.
    pub reason: Reason,
    /// The version of its tables.
    pub schema_version: i64,
    /// How many rows each table had in the original, at the state that was copied.
    pub rows: BTreeMap<String, i64>,
    /// The last line of the audit trail at that state.
    pub audit_line: i64,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// On which of the days that were seen running it was made; rotation counts by these.
    pub seen_day: i64,
    /// What was found when it was last looked at. None where it never was.
    pub verification: Option<Verification>,
}

/// What was found when a backup was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// When.
    pub at: Moment,
    /// Everything that is not as it must be.
    pub problems: Vec<Finding>,
}

impl Backup {
    /// Whether it was looked at, and everything was as it must be.
    pub fn verified(&self) -> bool {
        self.verification.as_ref().is_some_and(|verification| verification.problems.is_empty())
    }
}

/// All backups of this data folder, newest first. One without a note is shown too, as never verified.
pub fn list(folder: &Path) -> Result<Vec<Backup>> {
    let backups = folder.join(FOLDER);
    if !backups.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(&backups)? {
        let path = entry?.path();
        let Some(id) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        if path.extension().is_none_or(|extension| extension != "db") || id.starts_with('.') {
            continue;
        }
        let noted = fs::read(note_of(&path)).ok().and_then(|bytes| serde_json::from_slice::<Backup>(&bytes).ok());
        let backup = match noted {
            Some(backup) => Backup { id: id.to_owned(), path, ..backup },
            None => bare(id.to_owned(), path)?,
        };
        found.push(backup);
    }
    found.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
    Ok(found)
}

/// The backup with this id, or the only one whose id begins so. `not_found.backup`.
pub fn find(folder: &Path, id: &str) -> Result<Backup> {
    let mut all = list(folder)?;
    if let Some(index) = all.iter().position(|backup| backup.id == id) {
        return Ok(all.swap_remove(index));
    }
    all.retain(|backup| !id.is_empty() && backup.id.starts_with(id));
    match all.len() {
        1 => Ok(all.swap_remove(0)),
        _ => Err(StoreError::NotFound("backup")),
    }
}

/// The newest backup that is verified. `not_found.verified_backup`.
pub fn newest_verified(folder: &Path) -> Result<Backup> {
    list(folder)?.into_iter().find(Backup::verified).ok_or(StoreError::NotFound("verified_backup"))
}

/// Makes a backup of one state of the file and verifies it. Others may write meanwhile. A copy that is not what the original is does not become
/// a backup: `corrupt.database` where the original cannot be read whole, `full.disk`, `interrupted.stopped`; nothing is left then.
pub fn create(store: &Store, reason: Reason, watch: &Watch<'_>) -> Result<Backup> {
    // A backup is no older than the word of how far the trail had come.
    audit::settle(store)?;
    let mut connection = opening::connect_to_read(store.folder())?;
    watch.over(&mut connection)?;
    create_from(&connection, store.folder(), store.world(), reason, watch).inspect_err(|error| {
        if matches!(error, StoreError::Corrupt { .. }) {
            opening::ask_for_check(store.folder());
        }
    })
}

/// The same from a connection of any version.
pub(crate) fn create_from(source: &Connection, folder: &Path, world: &dyn World, reason: Reason, watch: &Watch<'_>) -> Result<Backup> {
    let backups = folder.join(FOLDER);
    opening::create_private_folder(&backups)?;
    let created_at = world.now();
    let seen_day = rotation::today(&backups, created_at)?;
    let id = free_id(&backups, &format!("{}-{}", doctor::file_stamp(created_at), reason.name()));

    let temporary = tempfile::Builder::new().prefix(".new-").suffix(".db").tempfile_in(&backups)?.into_temp_path();
    // One state of the file, for the counting and for the copying, whoever writes meanwhile.
    let state = source.unchecked_transaction()?;
    let schema_version: i64 = state.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let (rows, audit_line) = (count_rows(&state)?, last_audit_line(&state)?);
    let mut copy = Connection::open(&temporary)?;
    {
        let copying = Copying::new(&state, &mut copy)?;
        loop {
            watch.go_on()?;
            let step = copying.step(PAGES)?;
            let (total, left) = (copying.progress().pagecount, copying.progress().remaining);
            let number = |pages: i32| usize::try_from(pages).unwrap_or(0);
            watch.tell("copy", "", number(total - left), number(total));
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
    drop(state);
    // One file, without a log beside it.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    drop(copy);
    fs::File::open(&temporary)?.sync_all()?;

    let mut backup = Backup {
        sha256: sha256(&temporary)?,
        bytes: fs::metadata(&temporary)?.len(),
        path: temporary.to_path_buf(),
        verification: None,
        id,
        created_at,
        reason,
        schema_version,
        rows,
        audit_line,
        seen_day,
    };
    let problems = problems(&backup, watch)?;
    if let Some(damage) = problems.iter().find(|problem| problem.area == Area::Integrity && matches!(problem.field.as_str(), "pages" | "rows")) {
        let detail = format!("copy of {}: {}", damage.table, damage.stored);
        return Err(StoreError::Corrupt { set_aside: None, detail });
    }
    backup.verification = Some(Verification { at: world.now(), problems });
    backup.path = backups.join(format!("{}.db", backup.id));
    temporary.persist(&backup.path).map_err(|error| error.error)?;
    opening::sync_folder(&backups)?;
    write_note(&backup)?;
    Ok(backup)
}

/// Looks at a backup again, whole, and notes what was found. `not_found.backup`.
pub fn verify(folder: &Path, world: &dyn World, id: &str, watch: &Watch<'_>) -> Result<Backup> {
    let mut backup = find(folder, id)?;
    let mut problems = problems(&backup, watch)?;
    let found = sha256(&backup.path)?;
    if backup.sha256.is_empty() {
        // Found without a note: from now on it has one. What it was when it was made nobody knows.
        backup.sha256 = found;
        let connection = connect(&backup.path)?;
        backup.rows = count_rows(&connection)?;
        backup.audit_line = last_audit_line(&connection)?;
        backup.seen_day = rotation::today(&folder.join(FOLDER), world.now())?;
    } else if backup.sha256 != found {
        problems.push(Finding::new(Area::Integrity, "", "sha256", found, backup.sha256.clone()));
    }
    backup.verification = Some(Verification { at: world.now(), problems });
    write_note(&backup)?;
    Ok(backup)
}

/// Whether the daily backup is due.
pub fn is_due(folder: &Path, now: Moment) -> Result<bool> {
    let newest = list(folder)?.into_iter().find(|backup| backup.reason != Reason::Found);
    // One from the future was made under another clock.
    Ok(newest.is_none_or(|backup| !(0..EVERY_HOURS).contains(&(now - backup.created_at).num_hours())))
}

/// Makes the daily backup if it is due, and takes away what rotation does not keep. None where it was not due.
pub fn create_when_due(store: &Store, watch: &Watch<'_>) -> Result<Option<Backup>> {
    let made = if is_due(store.folder(), store.now())? { Some(create(store, Reason::Scheduled, watch)?) } else { None };
    rotate(store.folder(), store.now())?;
    Ok(made)
}

/// Takes away the backups that rotation does not keep; their ids. Those that somebody put there without a note stay.
pub fn rotate(folder: &Path, now: Moment) -> Result<Vec<String>> {
    let backups = folder.join(FOLDER);
    if !backups.is_dir() {
        return Ok(Vec::new());
    }
    let today = rotation::today(&backups, now)?;
    let all: Vec<Backup> = list(folder)?.into_iter().filter(|backup| backup.reason != Reason::Found).collect();
    let kept = rotation::kept(&all.iter().map(|backup| (backup.seen_day, backup.verified())).collect::<Vec<_>>(), today);
    let mut gone = Vec::new();
    for (backup, _) in all.into_iter().zip(kept).filter(|(_, kept)| !kept) {
        // The note goes last: a file without a note would stay for ever.
        fs::remove_file(&backup.path)?;
        fs::remove_file(note_of(&backup.path))?;
        gone.push(backup.id);
    }
    Ok(gone)
}

fn problems(backup: &Backup, watch: &Watch<'_>) -> Result<Vec<Finding>> {
    let pages = |table: &str, detail: String| Finding::new(Area::Integrity, table, "pages", detail, serde_json::Value::Null);
    match problems_inside(backup, watch) {
        Err(StoreError::Corrupt { detail, .. }) => Ok(vec![pages("", detail)]),
        other => other,
    }
}

fn problems_inside(backup: &Backup, watch: &Watch<'_>) -> Result<Vec<Finding>> {
    let mut connection = connect(&backup.path)?;
    watch.over(&mut connection)?;
    let mut found = Vec::new();
    let tables = doctor::tables(&connection)?;
    for (done, table) in tables.iter().enumerate() {
        watch.go_on()?;
        watch.tell("integrity", table, done, tables.len());
        found.extend(doctor::integrity(&connection, table)?);
        found.extend(doctor::foreign_keys(&connection, table)?);
    }
    let application: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application != opening::APPLICATION_ID {
        found.push(Finding::new(Area::Schema, "", "application_id", application, opening::APPLICATION_ID));
    }
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    // What the views of another version count is looked at when it is migrated.
    if version > opening::newest_version() {
        found.push(Finding::new(Area::Schema, "", "user_version", version, opening::newest_version()));
    }
    if version == opening::newest_version() {
        found.extend(doctor::schema_differences(&connection)?);
        if found.is_empty() {
            found.extend(doctor::row_findings(&connection, watch)?);
        }
    }
    if !backup.sha256.is_empty() {
        let (counted, audit_line) = (count_rows(&connection)?, last_audit_line(&connection)?);
        for table in backup.rows.keys().chain(counted.keys().filter(|table| !backup.rows.contains_key(*table))) {
            let (there, right) = (counted.get(table), backup.rows.get(table));
            if there != right {
                found.push(Finding::new(Area::Integrity, table, "rows", there.copied(), right.copied()));
            }
        }
        if audit_line != backup.audit_line {
            found.push(Finding::new(Area::Audit, "audit_log", "id", audit_line, backup.audit_line));
        }
    }
    Ok(found)
}

// Where the folder cannot be written, the copy is read as one that nobody writes; SQLite does not look at CHECK constraints then.
fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    opening::connect_to_check(path).or_else(|_| Ok(Connection::open_with_flags(immutable_uri(path), flags)?))
}

fn immutable_uri(path: &Path) -> String {
    format!("{}&immutable=1", read_only_uri(path))
}

fn read_only_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for character in path.to_string_lossy().chars() {
        match character {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            // SQLite takes slashes on Windows too.
            '\\' if cfg!(windows) => uri.push('/'),
            other => uri.push(other),
        }
    }
    uri + "?mode=ro"
}

fn count_rows(connection: &Connection) -> Result<BTreeMap<String, i64>> {
    let mut rows = BTreeMap::new();
    for table in doctor::tables(connection)?.into_iter().filter(|table| table != "sqlite_schema") {
        let count = connection.query_row(&format!("SELECT count(*) FROM {}", doctor::quoted(&table)), [], |row| row.get(0))?;
        rows.insert(table, count);
    }
    Ok(rows)
}

fn last_audit_line(connection: &Connection) -> Result<i64> {
    let known = query::one(connection, include_str!("has_audit.sql"), [], |_| Ok(()))?.is_some();
    if !known {
        return Ok(0);
    }
    Ok(connection.query_row(include_str!("last_audit_line.sql"), [], |row| row.get(0))?)
}

fn note_of(path: &Path) -> PathBuf {
    path.with_extension("json")
}

fn write_note(backup: &Backup) -> Result<()> {
    opening::write_durably(&note_of(&backup.path), &serde_json::to_vec_pretty(backup)?)
}

fn bare(id: String, path: PathBuf) -> Result<Backup> {
    let metadata = fs::metadata(&path)?;
    Ok(Backup {
        id,
        created_at: metadata.modified()?.into(),
        bytes: metadata.len(),
        reason: Reason::Found,
        schema_version: connect(&path).and_then(|connection| Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)).unwrap_or(0),
        rows: BTreeMap::new(),
        audit_line: 0,
        sha256: String::new(),
        seen_day: 0,
        verification: None,
        path,
    })
}

fn free_id(backups: &Path, wanted: &str) -> String {
    let mut id = wanted.to_owned();
    let mut count = 1;
    while backups.join(format!("{id}.db")).exists() {
        count += 1;
        id = format!("{wanted}-{count}");
    }
    id
}

fn sha256(path: &Path) -> Result<String> {
    let mut file = fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
