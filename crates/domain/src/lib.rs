//! The rules of Learning Studio, and the types they speak of: pure, without input or output. Time and randomness are arguments.
//!
//! Everything that enters from outside is parsed into these types once, at the edge, so that the rest of the program cannot hold a wrong one.

pub mod account;
pub mod consent;
pub mod course;
pub mod error;
pub mod exercise;
pub mod hint;
pub mod id;
pub mod judge;
pub mod name;
pub mod preferences;
pub mod progress;
pub mod retention;
pub mod value;
pub mod world;
