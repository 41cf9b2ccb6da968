//! The progress page: every figure from the database.

use crate::{error::ApiError, status::Nothing, studio::Context};
use chrono::{Datelike, Days, Duration, NaiveTime};
use domain::{
    progress::{Mastery, mastery},
    world::moment_text,
};
use serde::Serialize;
use ts_rs::TS;

/// Weeks on the heat map: half a year, which fits the page at 1366 pixels.
const WEEKS: u64 = 26;

/// How many of the exercises passed lately are listed.
const RECENT: u32 = 8;

/// A day on which something was done.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DayView {
    /// `YYYY-MM-DD`, in the person's time zone.
    pub date: String,
    /// Attempts.
    pub attempts: u32,
    /// Exercises passed for the first time.
    pub passed: u32,
    /// Lessons completed.
    pub lessons: u32,
}

/// A concept and how well it is known.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ConceptView {
    /// Its name, from the course.
    pub concept: String,
    /// Exercises that practise it and were passed.
    pub passed: u32,
    /// Exercises that practise it and were tried.
    pub tried: u32,
    /// Exercises that practise it.
    pub total: u32,
    /// In words.
    pub mastery: Mastery,
}

/// A course and how far the person is.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CourseProgress {
    /// Slug.
    pub course: String,
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Lessons completed.
    pub completed_lessons: u32,
    /// All lessons.
    pub total_lessons: u32,
    /// Exercises passed.
    pub passed_exercises: u32,
    /// All exercises.
    pub total_exercises: u32,
    /// Whole per cent of the lessons, rounded down.
    pub progress_percentage: u32,
}

/// Something that was done lately.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RecentPass {
    /// Id of the exercise.
    pub exercise: String,
    /// Title of the exercise.
    pub title: String,
    /// Attempts until it was passed.
    pub attempts: u32,
    /// When it was passed, UTC.
    pub passed_at: String,
}

/// The progress page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ProgressPage {
    /// First day of the heat map (a Monday, 26 weeks back), `YYYY-MM-DD`.
    pub from: String,
    /// Last day of the heat map: today.
    pub to: String,
    /// Days on which something was done, in order; the others are empty.
    pub days: Vec<DayView>,
    /// Concepts, in the order in which the courses bring them.
    pub concepts: Vec<ConceptView>,
    /// Courses the person is enrolled in.
    pub courses: Vec<CourseProgress>,
    /// Exercises passed, of all in those courses.
    pub passed_exercises: u32,
    /// Exercises in those courses.
    pub total_exercises: u32,
    /// Attempts in all.
    pub attempts: u32,
    /// Attempts until an exercise is passed, typically (the median); `null` before the first pass.
    pub median_attempts: Option<u32>,
    /// Hints opened.
    pub hints: u32,
    /// Passed lately, newest first, at most 8.
    pub recent: Vec<RecentPass>,
}

/// The progress page of the person who is signed in.
pub fn progress(context: &Context<'_>, _: Nothing) -> Result<ProgressPage, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let now = context.studio.world().now();
    let offset = context.studio.world().offset_minutes(now);
    let today = (now + Duration::minutes(offset.into())).date_naive();
    let monday = today - Days::new(today.weekday().num_days_from_monday().into());
    let from = monday - Days::new(7 * (WEEKS - 1));
    let since = from.and_time(NaiveTime::MIN).and_utc() - Duration::minutes(offset.into());

    let courses: Vec<_> = store::progress::courses(&store, user)?
        .into_iter()
        .map(|course| CourseProgress {
            course: course.slug.to_string(),
            id: course.course.to_string(),
            title: course.title,
            completed_lessons: course.completed_lessons,
            total_lessons: course.total_lessons,
            passed_exercises: course.passed_exercises,
            total_exercises: course.total_exercises,
            progress_percentage: course.progress_percentage,
        })
        .collect();
    let totals = store::progress::totals(&store, user)?;
    Ok(ProgressPage {
        from: from.to_string(),
        to: today.to_string(),
        days: store::progress::days(&store, user, since, offset)?
            .into_iter()
            .map(|day| DayView { date: day.day, attempts: day.submissions, passed: day.passes, lessons: day.lessons_completed })
            .collect(),
        concepts: store::progress::concepts(&store, user)?
            .into_iter()
            .map(|concept| ConceptView {
                mastery: mastery(concept.passed, concept.tried, concept.all),
                concept: concept.concept,
                passed: concept.passed,
                tried: concept.tried,
                total: concept.all,
            })
            .collect(),
        passed_exercises: courses.iter().map(|course| course.passed_exercises).sum(),
        total_exercises: courses.iter().map(|course| course.total_exercises).sum(),
        courses,
        attempts: totals.submissions,
        // A median between two whole numbers is rounded up: nobody makes half an attempt.
        median_attempts: store::progress::median_attempts_to_pass(&store, user)?.map(|median| median.ceil() as u32),
        hints: totals.hints_taken,
        recent: store::progress::recent_passes(&store, user, RECENT)?
            .into_iter()
            .map(|pass| RecentPass {
                exercise: pass.exercise.to_string(),
                title: pass.title,
                attempts: pass.attempts_to_pass,
                passed_at: moment_text(pass.passed_at),
            })
            .collect(),
    })
}
