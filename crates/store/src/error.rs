//! What can go wrong, by what the reader must do.

use domain::error::ErrorClass;
use rusqlite::{ErrorCode, ffi};
use std::{error::Error, io, path::PathBuf};

/// The result of everything that touches the file.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why something was not done. Nothing of it was kept. `reason` is a code, never a sentence: the sentence belongs to whoever talks to a person.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// What was given is wrong.
    #[error("invalid: {0}")]
    Invalid(&'static str),
    /// It is not there.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// Not allowed.
    #[error("denied: {0}")]
    Denied(&'static str),
    /// Something was there first.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Another program was writing, and went on for longer than we wait.
    #[error("another program is writing")]
    Busy,
    /// The file was made by a newer version. It was not touched.
    #[error("the file has version {found}; this program knows versions up to {known}")]
    TooNew {
        /// The file's version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The file is damaged.
    #[error("the file is damaged ({detail}); set aside: {set_aside:?}")]
    Corrupt {
        /// Where it lies now, whole. None while it still lies where it was: the next opening sets it aside.
        set_aside: Option<PathBuf>,
        /// What was found, in SQLite's words: for the log, not for the person.
        detail: String,
    },
    /// There is no room, or nothing may be written there.
    #[error("cannot be written: {0}")]
    Full(&'static str),
    /// It was stopped before the end.
    #[error("interrupted")]
    Interrupted,
    /// Our fault.
    #[error("{0}")]
    Bug(String),
}

impl StoreError {
    /// What the reader can do about it.
    pub const fn class(&self) -> ErrorClass {
        match self {
            Self::Invalid(_) => ErrorClass::Invalid,
            Self::NotFound(_) => ErrorClass::NotFound,
            Self::Denied(_) => ErrorClass::Denied,
            Self::Conflict(_) => ErrorClass::Conflict,
            Self::Busy => ErrorClass::Busy,
            Self::TooNew { .. } => ErrorClass::TooNew,
            Self::Corrupt { .. } => ErrorClass::Corrupt,
            Self::Full(_) => ErrorClass::Full,
            Self::Interrupted => ErrorClass::Interrupted,
            Self::Bug(_) => ErrorClass::Bug,
        }
    }

    /// The code of the reason, the second half of `class.reason`.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Invalid(reason) | Self::NotFound(reason) | Self::Denied(reason) | Self::Conflict(reason) | Self::Full(reason) => reason,
            Self::Busy | Self::TooNew { .. } | Self::Corrupt { .. } => "database",
            Self::Interrupted => "stopped",
            Self::Bug(_) => "internal",
        }
    }
}

/// What the triggers say, where somebody can do something about it. Everything else that they refuse is a mistake in this program.
const CONFLICTS: [&str; 11] = [
    "already_closing",
    "username_taken",
    "email_taken",
    "course_slug_taken",
    "lesson_slug_taken",
    "exercise_slug_taken",
    "already_enrolled",
    "already_flagged",
    "own_review",
    "own_post",
    "topic_locked",
];
const INVALID: [&str; 1] = ["language_not_declared"];

impl From<&rusqlite::Error> for StoreError {
    fn from(error: &rusqlite::Error) -> Self {
        let bug = || Self::Bug(error.to_string());
        let rusqlite::Error::SqliteFailure(failure, message) = error else { return bug() };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull => Self::Full("disk"),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => Self::Full("folder_read_only"),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt { set_aside: None, detail: error.to_string() },
            ErrorCode::OperationInterrupted => Self::Interrupted,
            // The shared-memory file could not grow: a full disk is told in this way too.
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => Self::Full("disk"),
            ErrorCode::SystemIoFailure => Self::Full("disk_error"),
            ErrorCode::ConstraintViolation => {
                let said = message.as_deref().unwrap_or_default();
                let conflict = CONFLICTS.into_iter().find(|code| *code == said).map(Self::Conflict);
                let invalid = || INVALID.into_iter().find(|code| *code == said).map(Self::Invalid);
                conflict.or_else(invalid).unwrap_or_else(bug)
            }
            _ => bug(),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::from(&error)
    }
}

impl From<refinery::Error> for StoreError {
    fn from(error: refinery::Error) -> Self {
        let mut source: Option<&(dyn Error + 'static)> = error.source();
        while let Some(cause) = source {
            if let Some(cause) = cause.downcast_ref::<rusqlite::Error>() {
                return cause.into();
            }
            source = cause.source();
        }
        Self::Bug(error.to_string())
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::Full("disk"),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Full("folder_read_only"),
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => Self::Invalid("not_a_folder"),
            _ => Self::Full("disk_error"),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Bug(format!("JSON in the file: {error}"))
    }
}

impl From<wire::fact::FactProblem> for StoreError {
    fn from(error: wire::fact::FactProblem) -> Self {
        Self::Bug(error.to_string())
    }
}

impl From<wire::canonical::InexactNumber> for StoreError {
    fn from(error: wire::canonical::InexactNumber) -> Self {
        Self::Bug(error.to_string())
    }
}
