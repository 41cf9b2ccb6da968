//! Converting from other formats into a `.studiopack`.
//!
//! What cannot be converted is listed by name and reason; the rest is converted. The pack is written whole at the end or not at all.

mod exercism;

pub use exercism::exercism;

use crate::WriteError;
use domain::{error::ErrorClass, name::Slug};
use serde::Serialize;

/// What became of each exercise of the source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ConversionReport {
    /// What was converted, in the course's order.
    pub converted: Vec<Converted>,
    /// What was not, and why.
    pub skipped: Vec<Skipped>,
}

/// One exercise that was converted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Converted {
    /// Its name in the source.
    pub name: String,
    /// Its slug in the course.
    pub slug: String,
    /// The slug of its lesson.
    pub lesson: String,
}

/// One thing that was not converted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Its name in the source.
    pub name: String,
    /// Why: one English sentence.
    pub reason: String,
}

/// An exercise that whoever tried it out wants to be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its slug.
    pub exercise: Slug,
    /// Why: one English sentence.
    pub reason: String,
}

/// Why nothing was converted. Nothing is left behind.
#[derive(Debug, thiserror::Error)]
pub enum ConversionError {
    /// There is nothing at the source's path, or not what makes it one: the file that is missing.
    #[error("{file} is missing")]
    NotFound {
        /// The file.
        file: String,
    },
    /// The source cannot be read as what it should be.
    #[error("{file}: {reason}")]
    Source {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No exercise could be converted.
    #[error("none of the {skipped} exercises could be converted", skipped = .0.skipped.len())]
    Nothing(ConversionReport),
    /// The pack could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ConversionError {
    /// What the reader can do about it.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::NotFound { .. } => ErrorClass::NotFound,
            Self::Source { .. } | Self::Nothing(_) => ErrorClass::Invalid,
            Self::Write(error) => error.class(),
        }
    }
}
