//! Which backups are kept: all of the last 2 days, then the newest of each day for 14 days, of each week for 8 weeks, of each month for 12 months; and
//! always the newest that is verified.
//!
//! Days are those that were seen running. A clock that jumps ahead by more than 2 days counts none, so nobody loses backups because the battery of a clock
//! is empty, or because the computer was away for a month; one that is put back counts none either.

use crate::Result;
use domain::world::Moment;
use serde::{Deserialize, Serialize};
use std::{fs, path::Path};

const CALENDAR: &str = "calendar.json";
const ALL_DAYS: i64 = 2;
const DAILY_DAYS: i64 = 14;
const WEEKLY_DAYS: i64 = 8 * 7;
const MONTHLY_DAYS: i64 = 365;
const WEEK: i64 = 7;
const MONTH: i64 = 30;
/// A greater step of the clock is not believed.
const GREATEST_STEP: i64 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Calendar {
    /// How many days were seen running.
    seen: i64,
    /// The last one of them, in days since 1970.
    last: i64,
}

/// The number of the present day among those that were seen running.
pub fn today(backups: &Path, now: Moment) -> Result<i64> {
    let path = backups.join(CALENDAR);
    let day = now.timestamp().div_euclid(86_400);
    let known = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<Calendar>(&bytes).ok());
    let calendar = step(known, day);
    if known != Some(calendar) {
        crate::opening::write_durably(&path, &serde_json::to_vec(&calendar)?)?;
    }
    Ok(calendar.seen)
}

fn step(known: Option<Calendar>, day: i64) -> Calendar {
    let Some(known) = known else { return Calendar { seen: 0, last: day } };
    let gone = day - known.last;
    let counted = if (0..=GREATEST_STEP).contains(&gone) { gone } else { 0 };
    Calendar { seen: known.seen + counted, last: day }
}

/// Which are kept of these, newest first: the day that was seen when each was made, and whether it is verified.
pub fn kept(backups: &[(i64, bool)], today: i64) -> Vec<bool> {
    let newest_verified = backups.iter().position(|(_, verified)| *verified);
    let mut taken = Vec::new();
    let mut kept = Vec::with_capacity(backups.len());
    for (index, (day, verified)) in backups.iter().enumerate() {
        let age = today - day;
        let span = match age {
            _ if age <= ALL_DAYS => None,
            _ if age <= DAILY_DAYS => Some((1, *day)),
            _ if age <= WEEKLY_DAYS => Some((WEEK, day.div_euclid(WEEK))),
            _ if age <= MONTHLY_DAYS => Some((MONTH, day.div_euclid(MONTH))),
            _ => Some((0, 0)),
        };
        let keep = match span {
            None => true,
            Some((0, _)) => false,
            // Of a span the newest that is verified; where none is, the newest.
            Some(span) if taken.contains(&span) => false,
            Some(span) => {
                let better = |other: &(i64, bool)| other.1 && other.0.div_euclid(span.0) == span.1;
                let first = *verified || !backups[index + 1..].iter().any(better);
                if first {
                    taken.push(span);
                }
                first
            }
        };
        kept.push(keep || newest_verified == Some(index));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_jumps_counts_no_days() {
        let mut calendar = step(None, 20_000);
        for (day, seen) in [(20_000, 0), (20_001, 1), (20_003, 3), (20_400, 3), (20_401, 4), (20_100, 4), (20_101, 5), (20_401, 5)] {
            calendar = step(Some(calendar), day);
            assert_eq!(calendar, Calendar { seen, last: day });
        }
    }

    /// Three backups a day, rotated every day, for two years.
    #[test]
    fn all_then_daily_then_weekly_then_monthly() {
        let mut backups: Vec<(i64, bool)> = Vec::new();
        for today in 0..730 {
            for _ in 0..3 {
                backups.insert(0, (today, true));
            }
            let kept = kept(&backups, today);
            backups = backups.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(backup, _)| backup).collect();
        }
        let today = 729;
        let of = |from: i64, to: i64| backups.iter().filter(|(day, _)| (from..=to).contains(&(today - day))).count();
        assert_eq!(of(0, 2), 9, "all of two days and today");
        assert_eq!(of(3, 14), 12, "one a day");
        assert!((6..=8).contains(&of(15, 56)), "one a week: {}", of(15, 56));
        assert!((9..=12).contains(&of(57, 365)), "one a month: {}", of(57, 365));
        assert_eq!(of(366, i64::MAX), 0);
    }

    #[test]
    fn the_last_verified_one_is_never_taken_away() {
        assert_eq!(kept(&[(1000, false), (990, false), (10, true), (9, true)], 1000), [true, true, true, false]);
        // Within a day the verified one is the one that is kept.
        assert_eq!(kept(&[(1000, true), (990, false), (990, true), (990, false)], 1000), [true, false, true, false]);
    }
}
