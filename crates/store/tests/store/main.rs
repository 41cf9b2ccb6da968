//! The store, as the other crates and as strangers with a `sqlite3` shell meet it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so by panicking")]

mod accounts;
mod audit;
mod backup;
mod catalogue;
mod completeness;
mod crashes;
mod doctor;
mod earlier_versions;
mod erasure;
mod export;
mod filled;
mod halfway;
mod invariants;
mod learning;
mod opening;
mod personal_data;
mod plans;
mod power_cuts;
mod privacy;
mod races;
mod recovery;
mod refusals;
mod schema;
mod support;
mod walks;
