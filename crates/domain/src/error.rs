//! Errors, by what the reader must do.

use serde::{Deserialize, Serialize};

/// What the person or program that reads an error can do about it. A code that crosses the boundary is `class.reason`
/// (`denied.wrong_password`), and the class alone decides the exit code of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorClass {
    /// What was sent is wrong: mend it and send it again.
    Invalid,
    /// It is not there: look for another.
    NotFound,
    /// Not allowed: sign in, or ask somebody who may.
    Denied,
    /// Somebody or something was there first: choose, or look again.
    Conflict,
    /// Something else is at work: wait a moment and try again.
    Busy,
    /// There is no connection: try again when there is one.
    Offline,
    /// The hub looked at it and said no.
    Rejected,
    /// What was read was made by an older version that is no longer understood.
    TooOld,
    /// What was read was made by a newer version: update this program.
    TooNew,
    /// A file is damaged: it was set aside.
    Corrupt,
    /// The disk is full, or the file cannot be written: make room, or change the rights.
    Full,
    /// It was stopped before the end; nothing half-done was kept.
    Interrupted,
    /// Our fault.
    Bug,
}

impl ErrorClass {
    /// The class's name, as it stands before the dot of a code.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::NotFound => "not_found",
            Self::Denied => "denied",
            Self::Conflict => "conflict",
            Self::Busy => "busy",
            Self::Offline => "offline",
            Self::Rejected => "rejected",
            Self::TooOld => "too_old",
            Self::TooNew => "too_new",
            Self::Corrupt => "corrupt",
            Self::Full => "full",
            Self::Interrupted => "interrupted",
            Self::Bug => "bug",
        }
    }

    /// The exit code of `studio` for this class. Stable: scripts rely on it. 2 is also what a wrong command line gives.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Invalid => 2,
            Self::NotFound => 3,
            Self::Denied => 4,
            Self::Conflict => 5,
            Self::Busy => 6,
            Self::Offline => 7,
            Self::Rejected => 8,
            Self::TooOld => 9,
            Self::TooNew => 10,
            Self::Corrupt => 11,
            Self::Full => 12,
            Self::Interrupted => 13,
            Self::Bug => 70,
        }
    }

    /// Whether the same act may succeed later without being changed.
    pub const fn may_retry(self) -> bool {
        matches!(self, Self::Busy | Self::Offline | Self::Full | Self::Interrupted)
    }
}
