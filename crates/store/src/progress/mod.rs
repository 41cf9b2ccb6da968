//! Progress: what can be read off what was done. Nothing here writes.

use crate::{Result, Store, column, query};
use domain::{
    id::{CourseId, ExerciseId, LessonId, UserId},
    name::Slug,
    world::{Moment, moment_text},
};
use rusqlite::params;

/// How far a person is in a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseProgress {
    /// The course.
    pub course: CourseId,
    /// Its slug.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// How many lessons are completed.
    pub completed_lessons: u32,
    /// How many there are.
    pub total_lessons: u32,
    /// Whole per cent, rounded down.
    pub progress_percentage: u32,
    /// How many exercises are passed.
    pub passed_exercises: u32,
    /// How many there are.
    pub total_exercises: u32,
    /// When all lessons were completed first.
    pub completed_at: Option<Moment>,
    /// Where the person goes on.
    pub last_accessed_lesson: Option<LessonId>,
}

/// What was done on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayActivity {
    /// The day, `2026-11-23`, by the clock on the person's wall.
    pub day: String,
    /// Attempts.
    pub submissions: u32,
    /// Exercises passed for the first time.
    pub passes: u32,
    /// Lessons completed.
    pub lessons_completed: u32,
}

/// How a person stands with a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConceptProgress {
    /// The concept.
    pub concept: String,
    /// Exercises passed.
    pub passed: u32,
    /// Exercises tried.
    pub tried: u32,
    /// All exercises that practise it, in the person's courses.
    pub all: u32,
}

/// An exercise that was passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentPass {
    /// The exercise.
    pub exercise: ExerciseId,
    /// Its slug.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Slug of its course.
    pub course_slug: Slug,
    /// The number of the attempt that passed.
    pub attempts_to_pass: u32,
    /// When.
    pub passed_at: Moment,
}

/// Sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Attempts.
    pub submissions: u32,
    /// Exercises tried.
    pub exercises_tried: u32,
    /// Exercises passed.
    pub exercises_passed: u32,
    /// Lessons completed.
    pub lessons_completed: u32,
    /// Courses joined and not left.
    pub courses_enrolled: u32,
    /// Courses completed.
    pub courses_completed: u32,
    /// Hints taken.
    pub hints_taken: u32,
}

/// The courses that a person takes, the last used first.
pub fn courses(store: &Store, user: UserId) -> Result<Vec<CourseProgress>> {
    store.read(|connection| {
        query::many(connection, include_str!("courses.sql"), [user.to_string()], |row| {
            Ok(CourseProgress {
                course: column::parsed(row, 0)?,
                slug: column::slug(row, 1)?,
                title: row.get(2)?,
                completed_lessons: row.get(3)?,
                total_lessons: row.get(4)?,
                progress_percentage: row.get(5)?,
                passed_exercises: row.get(6)?,
                total_exercises: row.get(7)?,
                completed_at: column::moment_or_none(row, 8)?,
                last_accessed_lesson: column::parsed_or_none(row, 9)?,
            })
        })
    })
}

/// The days on which something was done since this moment, in order; days without anything are left out. `offset_minutes` is what the person's wall
/// clock is ahead of UTC.
pub fn days(store: &Store, user: UserId, since: Moment, offset_minutes: i32) -> Result<Vec<DayActivity>> {
    let offset = format!("{offset_minutes:+} minutes");
    store.read(|connection| {
        query::many(connection, include_str!("days.sql"), params![user.to_string(), moment_text(since), offset], |row| {
            Ok(DayActivity { day: row.get(0)?, submissions: row.get(1)?, passes: row.get(2)?, lessons_completed: row.get(3)? })
        })
    })
}

/// The concepts of the courses that a person takes, in the order in which the courses bring them.
pub fn concepts(store: &Store, user: UserId) -> Result<Vec<ConceptProgress>> {
    store.read(|connection| {
        query::many(connection, include_str!("concepts.sql"), [user.to_string()], |row| {
            Ok(ConceptProgress { concept: row.get(0)?, passed: row.get(1)?, tried: row.get(2)?, all: row.get(3)? })
        })
    })
}

/// The median of the number of attempts that a person needed to pass an exercise; none before the first pass.
pub fn median_attempts_to_pass(store: &Store, user: UserId) -> Result<Option<f64>> {
    let attempts: Vec<u32> =
        store.read(|connection| query::many(connection, include_str!("attempts_to_pass.sql"), [user.to_string()], |row| row.get(0)))?;
    let at = |index: usize| attempts.get(index).copied().map(f64::from);
    let upper = at(attempts.len() / 2);
    Ok(if attempts.len() % 2 == 1 { upper } else { upper.zip(at((attempts.len() / 2).wrapping_sub(1))).map(|(high, low)| (high + low) / 2.0) })
}

/// The exercises that were passed last, newest first.
pub fn recent_passes(store: &Store, user: UserId, limit: u32) -> Result<Vec<RecentPass>> {
    store.read(|connection| {
        query::many(connection, include_str!("recent_passes.sql"), params![user.to_string(), limit], |row| {
            Ok(RecentPass {
                exercise: column::parsed(row, 0)?,
                slug: column::slug(row, 1)?,
                title: row.get(2)?,
                course_slug: column::slug(row, 3)?,
                attempts_to_pass: row.get(4)?,
                passed_at: column::moment(row, 5)?,
            })
        })
    })
}

/// Sums over everything that a person did.
pub fn totals(store: &Store, user: UserId) -> Result<Totals> {
    let totals = store.read(|connection| {
        query::one(connection, include_str!("totals.sql"), [user.to_string()], |row| {
            Ok(Totals {
                submissions: row.get(0)?,
                exercises_tried: row.get(1)?,
                exercises_passed: row.get(2)?,
                lessons_completed: row.get(3)?,
                courses_enrolled: row.get(4)?,
                courses_completed: row.get(5)?,
                hints_taken: row.get(6)?,
            })
        })
    })?;
    Ok(totals.unwrap_or_default())
}
