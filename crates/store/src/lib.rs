//! The file in which everything is kept: one SQLite database in one data folder.
//!
//! A noun is a module, its SQL stands beside it. Every change is one function and one transaction, and returns what changed. Reads go through
//! connections of their own, so the window never waits for a writer. What must hold whoever writes is in `migrations/studio/`, as constraints
//! and triggers; what is here only has to be polite about it.

pub mod audit;
pub mod backup;
pub mod category;
pub mod closing;
pub mod consent;
pub mod course;
pub mod doctor;
pub mod draft;
pub mod enrollment;
pub mod erasure;
pub mod exercise;
pub mod export;
pub mod fill;
pub mod flag;
pub mod hint;
pub mod lesson;
pub mod moderation;
pub mod note;
pub mod outbox;
pub mod post;
pub mod privacy;
pub mod progress;
pub mod review;
pub mod submission;
pub mod topic;
pub mod user;

mod column;
mod conflict_copy;
mod error;
mod opening;
mod query;
mod store;
mod write;

pub use error::{Result, StoreError};
pub use privacy::Personal;
pub use store::{Actor, Store};
