//! Runs and judges a learner's Python program.
//!
//! The library is what an app links: it starts the small program `learning-studio-runner` (this crate's binary) once and speaks with it over sockets, one for each
//! request. The app process itself never starts anything else. The binary sets up boxes (`sandbox`), keeps some of them warm (`pool`), starts Python in them, judges
//! from outside (`judge`) and answers with a [`JudgeResult`](domain::judge::JudgeResult).
//!
//! All calls block; callers put them on threads of their own. A [`CancelToken`] stops a run.

#![cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "what serves warm boxes is used on Linux only"))]

mod cache;
mod cancel;
mod client;
mod error;
mod explain;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod interpreter;
mod judge;
mod live_input;
mod platform;
mod probe;
mod protocol;
mod run;
mod second_look;
mod serve;
mod worker;

// Linux has a runner that stays and boxes that are kept warm. Elsewhere each request starts a runner of its own, and each box is made when it is needed.
#[cfg(target_os = "linux")]
mod pool;
#[cfg(not(target_os = "linux"))]
#[path = "elsewhere/pool.rs"]
mod pool;
#[cfg(target_os = "linux")]
mod sandbox;
#[cfg(not(target_os = "linux"))]
#[path = "sandbox/elsewhere.rs"]
mod sandbox;
#[cfg(not(target_os = "linux"))]
#[path = "elsewhere/serve.rs"]
mod serve_once;
#[cfg(target_os = "linux")]
mod server;
#[cfg(not(target_os = "linux"))]
#[path = "elsewhere/server.rs"]
mod server;
pub use cancel::CancelToken;
pub use client::{JudgedExercise, OutputChunk, OutputStream, RunEvent, Runner};
pub use error::RunnerError;
pub use interpreter::{Interpreter, OLDEST_PYTHON, WebAssemblyPython, find_python};
pub use live_input::LiveInput;
pub use sandbox::{Layer, SandboxReport};
#[cfg(target_os = "linux")]
pub use serve::serve;
#[cfg(not(target_os = "linux"))]
pub use serve_once::serve;
