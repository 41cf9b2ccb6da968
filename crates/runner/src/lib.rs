//! Runs and judges a learner's Python program.
//!
//! The library is what an app links: it starts the small program `learning-studio-runner` (this crate's binary) once for each run and speaks with it over its
//! standard input and output. The app process itself never starts anything else. The binary sets up the box (`sandbox`), starts Python in it, judges from
//! outside (`judge`) and answers with a [`JudgeResult`](domain::judge::JudgeResult).
//!
//! All calls block; callers put them on threads of their own. A [`CancelToken`] stops a run.

mod cancel;
mod client;
mod error;
mod explain;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod interpreter;
mod judge;
mod probe;
mod protocol;
mod run;
mod sandbox;
mod second_look;
mod serve;
mod worker;

pub use cancel::CancelToken;
pub use client::{JudgedExercise, OutputChunk, OutputStream, Runner};
pub use error::RunnerError;
pub use interpreter::{Interpreter, OLDEST_PYTHON, find_python};
pub use sandbox::{Layer, SandboxReport};
pub use serve::serve;
