//! Use cases from the outside: real file, real sandbox, real Python.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod audit;
mod health;
mod installation;
mod privacy;
mod secrecy;
mod starter_course;
mod use_cases;
