//! The one error that crosses the boundary: a code, facts, and whether trying again can help. The sentence is made from the code by whoever shows it.

use domain::{
    account::AccountProblem,
    error::ErrorClass,
    exercise::{MAX_PROGRAM_BYTES, MAX_PROGRAM_FILES, ProgramProblem},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use ts_rs::TS;

/// An error as the window and other programs receive it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{code}")]
pub struct ApiError {
    /// `class.reason`, for example `denied.wrong_password`. The class is one of [`ErrorClass`]'s names.
    pub code: String,
    /// The facts that its sentence names.
    #[ts(type = "Record<string, unknown>")]
    pub params: BTreeMap<String, Value>,
    /// Whether the same act may succeed later without being changed.
    pub retry: bool,
    /// The operation in the outbox that it concerns, if any.
    pub operation_id: Option<String>,
}

impl ApiError {
    /// An error without facts.
    pub fn new(class: ErrorClass, reason: &str) -> Self {
        Self { code: format!("{}.{reason}", class.name()), params: BTreeMap::new(), retry: class.may_retry(), operation_id: None }
    }

    /// The same error with one more fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// The class before the dot; an unknown one is our fault.
    pub fn class(&self) -> ErrorClass {
        use ErrorClass::*;
        let name = self.code.split('.').next().unwrap_or_default();
        [Invalid, NotFound, Denied, Conflict, Busy, Offline, Rejected, TooOld, TooNew, Corrupt, Full, Interrupted]
            .into_iter()
            .find(|class| class.name() == name)
            .unwrap_or(Bug)
    }
}

impl ApiError {
    /// Something that cannot be, was: our fault. The detail goes to the log, not to a person.
    pub fn bug(detail: impl std::fmt::Display) -> Self {
        eprintln!("learning-studio: {detail}");
        Self::new(ErrorClass::Bug, "internal")
    }
}

impl From<store::StoreError> for ApiError {
    fn from(error: store::StoreError) -> Self {
        use store::StoreError;
        let plain = Self::new(error.class(), error.reason());
        match &error {
            StoreError::TooNew { found, known } => plain.with("found", *found).with("known", *known),
            StoreError::Corrupt { set_aside: Some(path), .. } => plain.with("set_aside", path.display().to_string()),
            StoreError::Bug(detail) => Self::bug(detail),
            _ => plain,
        }
    }
}

impl From<runner::RunnerError> for ApiError {
    fn from(error: runner::RunnerError) -> Self {
        use runner::RunnerError;
        let plain = Self::new(error.class(), error.reason());
        match &error {
            RunnerError::NoPython { looked } => plain.with("looked", looked.as_str()),
            RunnerError::BinaryMissing { path, .. } => plain.with("path", path.display().to_string()),
            RunnerError::NoSandbox { why } | RunnerError::BadExercise { why } => plain.with("why", why.as_str()),
            RunnerError::Ended(_) => plain,
            RunnerError::Internal(detail) => {
                eprintln!("learning-studio: {detail}");
                plain
            }
        }
    }
}

impl From<AccountProblem> for ApiError {
    fn from(problem: AccountProblem) -> Self {
        let reason = match problem {
            AccountProblem::NameEmpty => "name_empty",
            AccountProblem::NameTooLong => "name_too_long",
            AccountProblem::NameUnprintable => "name_unprintable",
            AccountProblem::PasswordTooShort => "password_too_short",
            AccountProblem::PasswordTooLong => "password_too_long",
            AccountProblem::EmailWrong => "email_wrong",
        };
        Self::new(ErrorClass::Invalid, reason)
    }
}

impl From<ProgramProblem> for ApiError {
    fn from(problem: ProgramProblem) -> Self {
        let invalid = |reason| Self::new(ErrorClass::Invalid, reason);
        match problem {
            ProgramProblem::Empty => invalid("code_empty"),
            ProgramProblem::TooLarge { bytes } => invalid("code_too_large").with("bytes", bytes).with("max", MAX_PROGRAM_BYTES),
            ProgramProblem::TooManyFiles { files } => invalid("too_many_files").with("files", files).with("max", MAX_PROGRAM_FILES),
            ProgramProblem::NulCharacter { path, line } => invalid("code_nul").with("path", path).with("line", line),
            ProgramProblem::BadPath { path } => invalid("bad_path").with("path", path),
            ProgramProblem::NoEntry { path } => invalid("no_entry").with("path", path),
        }
    }
}
