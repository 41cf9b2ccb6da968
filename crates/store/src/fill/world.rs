//! Time and randomness that are the same for the same seed.

use domain::world::{Moment, World, moment_text};
use std::{
    fmt::Write as _,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
};

/// 2026-01-05T08:00:00Z: the day on which everything in the data begins.
const BEGIN: i64 = 1_767_600_000_000;

/// A world in which nothing is left to chance: SplitMix64 (Steele, Lea, Flood 2014) for numbers, and a clock that goes on whenever it is read.
pub struct SeededWorld {
    state: AtomicU64,
    milliseconds: AtomicI64,
}

impl SeededWorld {
    /// The world of this seed.
    pub fn new(seed: u64) -> Self {
        Self { state: AtomicU64::new(seed), milliseconds: AtomicI64::new(BEGIN) }
    }

    /// A number from 0 to `below`, without it; 0 for 0.
    pub fn below(&self, below: u32) -> u32 {
        self.next().checked_rem(below.into()).and_then(|rest| rest.try_into().ok()).unwrap_or(0)
    }

    /// Any id.
    pub fn id(&self) -> String {
        domain::id::OperationId::generate(self).to_string()
    }

    /// So many bytes.
    pub fn bytes(&self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.fill_random(&mut bytes);
        bytes
    }

    /// A digest, as it is written.
    pub fn digest(&self) -> String {
        self.bytes(32).iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    fn next(&self) -> u64 {
        let state = self.state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl World for SeededWorld {
    fn now(&self) -> Moment {
        Moment::from_timestamp_millis(self.milliseconds.fetch_add(7, Ordering::Relaxed)).unwrap_or_default()
    }

    fn fill_random(&self, buffer: &mut [u8]) {
        for part in buffer.chunks_mut(8) {
            let bytes = self.next().to_le_bytes();
            part.copy_from_slice(&bytes[..part.len()]);
        }
    }
}

/// The moment so many minutes after the beginning, as it is written.
pub fn minute(minutes: u64) -> String {
    let milliseconds = i64::try_from(minutes).unwrap_or(0).saturating_mul(60_000).saturating_add(BEGIN);
    moment_text(Moment::from_timestamp_millis(milliseconds).unwrap_or_default())
}

/// The same moment's day.
pub fn day(minutes: u64) -> String {
    minute(minutes).chars().take(10).collect()
}
