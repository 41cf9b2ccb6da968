//! Runs and judges a learner's Python program.
//!
//! The library is what an app links: it starts the small program `learning-studio-runner` (this crate's binary) once and speaks with it over sockets, one for each
//! request. The app process itself never starts anything else. The binary sets up boxes (`sandbox`), keeps some of them warm (`pool`), starts Python in them, judges
//! from outside (`judge`) and answers with a [`JudgeResult`](domain::judge::JudgeResult).
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
mod live_input;
mod pool;
mod probe;
mod protocol;
mod run;
mod sandbox;
mod second_look;
mod serve;
mod server;
mod worker;

pub use cancel::CancelToken;
pub use client::{JudgedExercise, OutputChunk, OutputStream, RunEvent, Runner};
pub use error::RunnerError;
pub use interpreter::{Interpreter, OLDEST_PYTHON, find_python};
pub use live_input::LiveInput;
pub use sandbox::{Layer, SandboxReport};
pub use serve::serve;
