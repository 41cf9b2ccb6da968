//! Tests of the whole system, from outside: the real command line, the real window, the data file as other programs see it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test ends by a panic, and says where")]

mod architecture;
mod bad_input;
mod human_eval;
mod privacy;
mod terminal;
mod window;

#[path = "../support/mod.rs"]
mod support;
