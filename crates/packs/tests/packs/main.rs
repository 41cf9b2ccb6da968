//! The whole crate from outside: packs on disk, good and bad.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so by panicking")]

mod archives;
mod exercism;
mod fixture;
mod lessons;
mod refusals;
mod starter_course;
mod writing;
