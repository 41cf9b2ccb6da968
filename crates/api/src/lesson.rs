//! Lessons: reading, completing.

use crate::{
    course::{CourseCard, ExerciseDot, LessonState, NextStep, card, closed_by, dot, lesson_state, next_step, position},
    error::ApiError,
    studio::Context,
};
use domain::{
    error::ErrorClass,
    id::{CourseId, LessonId, UserId},
};
use serde::{Deserialize, Serialize};
use store::{Store, course::CourseDetail};
use ts_rs::TS;

/// Names a lesson.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LessonRequest {
    /// Id, or `course-slug/lesson-slug`.
    pub lesson: String,
}

/// A heading, for the contents at the side.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LessonHeading {
    /// 2 or 3.
    pub level: u32,
    /// Text.
    pub text: String,
    /// The `id` it has in the HTML.
    pub anchor: String,
}

/// An answer to a question in a lesson.
#[derive(Debug, Clone, Serialize, TS)]
pub struct QuestionAnswer {
    /// The answer, safe HTML.
    pub html: String,
    /// Whether it is the right one. Questions in lessons are for thinking, not for marks, so this may be known.
    pub right: bool,
    /// What is said when it is chosen, safe HTML.
    pub because_html: String,
}

/// A part of a lesson's text.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LessonBlock {
    /// Prose.
    Prose {
        /// Safe HTML.
        html: String,
    },
    /// Code.
    Code {
        /// The program.
        source: String,
        /// Its language, for the colours; empty for plain text.
        language: String,
        /// Whether it can be run in place.
        runnable: bool,
        /// Its standard input when it is run in place.
        stdin: String,
        /// Whether it is meant to stop with an error.
        expects_error: bool,
    },
    /// A question before the answer is shown.
    Question {
        /// The question, safe HTML.
        prompt_html: String,
        /// The answers, in the author's order.
        answers: Vec<QuestionAnswer>,
    },
}

/// A lesson's page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LessonPage {
    /// Id.
    pub id: String,
    /// Slug.
    pub slug: String,
    /// Place in the course, from 1.
    pub position: u32,
    /// Title.
    pub title: String,
    /// One line.
    pub summary: String,
    /// Minutes it takes, about.
    pub minutes: u32,
    /// The course it belongs to.
    pub course: CourseCard,
    /// Its text.
    pub blocks: Vec<LessonBlock>,
    /// Its headings.
    pub headings: Vec<LessonHeading>,
    /// Its exercises.
    pub exercises: Vec<ExerciseDot>,
    /// How far the person is.
    pub state: LessonState,
    /// Id of the lesson before, if there is one.
    pub previous: Option<String>,
    /// Title of the lesson before.
    pub previous_title: Option<String>,
    /// Id of the lesson after, if there is one.
    pub next: Option<String>,
    /// Title of the lesson after.
    pub next_title: Option<String>,
}

/// What completing or reopening a lesson changed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LessonChange {
    /// How far the person is with the lesson now.
    pub state: LessonState,
    /// The course with its new numbers.
    pub course: CourseCard,
    /// The one next step now.
    pub next: Option<NextStep>,
}

/// A lesson's page; the place is remembered for the person who reads it.
pub fn lesson(context: &Context<'_>, request: LessonRequest) -> Result<LessonPage, ApiError> {
    let store = context.studio.store()?;
    let id = find(&store, &request.lesson)?;
    let viewer = context.session.user();
    let page = store::lesson::show(&store, id, viewer)?;
    if let Some(user) = viewer {
        let detail = store::course::detail(&store, page.lesson.course, viewer)?;
        must_be_open(&detail, id)?;
        store::lesson::open(&store, user, id)?;
    }
    // Read again: opening it may have made it the current one.
    let detail = store::course::detail(&store, page.lesson.course, viewer)?;
    let (_, state) = step_and_state(&store, &detail, id, viewer)?;
    let title = |wanted: Option<LessonId>| detail.lessons.iter().find(|row| Some(row.lesson.id) == wanted).map(|row| row.lesson.title.clone());
    let text = packs::lesson::parse(&page.text);
    Ok(LessonPage {
        id: id.to_string(),
        slug: page.lesson.slug.to_string(),
        position: page.number,
        title: page.lesson.title.clone(),
        summary: page.lesson.summary.clone(),
        minutes: page.lesson.minutes,
        course: card(&detail.summary),
        blocks: text.blocks.into_iter().map(LessonBlock::from).collect(),
        headings: text
            .headings
            .into_iter()
            .map(|heading| LessonHeading { level: heading.level.into(), text: heading.text, anchor: heading.anchor })
            .collect(),
        exercises: page.exercises.iter().map(dot).collect(),
        state,
        previous: page.previous.map(|id| id.to_string()),
        previous_title: title(page.previous),
        next: page.next.map(|id| id.to_string()),
        next_title: title(page.next),
    })
}

/// Marks a lesson as completed.
pub fn complete_lesson(context: &Context<'_>, request: LessonRequest) -> Result<LessonChange, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.lesson)?;
    let course = store::lesson::show(&store, id, Some(user))?.lesson.course;
    must_be_open(&store::course::detail(&store, course, Some(user))?, id)?;
    store::lesson::complete(&store, user, id)?;
    change(&store, course, id, user)
}

/// Takes that back.
pub fn reopen_lesson(context: &Context<'_>, request: LessonRequest) -> Result<LessonChange, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.lesson)?;
    let changed = store::lesson::reopen(&store, user, id)?;
    change(&store, changed.course, id, user)
}

pub(crate) fn find(store: &Store, reference: &str) -> Result<LessonId, ApiError> {
    store::lesson::find(store, reference).map_err(|error| ApiError::from(error).with("name", reference))
}

fn change(store: &Store, course: CourseId, lesson: LessonId, user: UserId) -> Result<LessonChange, ApiError> {
    let detail = store::course::detail(store, course, Some(user))?;
    let (next, state) = step_and_state(store, &detail, lesson, Some(user))?;
    Ok(LessonChange { state, course: card(&detail.summary), next })
}

/// The one next step in the course, and how far the person is with this lesson.
pub(crate) fn step_and_state(
    store: &Store,
    course: &CourseDetail,
    lesson: LessonId,
    viewer: Option<UserId>,
) -> Result<(Option<NextStep>, LessonState), ApiError> {
    let step = next_step(store, course, viewer)?;
    let row = course.lessons.iter().find(|row| row.lesson.id == lesson);
    let state = row.map_or(LessonState::Open, |row| lesson_state(course, row, step.as_ref()));
    Ok((step, state))
}

/// An error where an earlier required lesson is not completed.
pub(crate) fn must_be_open(course: &CourseDetail, lesson: LessonId) -> Result<(), ApiError> {
    match course.lessons.iter().find(|row| row.lesson.id == lesson) {
        Some(row) if row.lesson.locked => {
            let error = ApiError::new(ErrorClass::Denied, "lesson_closed");
            Err(error.with("title", closed_by(course, lesson).unwrap_or_default()))
        }
        _ => Ok(()),
    }
}

/// Place of a lesson in its course, from 1.
pub(crate) fn lesson_position(course: &CourseDetail, lesson: LessonId) -> u32 {
    course.lessons.iter().position(|row| row.lesson.id == lesson).map_or(0, position)
}

impl From<packs::lesson::LessonBlock> for LessonBlock {
    fn from(block: packs::lesson::LessonBlock) -> Self {
        use packs::lesson::LessonBlock as Parsed;
        match block {
            Parsed::Prose { html } => Self::Prose { html },
            Parsed::Code { source, language, runnable, stdin, expects_error } => Self::Code { source, language, runnable, stdin, expects_error },
            Parsed::Question { prompt_html, answers } => Self::Question {
                prompt_html,
                answers: answers
                    .into_iter()
                    .map(|answer| QuestionAnswer { html: answer.html, right: answer.right, because_html: answer.because_html })
                    .collect(),
            },
        }
    }
}
