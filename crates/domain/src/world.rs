//! What a rule may not take for itself: the time, and randomness. Both are passed in, so that a test can set them.

use chrono::{DateTime, SecondsFormat, Utc};

/// A moment in UTC, to the millisecond.
pub type Moment = DateTime<Utc>;

/// Where the time and randomness come from.
pub trait World: Send + Sync {
    /// The present moment, UTC.
    fn now(&self) -> Moment;

    /// Fills the buffer with bytes fit for keys, salts and ids (cryptographically random outside tests).
    fn fill_random(&self, buffer: &mut [u8]);

    /// How far the clock on the person's wall is ahead of UTC, in minutes, at this moment. Only for showing and for days: nothing is ordered by it.
    fn offset_minutes(&self, _at: Moment) -> i32 {
        0
    }
}

/// The one way a moment is written, in the database, in JSON and in operations: `2026-11-23T09:41:00.123Z`.
/// All have the same length, so they sort as text.
pub fn moment_text(moment: Moment) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads what [`moment_text`] wrote. `None` for anything else.
pub fn parse_moment(text: &str) -> Option<Moment> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.with_timezone(&Utc))
}
