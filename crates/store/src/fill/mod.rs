//! A data set: rows in every table, through the same constraints and triggers as everybody's, the same rows for the same seed. Only what is encrypted differs,
//! because keys are never made from a seed.
//!
//! The first [`LOCAL`] people work on this device and have operations in the outbox; the work of the others came by sync, as on an instructor's device.

mod catalogue;
mod class;
mod forum;
mod people;
mod work;
mod world;

pub use world::SeededWorld;

use crate::{Actor, Result, Store, StoreError, query, write::Write};
use domain::world::{World, parse_moment};
use rusqlite::{Params, params};

/// How many of the people work on this device itself.
pub const LOCAL: usize = 4;

/// How many rows are written in one transaction, about.
const ROWS_AT_ONCE: u64 = 40_000;

/// How large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many people, at least 6. The first is the owner, the second an instructor.
    pub learners: usize,
    /// How many courses, at least 2. Everybody takes all of them.
    pub courses: usize,
    /// How many lessons each course has, at least 2; everybody has opened all of them and completed some.
    pub lessons: usize,
    /// How many attempts each person made in each course, at least 1.
    pub submissions: usize,
    /// How many topics each course has, at least 3.
    pub topics: usize,
    /// How many open items the review queue has, at least 3.
    pub queue: usize,
    /// From which everything follows.
    pub seed: u64,
}

impl Plan {
    /// So many people and courses, and of everything else what goes with them: 20 lessons a course, two attempts a person and course. 5,000 people in
    /// 100 courses have 10 million rows of progress and 1 million attempts.
    pub fn of(learners: usize, courses: usize, seed: u64) -> Self {
        Self { learners, courses, lessons: 20, submissions: 2, topics: (learners / 50).clamp(3, 100), queue: (learners / 5).clamp(3, 1000), seed }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filled {
    /// People.
    pub learners: usize,
    /// Courses.
    pub courses: usize,
    /// Rows of `lesson_progress`.
    pub lesson_progress: usize,
    /// Attempts.
    pub submissions: usize,
}

/// Fills a file that has no account yet. `conflict.not_empty`, `invalid.too_small`.
///
/// Many transactions: a filling that is stopped leaves a part of the rows, never a wrong one.
pub fn fill(store: &Store, plan: &Plan) -> Result<Filled> {
    if plan.learners < 6 || plan.courses < 2 || plan.lessons < 2 || plan.submissions < 1 || plan.topics < 3 || plan.queue < 3 {
        return Err(StoreError::Invalid("too_small"));
    }
    if crate::user::exists_any(store)? {
        return Err(StoreError::Conflict("not_empty"));
    }
    let world = SeededWorld::new(plan.seed);
    let people = people::fill(store, plan, &world)?;
    let joined = class::join(store, &world, &people)?;
    let courses = catalogue::fill(store, plan, &world, &people)?;
    let attempts = work::fill(store, plan, &world, &people, &courses)?;
    forum::fill(store, plan, &world, &people, &courses, &attempts)?;
    class::fill(store, &world, &people, &courses, &joined)?;
    Ok(Filled {
        learners: plan.learners,
        courses: plan.courses,
        lesson_progress: plan.learners * plan.courses * plan.lessons,
        submissions: plan.learners * plan.courses * plan.submissions,
    })
}

/// One transaction of the data set.
struct Part<'a> {
    write: &'a Write<'a>,
    world: &'a SeededWorld,
}

impl Part<'_> {
    /// From here on this person acts, at this moment.
    fn act(&self, person: &str, role: &str, at: &str) -> Result<()> {
        self.put(include_str!("context.sql"), params![person, role, at])
    }

    fn put(&self, sql: &str, params: impl Params) -> Result<()> {
        query::execute(self.write.connection, sql, params)?;
        Ok(())
    }

    /// The functions of the other nouns, as they are called on this device at this moment.
    fn as_written_here(&self, at: &str) -> Write<'_> {
        self.write.at_another_moment(self.world, parse_moment(at).unwrap_or_else(|| self.world.now()), at.to_owned())
    }
}

fn part<T>(store: &Store, world: &SeededWorld, act: impl FnOnce(&Part<'_>) -> Result<T>) -> Result<T> {
    store.write(Actor::Nobody, |write| act(&Part { write, world }))
}
