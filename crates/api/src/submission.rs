//! Attempts: judging, keeping, looking back.

use crate::{
    course::{CourseCard, LessonState, NextStep, card},
    error::ApiError,
    exercise::{ExerciseRequest, HintLadder, find, ladder},
    lesson::{must_be_open, step_and_state},
    studio::Context,
};
use domain::{
    error::ErrorClass,
    exercise::{Program, SourceFile},
    id::{SubmissionId, UserId},
    judge::{JudgeResult, Tier, Verdict},
    world::moment_text,
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    exercise::JudgedExercise,
    outbox::State,
    submission::{NewSubmission, SubmissionFilter, SubmissionSummary},
};
use ts_rs::TS;

/// Judges a program and keeps it as an attempt (`submit`), or only judges it (`test`).
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SubmitRequest {
    /// Id, or `course-slug/exercise-slug`.
    pub exercise: String,
    /// The program.
    pub files: Vec<SourceFile>,
    /// A name chosen by the caller, by which `stop` ends it.
    #[serde(default)]
    #[ts(optional)]
    pub run: Option<String>,
}

/// Where an attempt is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// On this computer.
    Saved,
    /// Sent, no receipt yet.
    Sent,
    /// The hub has it, and gave a receipt.
    Delivered,
    /// The hub did not take it.
    Rejected,
}

/// An attempt in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AttemptRow {
    /// Id.
    pub id: String,
    /// From 1, for each person and exercise.
    pub attempt_number: u32,
    /// How it ended.
    pub verdict: Verdict,
    /// Whether it was practice, which is never credited.
    pub practice: bool,
    /// How well the program was shut in.
    pub tier: Tier,
    /// Cases that passed.
    pub passed_cases: u32,
    /// All cases; 0 where it did not come to them.
    pub total_cases: u32,
    /// Whole per cent.
    pub score: u32,
    /// When it was made, UTC.
    pub submitted_at: String,
    /// Where it is on its way.
    pub state: DeliveryState,
}

/// Asks for attempts.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SubmissionListRequest {
    /// Only those at this exercise (id or `course-slug/exercise-slug`).
    #[serde(default)]
    #[ts(optional)]
    pub exercise: Option<String>,
}

/// An attempt in the list over all exercises.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SubmissionEntry {
    /// Id.
    pub id: String,
    /// Name of the person.
    pub user: String,
    /// `course-slug/exercise-slug`.
    pub exercise: String,
    /// From 1, for each person and exercise.
    pub attempt_number: u32,
    /// How it ended.
    pub verdict: Verdict,
    /// Whether it was practice, which is never credited.
    pub practice: bool,
    /// How well the program was shut in.
    pub tier: Tier,
    /// Whole per cent.
    pub score: u32,
    /// When it was made, UTC.
    pub submitted_at: String,
    /// Where it is on its way.
    pub state: DeliveryState,
}

/// Names an attempt.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SubmissionRequest {
    /// Id.
    pub submission: String,
}

/// An attempt with its program and result.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SubmissionView {
    /// The attempt.
    #[serde(flatten)]
    #[ts(flatten)]
    pub attempt: SubmissionEntry,
    /// The program.
    pub files: Vec<SourceFile>,
    /// What judging it gave.
    pub result: JudgeResult,
}

/// What an attempt gave and changed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SubmitOutcome {
    /// Id of the attempt. It is on the disk.
    pub submission_id: String,
    /// From 1.
    pub attempt_number: u32,
    /// When it was made, UTC.
    pub submitted_at: String,
    /// What judging it gave.
    #[serde(flatten)]
    #[ts(flatten)]
    pub result: JudgeResult,
    /// Whether this was the first time the exercise was passed.
    pub first_pass: bool,
    /// How far the person is with the lesson now.
    pub lesson_state: LessonState,
    /// Whether this attempt completed the lesson.
    pub lesson_completed: bool,
    /// The course with its new numbers.
    pub course: CourseCard,
    /// The one next step.
    pub next: Option<NextStep>,
    /// The ladder of hints after this attempt.
    pub hints: HintLadder,
}

/// Judges a program and keeps nothing.
pub fn test(context: &Context<'_>, request: SubmitRequest) -> Result<JudgeResult, ApiError> {
    let store = context.studio.store()?;
    let exercise = store::exercise::for_judge(&store, find(&store, &request.exercise)?)?;
    judge(context, &exercise, request.files, request.run.as_deref())
}

/// Judges a program and keeps it as an attempt. What is stopped on the way is not an attempt.
pub fn submit(context: &Context<'_>, request: SubmitRequest) -> Result<SubmitOutcome, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = SubmissionId::generate(context.studio.world());
    let exercise = store::exercise::for_judge(&store, find(&store, &request.exercise)?)?;
    must_be_open(&store::course::detail(&store, exercise.course, Some(user))?, exercise.lesson)?;
    let result = judge(context, &exercise, request.files.clone(), request.run.as_deref())?;
    if result.verdict == Verdict::Cancelled {
        return Err(ApiError::new(ErrorClass::Interrupted, "stopped"));
    }
    let new = NewSubmission { id, user, exercise: exercise.exercise.id, exercise_digest: exercise.digest, files: &request.files, result: &result };
    let added = store::submission::add(&store, &new)?;
    let course = store::course::detail(&store, exercise.course, Some(user))?;
    let (next, lesson_state) = step_and_state(&store, &course, exercise.lesson, Some(user))?;
    Ok(SubmitOutcome {
        submission_id: added.id.to_string(),
        attempt_number: added.attempt_number,
        submitted_at: moment_text(added.submitted_at),
        result,
        first_pass: added.first_pass,
        lesson_state,
        lesson_completed: added.lesson_completed.is_some(),
        course: card(&course.summary),
        next,
        hints: ladder(&store, Some(user), exercise.exercise.id)?,
    })
}

fn judge(context: &Context<'_>, judged: &JudgedExercise, files: Vec<SourceFile>, run: Option<&str>) -> Result<JudgeResult, ApiError> {
    let exercise = &judged.exercise;
    let program = Program::new(files, &exercise.entry)?;
    let task = runner::JudgedExercise {
        program: &program,
        data_files: &exercise.data_files,
        tests: &exercise.tests,
        limits: exercise.limits,
        mistakes: &exercise.mistakes,
    };
    context.studio.while_running(run, |cancel| Ok(context.studio.runner()?.judge(&task, cancel)?))
}

/// The attempts at an exercise, newest first.
pub fn attempts(context: &Context<'_>, request: ExerciseRequest) -> Result<Vec<AttemptRow>, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let exercise = Some(find(&store, &request.exercise)?);
    let filter = SubmissionFilter { user: Some(user), exercise, ..SubmissionFilter::default() };
    Ok(store::submission::list(&store, &filter)?.iter().map(attempt_row).collect())
}

/// The person's attempts at all exercises, newest first.
pub fn submissions(context: &Context<'_>, request: SubmissionListRequest) -> Result<Vec<SubmissionEntry>, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let exercise = request.exercise.as_deref().map(|exercise| find(&store, exercise)).transpose()?;
    let filter = SubmissionFilter { user: Some(user), exercise, ..SubmissionFilter::default() };
    let name = name_of(&store, user)?;
    Ok(store::submission::list(&store, &filter)?.iter().map(|summary| entry(summary, &name)).collect())
}

/// One attempt. Only the person whose it is may see it.
pub fn submission(context: &Context<'_>, request: SubmissionRequest) -> Result<SubmissionView, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let unknown = || ApiError::new(ErrorClass::NotFound, "submission").with("name", request.submission.as_str());
    let id: SubmissionId = request.submission.parse().map_err(|_| unknown())?;
    let submission = store::submission::show(&store, id).map_err(|error| match error {
        store::StoreError::NotFound(_) => unknown(),
        other => other.into(),
    })?;
    // Somebody else's attempt is answered like one that is not there: whether it exists is not told.
    if submission.summary.user != user {
        return Err(unknown());
    }
    Ok(SubmissionView { attempt: entry(&submission.summary, &name_of(&store, user)?), files: submission.files, result: submission.result })
}

fn name_of(store: &Store, user: UserId) -> Result<String, ApiError> {
    Ok(crate::account::known(&store::user::find(store, user)?.name).unwrap_or_default())
}

fn entry(summary: &SubmissionSummary, user: &str) -> SubmissionEntry {
    SubmissionEntry {
        id: summary.id.to_string(),
        user: user.to_owned(),
        exercise: format!("{}/{}", summary.course_slug, summary.exercise_slug),
        attempt_number: summary.attempt_number,
        verdict: summary.verdict,
        practice: summary.practice,
        tier: summary.tier,
        score: summary.score,
        submitted_at: moment_text(summary.submitted_at),
        state: summary.state.into(),
    }
}

/// An attempt in the list of its exercise.
pub(crate) fn attempt_row(summary: &SubmissionSummary) -> AttemptRow {
    AttemptRow {
        id: summary.id.to_string(),
        attempt_number: summary.attempt_number,
        verdict: summary.verdict,
        practice: summary.practice,
        tier: summary.tier,
        passed_cases: summary.passed_tests,
        total_cases: summary.total_tests,
        score: summary.score,
        submitted_at: moment_text(summary.submitted_at),
        state: summary.state.into(),
    }
}

impl From<State> for DeliveryState {
    fn from(state: State) -> Self {
        match state {
            State::Saved => Self::Saved,
            State::Sent => Self::Sent,
            State::Delivered => Self::Delivered,
            State::Rejected => Self::Rejected,
        }
    }
}
