//! Courses: the library, a course's page, enrolling.

use crate::{error::ApiError, status::Nothing, studio::Context};
use domain::id::{CourseId, LessonId, UserId};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    course::{CourseDetail, CourseSummary, LessonWithExercises},
    exercise::ExerciseSummary,
};
use ts_rs::TS;

/// Names a course: its id or its slug.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CourseRequest {
    /// Id or slug.
    pub course: String,
}

/// A course in the library.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CourseCard {
    /// Id.
    pub id: String,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One line.
    pub summary: String,
    /// `beginner`, `intermediate`, `advanced` or `expert`.
    pub difficulty: String,
    /// Name of its category.
    pub category: String,
    /// Hours it takes, about.
    pub hours: u32,
    /// Who made it.
    pub authors: Vec<String>,
    /// How many lessons.
    pub total_lessons: u32,
    /// How many exercises.
    pub total_exercises: u32,
    /// Whether the person is enrolled.
    pub enrolled: bool,
    /// Lessons the person has completed.
    pub completed_lessons: u32,
    /// Whole per cent of the lessons that are completed, rounded down.
    pub progress_percentage: u32,
}

/// The library.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Library {
    /// All courses, those the person is enrolled in first.
    pub courses: Vec<CourseCard>,
}

/// How far a person is with an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExerciseState {
    /// Not tried yet.
    Open,
    /// Tried, or begun.
    Tried,
    /// Passed.
    Passed,
}

/// An exercise in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ExerciseDot {
    /// Id.
    pub id: String,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Kind, `code` today.
    pub kind: String,
    /// How far the person is.
    pub state: ExerciseState,
    /// Whether it is practice, which is never credited.
    pub practice_only: bool,
}

/// How far a person is with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LessonState {
    /// May be opened.
    Open,
    /// Begun, and the one to go on with.
    Current,
    /// Completed.
    Done,
    /// An earlier required lesson is not completed.
    Closed,
}

/// A lesson on the course page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LessonRow {
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
    /// How far the person is.
    pub state: LessonState,
    /// Title of the required lesson that keeps it closed.
    pub closed_by: Option<String>,
    /// Its exercises.
    pub exercises: Vec<ExerciseDot>,
}

/// The one next step.
#[derive(Debug, Clone, Serialize, TS)]
pub struct NextStep {
    /// Id of the lesson.
    pub lesson: String,
    /// Title of the lesson.
    pub lesson_title: String,
    /// Id of the exercise, if the next step is one.
    pub exercise: Option<String>,
    /// Title of the exercise, if the next step is one.
    pub exercise_title: Option<String>,
    /// Place of the exercise in its lesson, from 1.
    pub exercise_position: Option<u32>,
    /// How many exercises the lesson has.
    pub lesson_exercises: u32,
    /// When the draft of that exercise was saved, if there is one.
    pub draft_saved_at: Option<String>,
}

/// A course's page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CoursePage {
    /// The course.
    pub course: CourseCard,
    /// Description, safe HTML.
    pub description_html: String,
    /// Version of the pack.
    pub version: u32,
    /// Licence.
    pub license: String,
    /// Its lessons, in order.
    pub lessons: Vec<LessonRow>,
    /// The one next step; `null` when everything is done.
    pub next: Option<NextStep>,
}

/// The library.
pub fn library(context: &Context<'_>, _: Nothing) -> Result<Library, ApiError> {
    let mut courses: Vec<_> = store::course::list(&*context.studio.store()?, context.session.user())?.iter().map(card).collect();
    courses.sort_by_key(|course| !course.enrolled);
    Ok(Library { courses })
}

/// A course's page.
pub fn course(context: &Context<'_>, request: CourseRequest) -> Result<CoursePage, ApiError> {
    let store = context.studio.store()?;
    page(&store, find(&store, &request.course)?, context.session.user())
}

/// Enrols in a course; again is no error.
pub fn enroll(context: &Context<'_>, request: CourseRequest) -> Result<CoursePage, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.course)?;
    store::enrollment::add(&store, user, id)?;
    page(&store, id, Some(user))
}

/// Leaves a course; progress stays.
pub fn leave(context: &Context<'_>, request: CourseRequest) -> Result<CoursePage, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.course)?;
    store::enrollment::leave(&store, user, id)?;
    page(&store, id, Some(user))
}

/// The course that an id or a slug names.
pub(crate) fn find(store: &Store, reference: &str) -> Result<CourseId, ApiError> {
    store::course::find(store, reference).map_err(|error| ApiError::from(error).with("name", reference))
}

fn page(store: &Store, id: CourseId, viewer: Option<UserId>) -> Result<CoursePage, ApiError> {
    let detail = store::course::detail(store, id, viewer)?;
    let step = next_step(store, &detail, viewer)?;
    let lessons = detail.lessons.iter().enumerate().map(|(index, row)| lesson_row(&detail, index, row, step.as_ref())).collect();
    Ok(CoursePage {
        course: card(&detail.summary),
        description_html: packs::lesson::safe_html(&detail.description),
        version: detail.summary.version,
        license: detail.license.clone(),
        lessons,
        next: step,
    })
}

/// A course as the library shows it.
pub(crate) fn card(course: &CourseSummary) -> CourseCard {
    let enrollment = course.enrollment.as_ref();
    CourseCard {
        id: course.id.to_string(),
        slug: course.slug.to_string(),
        title: course.title.clone(),
        summary: course.summary.clone(),
        difficulty: crate::text_of(&course.difficulty),
        category: course.category.clone(),
        hours: course.hours,
        authors: course.authors.clone(),
        total_lessons: course.total_lessons,
        total_exercises: course.total_exercises,
        enrolled: enrollment.is_some_and(|enrollment| enrollment.left_at.is_none()),
        completed_lessons: enrollment.map_or(0, |enrollment| enrollment.completed_lessons),
        progress_percentage: enrollment.map_or(0, |enrollment| enrollment.progress_percentage),
    }
}

fn lesson_row(course: &CourseDetail, index: usize, row: &LessonWithExercises, step: Option<&NextStep>) -> LessonRow {
    let lesson = &row.lesson;
    LessonRow {
        id: lesson.id.to_string(),
        slug: lesson.slug.to_string(),
        position: position(index),
        title: lesson.title.clone(),
        summary: lesson.summary.clone(),
        minutes: lesson.minutes,
        state: lesson_state(course, row, step),
        closed_by: lesson.locked.then(|| closed_by(course, lesson.id)).flatten(),
        exercises: row.exercises.iter().map(dot).collect(),
    }
}

/// How far the person is with a lesson.
pub(crate) fn lesson_state(course: &CourseDetail, row: &LessonWithExercises, step: Option<&NextStep>) -> LessonState {
    let enrolled = course.summary.enrollment.as_ref().is_some_and(|enrollment| enrollment.left_at.is_none());
    if row.lesson.completed_at.is_some() {
        LessonState::Done
    } else if row.lesson.locked {
        LessonState::Closed
    } else if enrolled && step.is_some_and(|step| step.lesson == row.lesson.id.to_string()) {
        LessonState::Current
    } else {
        LessonState::Open
    }
}

/// Title of the first required lesson before this one that is not completed.
pub(crate) fn closed_by(course: &CourseDetail, lesson: LessonId) -> Option<String> {
    let before = course.lessons.iter().map(|row| &row.lesson).take_while(|other| other.id != lesson);
    before.into_iter().find(|other| other.required && other.completed_at.is_none()).map(|other| other.title.clone())
}

/// An exercise in a list.
pub(crate) fn dot(exercise: &ExerciseSummary) -> ExerciseDot {
    let state = if exercise.passed_at.is_some() {
        ExerciseState::Passed
    } else if exercise.attempts > 0 || exercise.has_draft {
        ExerciseState::Tried
    } else {
        ExerciseState::Open
    };
    ExerciseDot {
        id: exercise.id.to_string(),
        slug: exercise.slug.to_string(),
        title: exercise.title.clone(),
        kind: crate::text_of(&exercise.kind),
        state,
        practice_only: exercise.practice_only,
    }
}

/// The one next step: the lesson that was open last if it is not completed, else the first that is not and may be opened; in it, reading if it was never
/// opened, else the first exercise that is not passed. Practice cannot be passed; an attempt at it is enough.
pub(crate) fn next_step(store: &Store, course: &CourseDetail, viewer: Option<UserId>) -> Result<Option<NextStep>, ApiError> {
    let last = course.summary.enrollment.as_ref().and_then(|enrollment| enrollment.last_accessed_lesson);
    let open = |row: &&LessonWithExercises| row.lesson.completed_at.is_none() && !row.lesson.locked;
    let begun = course.lessons.iter().filter(open).find(|row| Some(row.lesson.id) == last);
    let Some(row) = begun.or_else(|| course.lessons.iter().find(open)) else { return Ok(None) };
    let read = row.lesson.opened_at.is_some();
    let left = |exercise: &ExerciseSummary| exercise.passed_at.is_none() && (exercise.attempts == 0 || !exercise.practice_only);
    let exercise = row.exercises.iter().enumerate().find(|(_, exercise)| read && left(exercise));
    let draft = match (viewer, exercise) {
        (Some(user), Some((_, exercise))) if exercise.has_draft => store::draft::load(store, user, exercise.id)?,
        _ => None,
    };
    Ok(Some(NextStep {
        lesson: row.lesson.id.to_string(),
        lesson_title: row.lesson.title.clone(),
        exercise: exercise.map(|(_, exercise)| exercise.id.to_string()),
        exercise_title: exercise.map(|(_, exercise)| exercise.title.clone()),
        exercise_position: exercise.map(|(index, _)| position(index)),
        lesson_exercises: crate::count(row.exercises.len()),
        draft_saved_at: draft.map(|draft| domain::world::moment_text(draft.updated_at)),
    }))
}

/// A place in a list, from 1.
pub(crate) fn position(index: usize) -> u32 {
    crate::count(index + 1)
}
