//! `studio dev`.

use crate::{acting::Desk, arguments::DevVerb};
use api::{ApiError, dev::FillRequest};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: DevVerb) -> Result<(), ApiError> {
    let DevVerb::Fill { learners, courses, lessons, submissions, seed } = verb;
    let filled = api::dev::fill(&desk.context(), FillRequest { learners, courses, lessons, submissions, seed })?;
    desk.output.show(&filled, || {
        format!(
            "{} people in {} courses: {} rows of progress, {} attempts.",
            filled.learners, filled.courses, filled.lesson_progress, filled.submissions
        )
    });
    Ok(())
}
