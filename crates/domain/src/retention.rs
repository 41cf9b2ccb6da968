//! When a closed account is due for erasure (AUDIT 26).

use crate::world::Moment;
use chrono::NaiveDate;

/// How many days pass between closing an account and erasing it, unless another number is asked for.
pub const DAYS_BEFORE_ERASURE: u32 = 30;

/// The greatest number of days that may be asked for (ten years; also a CHECK of the table).
pub const MAX_DAYS_BEFORE_ERASURE: u32 = 3650;

/// A clock that goes on by more than this at once was set, or the computer stood still: that time was not seen passing, and counts none.
const LONGEST_STEP_IN_DAYS: i64 = 2;

/// How much of the waiting was seen passing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Days counted so far.
    pub days: u32,
    /// The last day that was looked at, UTC.
    pub last: NaiveDate,
}

impl Seen {
    /// What is known after looking on this day. A day counts when the clock went on to it by at most two days. A clock that was set back a little is
    /// waited for, so that going to and fro over midnight counts nothing twice; one that was set back far is believed, but counts none.
    #[must_use]
    pub fn after_looking(self, today: NaiveDate) -> Self {
        let step = (today - self.last).num_days();
        match step {
            1..=LONGEST_STEP_IN_DAYS => Self { days: self.days.saturating_add(1), last: today },
            step if step.abs() > LONGEST_STEP_IN_DAYS => Self { days: self.days, last: today },
            _ => self,
        }
    }
}

/// Whether it is time: the date has passed *and* as many days were seen passing as were asked for.
pub fn is_due(now: Moment, due_at: Moment, seen: Seen, days_wanted: u32) -> bool {
    now >= due_at && seen.days >= days_wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + Days::new(number)
    }

    fn look(start: Seen, days: &[u64]) -> Seen {
        days.iter().fold(start, |seen, number| seen.after_looking(day(*number)))
    }

    #[test]
    fn days_count_once_and_only_when_they_follow_each_other() {
        let start = Seen { days: 0, last: day(100) };
        assert_eq!(look(start, &[100, 100, 101, 101, 102]).days, 2);
        // A day without the app in between.
        assert_eq!(look(start, &[102]).days, 1);
        // A clock that jumps counts none, but what follows it does.
        assert_eq!(look(start, &[103]), Seen { days: 0, last: day(103) });
        assert_eq!(look(start, &[400, 401]).days, 1);
        // Over midnight and back, again and again.
        assert_eq!(look(start, &[101, 100, 101, 100, 101]).days, 1);
        // Set back far: it goes on from there.
        assert_eq!(look(start, &[50, 51]), Seen { days: 1, last: day(51) });
    }

    #[test]
    fn due_needs_the_date_and_the_days() {
        let at = |number: u64| day(number).and_hms_opt(12, 0, 0).unwrap().and_utc();
        let seen = |days| Seen { days, last: day(0) };
        assert!(is_due(at(30), at(30), seen(30), 30));
        assert!(!is_due(at(29), at(30), seen(30), 30));
        assert!(!is_due(at(400), at(30), seen(29), 30));
    }
}
