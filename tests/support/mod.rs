//! What the whole-system tests, the pictures and the measurements share: the built programs, a screen, the real window.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test ends by a panic, and says where")]
#![allow(dead_code, reason = "each program that shares this uses a part of it")]

pub mod numbers;
pub mod practice;
pub mod programs;
pub mod screen;
pub mod studio;
pub mod webdriver;
pub mod window;
pub mod words;

use std::{
    thread,
    time::{Duration, Instant},
};

/// Waits until `look` gives something, looking every few milliseconds; ends the test with `what` when it takes too long.
pub fn wait_for<T>(what: &str, limit: Duration, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < limit, "waited {limit:?} for {what}");
        thread::sleep(Duration::from_millis(20));
    }
}
