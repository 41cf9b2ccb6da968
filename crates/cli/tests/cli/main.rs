//! The real `studio`, as people and programs meet it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so by panicking")]

mod doctor;
mod learning;
mod recovery;
mod studio;
mod tier_c;
