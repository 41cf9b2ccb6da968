//! Exercises: the workspace, drafts, hints. What a learner may see is decided here, and nowhere else: solution, tests and mistakes stay behind.

use crate::{
    course::{ExerciseDot, dot},
    error::ApiError,
    lesson::{lesson_position, must_be_open},
    status::Nothing,
    studio::Context,
    submission::{AttemptRow, attempt_row},
};
use domain::{
    error::ErrorClass,
    exercise::{Limits, MAX_PROGRAM_FILES, ProgramProblem, SourceFile, safe_path},
    id::{ExerciseId, UserId},
    world::moment_text,
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    draft::{Draft, Side},
    exercise::ExerciseSummary,
    submission::SubmissionFilter,
};
use ts_rs::TS;

/// The greatest size of a draft in bytes, all files together: far above a program's, because what is typed is kept even where it cannot be run.
const MAX_DRAFT_BYTES: usize = 4 * 1024 * 1024;

/// The most attempts that the workspace lists: what fits beside the instructions with some scrolling.
const LISTED_ATTEMPTS: u32 = 50;

/// Names an exercise.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExerciseRequest {
    /// Id, or `course-slug/exercise-slug`.
    pub exercise: String,
}

/// Asks for the list of exercises.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExerciseListRequest {
    /// Only those of this course (id or slug).
    #[serde(default)]
    #[ts(optional)]
    pub course: Option<String>,
}

/// An exercise in the list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ExerciseEntry {
    /// Id.
    pub id: String,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Slug of its course.
    pub course: String,
    /// Slug of its lesson.
    pub lesson: String,
    /// Kind.
    pub kind: String,
    /// Difficulty.
    pub difficulty: String,
    /// Whether it is practice, which is never credited.
    pub practice_only: bool,
}

/// A saved draft.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DraftView {
    /// The files as they were typed.
    pub files: Vec<SourceFile>,
    /// When it was saved, UTC.
    pub saved_at: String,
    /// Grows with each save.
    pub revision: u32,
    /// Whether the text from before the last reset is kept and can be had back.
    pub can_restore: bool,
    /// What another window typed on an older text: kept beside it until the person says which of the two stays.
    pub beside: Option<Vec<SourceFile>>,
}

/// Says which of two texts stays.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DecideDraft {
    /// Id, or `course-slug/exercise-slug`.
    pub exercise: String,
    /// Whether the text that was kept beside takes the place of the other. What does not stay can be had back as after a reset.
    pub beside: bool,
}

/// Saves what is typed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// Id, or `course-slug/exercise-slug`.
    pub exercise: String,
    /// The files as they stand. They need not be a program yet.
    pub files: Vec<SourceFile>,
    /// The revision that was loaded or saved last, 0 for none. Another one in the file means that another window saved in between.
    pub revision: u32,
    /// Whether this replaces the text as a whole (an old attempt is taken up again): what was there is kept, as by a reset.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub keep_previous: bool,
}

/// A hint that is open.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HintView {
    /// Place on the ladder, from 1.
    pub position: u32,
    /// `concept`, `approach`, `structure`, `near_solution` or `solution`.
    pub rung: String,
    /// Safe HTML.
    pub html: String,
}

/// The ladder of hints.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HintLadder {
    /// How many there are.
    pub total: u32,
    /// Those that are open, in order.
    pub open: Vec<HintView>,
    /// Seconds on the exercise after which the first one opens by itself, if it is not open, or the next one is offered; `null` if there is none. It can always be asked for.
    pub next_after_seconds: Option<u32>,
    /// Failed attempts after which the same happens, if that is sooner; 0 if attempts do not count.
    pub next_after_failures: u32,
}

/// Opens the next hint.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeHint {
    /// Id, or `course-slug/exercise-slug`.
    pub exercise: String,
    /// Place on the ladder, from 1: only the next closed one opens; an open one is given again.
    pub position: u32,
}

/// The workspace of an exercise.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Workspace {
    /// Id.
    pub id: String,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Difficulty.
    pub difficulty: String,
    /// Id of its course.
    pub course: String,
    /// Title of its course.
    pub course_title: String,
    /// Id of its lesson.
    pub lesson: String,
    /// Title of its lesson.
    pub lesson_title: String,
    /// Place of its lesson in the course, from 1.
    pub lesson_position: u32,
    /// Place in its lesson, from 1.
    pub position: u32,
    /// All exercises of its lesson, this one too.
    pub siblings: Vec<ExerciseDot>,
    /// Id of the exercise before, through the whole course.
    pub previous: Option<String>,
    /// Id of the exercise after, through the whole course.
    pub next: Option<String>,
    /// Title of the exercise after.
    pub next_title: Option<String>,
    /// Safe HTML.
    pub instructions_html: String,
    /// What the learner starts with.
    pub starter: Vec<SourceFile>,
    /// Data files that lie beside the program; to be read, not changed.
    pub data_files: Vec<SourceFile>,
    /// The file that is run first.
    pub entry: String,
    /// What was typed last.
    pub draft: Option<DraftView>,
    /// Hints.
    pub hints: HintLadder,
    /// Attempts, newest first, at most 50.
    pub attempts: Vec<AttemptRow>,
    /// How many attempts there are.
    pub total_attempts: u32,
    /// Whether it was passed.
    pub passed: bool,
    /// Whether it is practice, which is never credited.
    pub practice_only: bool,
    /// What a program may use.
    pub limits: Limits,
}

/// All exercises, or those of a course.
pub fn exercises(context: &Context<'_>, request: ExerciseListRequest) -> Result<Vec<ExerciseEntry>, ApiError> {
    let store = context.studio.store()?;
    let course = request.course.as_deref().map(|course| crate::course::find(&store, course)).transpose()?;
    let list = store::exercise::list(&store, course, None)?;
    let entry = |exercise: &ExerciseSummary| ExerciseEntry {
        id: exercise.id.to_string(),
        slug: exercise.slug.to_string(),
        title: exercise.title.clone(),
        course: exercise.course_slug.to_string(),
        lesson: exercise.lesson_slug.to_string(),
        kind: crate::text_of(&exercise.kind),
        difficulty: crate::text_of(&exercise.difficulty),
        practice_only: exercise.practice_only,
    };
    Ok(list.iter().map(entry).collect())
}

/// The workspace of an exercise.
pub fn exercise(context: &Context<'_>, request: ExerciseRequest) -> Result<Workspace, ApiError> {
    let store = context.studio.store()?;
    let id = find(&store, &request.exercise)?;
    let viewer = context.session.user();
    let exercise = store::exercise::for_learner(&store, id, viewer)?;
    let summary = &exercise.summary;
    let course = store::course::detail(&store, summary.course, viewer)?;
    if viewer.is_some() {
        must_be_open(&course, summary.lesson)?;
    }
    let everything = || course.lessons.iter().flat_map(|row| row.exercises.iter());
    let siblings: Vec<_> = course.lessons.iter().filter(|row| row.lesson.id == summary.lesson).flat_map(|row| row.exercises.iter()).collect();
    let (draft, attempts) = match viewer {
        Some(user) => {
            let filter = SubmissionFilter { user: Some(user), exercise: Some(id), limit: Some(LISTED_ATTEMPTS), ..SubmissionFilter::default() };
            (store::draft::load(&store, user, id)?, store::submission::list(&store, &filter)?)
        }
        None => (None, Vec::new()),
    };
    Ok(Workspace {
        id: id.to_string(),
        slug: summary.slug.to_string(),
        title: summary.title.clone(),
        kind: crate::text_of(&summary.kind),
        difficulty: crate::text_of(&summary.difficulty),
        course: summary.course.to_string(),
        course_title: course.summary.title.clone(),
        lesson: summary.lesson.to_string(),
        lesson_title: course.lessons.iter().find(|row| row.lesson.id == summary.lesson).map(|row| row.lesson.title.clone()).unwrap_or_default(),
        lesson_position: lesson_position(&course, summary.lesson),
        position: siblings.iter().position(|sibling| sibling.id == id).map_or(0, crate::course::position),
        siblings: siblings.iter().map(|sibling| dot(sibling)).collect(),
        previous: exercise.previous.map(|id| id.to_string()),
        next: exercise.next.map(|id| id.to_string()),
        next_title: everything().find(|other| Some(other.id) == exercise.next).map(|other| other.title.clone()),
        instructions_html: packs::lesson::safe_html(&exercise.instructions),
        starter: exercise.starter,
        data_files: exercise.data_files,
        entry: exercise.entry,
        draft: draft.as_ref().map(draft_view),
        hints: ladder(&store, viewer, id)?,
        attempts: attempts.iter().map(attempt_row).collect(),
        total_attempts: summary.attempts,
        passed: summary.passed_at.is_some(),
        practice_only: summary.practice_only,
        limits: exercise.limits,
    })
}

/// The file of an exercise that is run first.
pub fn entry(context: &Context<'_>, request: ExerciseRequest) -> Result<String, ApiError> {
    let store = context.studio.store()?;
    Ok(store::exercise::for_learner(&store, find(&store, &request.exercise)?, None)?.entry)
}

/// Saves what is typed. It need not be a program yet, and may be larger than one.
pub fn save_draft(context: &Context<'_>, request: SaveDraft) -> Result<DraftView, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.exercise)?;
    check_files(&request.files)?;
    Ok(draft_view(&store::draft::save(&store, user, id, &request.files, request.revision, request.keep_previous)?))
}

/// Says which of two texts stays, where two windows typed on the same one.
pub fn decide_draft(context: &Context<'_>, request: DecideDraft) -> Result<DraftView, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.exercise)?;
    let stays = if request.beside { Side::Beside } else { Side::Saved };
    Ok(draft_view(&store::draft::decide(&store, user, id, stays)?))
}

/// The exercise is left: what was typed there goes on its way to other devices.
pub fn leave_exercise(context: &Context<'_>, request: ExerciseRequest) -> Result<Nothing, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.exercise)?;
    store::draft::leave(&store, user, id)?;
    Ok(Nothing {})
}

/// Puts the starter back; what was there is kept.
pub fn reset_draft(context: &Context<'_>, request: ExerciseRequest) -> Result<DraftView, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.exercise)?;
    let starter = store::exercise::for_learner(&store, id, Some(user))?.starter;
    let revision = store::draft::load(&store, user, id)?.map_or(0, |draft| draft.revision);
    Ok(draft_view(&store::draft::save(&store, user, id, &starter, revision, true)?))
}

/// Brings back what was there before the last reset.
pub fn restore_draft(context: &Context<'_>, request: ExerciseRequest) -> Result<DraftView, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.exercise)?;
    let revision = store::draft::load(&store, user, id)?.map_or(0, |draft| draft.revision);
    Ok(draft_view(&store::draft::take_back(&store, user, id, revision)?))
}

/// Opens the next hint. An open one is given again; one further up is not opened before those below it.
pub fn take_hint(context: &Context<'_>, request: TakeHint) -> Result<HintLadder, ApiError> {
    let (store, user) = (context.studio.store()?, context.session.signed_in()?);
    let id = find(&store, &request.exercise)?;
    let hints = store::hint::ladder(&store, id)?;
    let open = store::hint::taken(&store, user, id)?.len();
    let wanted = request.position as usize;
    match hints.get(wanted.wrapping_sub(1)) {
        Some(hint) if wanted == open + 1 => {
            store::hint::take(&store, user, id, hint.rung)?;
        }
        Some(_) if wanted <= open => (),
        _ => return Err(ApiError::new(ErrorClass::Invalid, "hint_position")),
    }
    ladder(&store, Some(user), id)
}

/// The exercise that an id, or `course-slug/exercise-slug`, names.
pub(crate) fn find(store: &Store, reference: &str) -> Result<ExerciseId, ApiError> {
    store::exercise::find(store, reference).map_err(|error| ApiError::from(error).with("name", reference))
}

/// The ladder as this person has climbed it.
pub(crate) fn ladder(store: &Store, viewer: Option<UserId>, exercise: ExerciseId) -> Result<HintLadder, ApiError> {
    let hints = store::hint::ladder(store, exercise)?;
    let taken = match viewer {
        Some(user) => store::hint::taken(store, user, exercise)?,
        None => Vec::new(),
    };
    let next = hints.get(taken.len()).map(domain::hint::Hint::opens);
    Ok(HintLadder {
        total: crate::count(hints.len()),
        open: taken
            .iter()
            .enumerate()
            .map(|(index, taken)| HintView {
                position: crate::course::position(index),
                rung: crate::text_of(&taken.hint.rung),
                html: packs::lesson::safe_html(&taken.hint.text),
            })
            .collect(),
        next_after_seconds: next.map(|(seconds, _)| seconds),
        next_after_failures: next.map_or(0, |(_, failures)| failures),
    })
}

fn draft_view(draft: &Draft) -> DraftView {
    DraftView {
        files: draft.files.clone(),
        saved_at: moment_text(draft.updated_at),
        revision: draft.revision,
        can_restore: draft.kept.is_some(),
        beside: draft.beside.clone(),
    }
}

fn check_files(files: &[SourceFile]) -> Result<(), ApiError> {
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    if bytes > MAX_DRAFT_BYTES {
        return Err(ApiError::new(ErrorClass::Invalid, "code_too_large").with("bytes", bytes).with("max", MAX_DRAFT_BYTES));
    }
    if files.len() > MAX_PROGRAM_FILES {
        return Err(ProgramProblem::TooManyFiles { files: files.len() }.into());
    }
    match files.iter().find(|file| !safe_path(&file.path)) {
        Some(file) => Err(ProgramProblem::BadPath { path: file.path.clone() }.into()),
        None => Ok(()),
    }
}
