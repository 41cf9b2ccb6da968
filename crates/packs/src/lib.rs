//! Course packs: a course as a folder of plain files, or the same files in a `.studiopack` (`docs/pack-format.md`). Reading, checking, writing, and converting from
//! other formats.
//!
//! A pack comes from outside and is not trusted: whatever its bytes are, reading ends with a [`Pack`] that keeps every rule of the format, or with [`Problems`] that name the
//! files and the reasons, in bounded time and memory.

mod archive;
pub mod convert;
mod course;
mod digest;
mod file_set;
pub mod lesson;
pub mod limits;
mod manifest;
mod problem;
mod read;
mod write;

pub use problem::{MAX_PROBLEMS, Problem, Problems, problem_codes};
pub use read::{Pack, Source, cases_keep_the_rules, read};
pub use write::{WriteError, write_course, write_folder};
