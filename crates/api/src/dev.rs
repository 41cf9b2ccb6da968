//! For developers: a file full of plausible rows.

use crate::{error::ApiError, studio::Context};
use serde::Serialize;
use store::fill::{Plan, fill as fill_store};

/// How large the data set is to be.
#[derive(Debug, Clone, Copy)]
pub struct FillRequest {
    /// People.
    pub learners: usize,
    /// Courses; everybody takes all of them.
    pub courses: usize,
    /// Lessons of each course; what goes with the rest if absent.
    pub lessons: Option<usize>,
    /// Attempts of each person in each course; what goes with the rest if absent.
    pub submissions: Option<usize>,
    /// The same seed gives the same rows.
    pub seed: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct FillOutcome {
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
pub fn fill(context: &Context<'_>, request: FillRequest) -> Result<FillOutcome, ApiError> {
    let mut plan = Plan::of(request.learners, request.courses, request.seed);
    plan.lessons = request.lessons.unwrap_or(plan.lessons);
    plan.submissions = request.submissions.unwrap_or(plan.submissions);
    let filled = fill_store(context.studio.store()?.as_ref(), &plan)?;
    Ok(FillOutcome { learners: filled.learners, courses: filled.courses, lesson_progress: filled.lesson_progress, submissions: filled.submissions })
}
