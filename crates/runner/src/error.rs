//! Why a program could not be run at all. What a program does wrong is a [`Verdict`](domain::judge::Verdict), not an error.

use domain::error::ErrorClass;
use std::path::PathBuf;

/// Why a program could not be run or judged.
#[derive(Debug, thiserror::Error)]
pub enum RunnerError {
    /// No usable Python was found.
    #[error("no Python 3.8 or newer was found: {looked}")]
    NoPython {
        /// What was tried, and why it would not do.
        looked: String,
    },
    /// The runner's own program is not where it should be.
    #[error("the program {path} cannot be started: {source}")]
    BinaryMissing {
        /// Where it was looked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// This machine offers neither tier A nor tier B. Nothing is ever run without a sandbox.
    #[error("programs cannot be shut in on this machine: {why}")]
    NoSandbox {
        /// What was tried, and what the system said.
        why: String,
    },
    /// The exercise itself cannot be judged: a `gives` that is not a Python literal, for example.
    #[error("the exercise cannot be judged: {why}")]
    BadExercise {
        /// What is wrong, and in which case.
        why: String,
    },
    /// The runner's own program was ended from outside (by a person, or by a system without memory) before it answered.
    #[error("the runner was ended from outside: {0}")]
    Ended(String),
    /// Something that must not happen did.
    #[error("the runner failed: {0}")]
    Internal(String),
}

impl RunnerError {
    /// What the reader can do about it.
    pub const fn class(&self) -> ErrorClass {
        match self {
            Self::NoPython { .. } => ErrorClass::NotFound,
            Self::BadExercise { .. } => ErrorClass::Invalid,
            Self::NoSandbox { .. } => ErrorClass::Denied,
            Self::Ended(_) => ErrorClass::Interrupted,
            Self::BinaryMissing { .. } | Self::Internal(_) => ErrorClass::Bug,
        }
    }

    /// A short code; together with the class it is what crosses the boundary (`denied.no_sandbox`).
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::NoPython { .. } => "python",
            Self::BinaryMissing { .. } => "runner_missing",
            Self::NoSandbox { .. } => "no_sandbox",
            Self::BadExercise { .. } => "exercise_cannot_be_judged",
            Self::Ended(_) => "runner_ended",
            Self::Internal(_) => "runner_failed",
        }
    }
}
