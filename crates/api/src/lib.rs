//! Every use case of Learning Studio once, as a function: the window, the command line and (later) the hub's browsers call the same.
//!
//! A request is decoded into a type, the function checks and does it, and what changed comes back. The table of all of them is
//! [`command::Command`]; the TypeScript of the window is made from it.

pub mod account;
pub mod audit;
pub mod backup;
pub mod command;
pub mod course;
pub mod dev;
pub mod error;
pub mod exercise;
pub mod health;
pub mod lesson;
pub mod note;
pub mod pack;
pub mod privacy;
pub mod progress;
pub mod run;
pub mod status;
pub mod studio;
pub mod submission;
mod typescript;
pub mod world;

pub use command::{Command, typescript};
pub use error::ApiError;
pub use studio::{Configuration, Context, Session, Studio};

/// The name of a value that is a plain word in JSON (`beginner`, `code`).
fn text_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// A number of things, as the window counts them. No list here comes near the greatest.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
