//! Course packs: importing, listing, converting.

use crate::{error::ApiError, status::Nothing, studio::Context};
use domain::{
    account::Role,
    course::Course,
    error::ErrorClass,
    exercise::{Exercise, Program, SourceFile, Tests},
    id::CourseId,
    judge::{JudgeResult, Status, Verdict},
    name::Slug,
    world::moment_text,
};
use packs::convert::{ConversionError, ConversionReport, LeftOut};
use runner::{CancelToken, JudgedExercise, Runner};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};
use store::{Actor, Store, course::ImportOutcome};
use ts_rs::TS;
use wire::Digest;

/// How many reference solutions are run at once while a pack is checked: one for each core of a small laptop.
const PARALLEL_CHECKS: usize = 2;

const STARTER_PASSES: &str = "starter_passes";

/// Something wrong with a pack.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PackProblem {
    /// The file inside the pack.
    pub file: String,
    /// The line, from 1, where it can be named.
    pub line: Option<u32>,
    /// What is wrong.
    pub code: String,
    /// The facts.
    #[ts(type = "Record<string, unknown>")]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The same in English.
    pub text: String,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportReport {
    /// Whether it was taken (or would be).
    pub ok: bool,
    /// Why not.
    pub problems: Vec<PackProblem>,
    /// Slug of the course.
    pub course: Option<String>,
    /// Title of the course.
    pub title: Option<String>,
    /// Lessons and exercises that are new, by slug.
    pub added: Vec<String>,
    /// That changed.
    pub changed: Vec<String>,
    /// That are gone.
    pub removed: Vec<String>,
    /// People whose progress it touches.
    pub touches: u32,
    /// Reference solutions that were run.
    pub verified: u32,
    /// Exercises that are practice only, by slug: their tests work in the learner's own interpreter alone, so nothing of them is credited.
    pub practice_only: Vec<String>,
}

/// Imports a pack or a folder.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// The `.studiopack` file or the course's folder.
    pub path: String,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
    /// Do not run the reference solutions.
    #[serde(default)]
    pub no_verify: bool,
}

/// A pack that is on this installation.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PackEntry {
    /// Slug of the course.
    pub course: String,
    /// Id of the course.
    pub id: String,
    /// Title.
    pub title: String,
    /// Version.
    pub version: u32,
    /// Licence.
    pub license: String,
    /// When it was imported, UTC.
    pub imported_at: String,
    /// SHA-256 over its files, hexadecimal.
    pub digest: String,
}

/// Imports a pack or a course's folder: all or nothing. What is wrong with the pack is no error but stands in the report.
pub fn import_pack(context: &Context<'_>, request: ImportRequest) -> Result<ImportReport, ApiError> {
    let store = context.studio.store()?;
    let mut pack = match packs::read(Path::new(&request.path)) {
        Ok(pack) => pack,
        Err(problems) => match problems.class() {
            ErrorClass::NotFound => return Err(ApiError::new(problems.class(), "pack").with("path", request.path)),
            _ => return Ok(ImportReport::refused(problems.into_vec().into_iter().map(PackProblem::from).collect())),
        },
    };
    let here = store::course::list(&store, None)?.into_iter().find(|course| course.id == pack.course.id);
    if let Some(course) = here.filter(|course| course.version > pack.course.version) {
        return Err(ApiError::new(ErrorClass::Conflict, "pack_older").with("here", course.version).with("version", pack.course.version));
    }
    // A new course takes nothing from anybody. What changes or removes lessons that people work on is for those who look after the installation.
    let plan = store::course::plan_import(&store, &pack.course).map_err(|error| named(error, &pack.course))?;
    let changes = !plan.changed.is_empty() || !plan.removed.is_empty();
    if changes && !request.dry_run && store::user::exists_any(&store)? {
        let user = store::user::find(&store, context.session.signed_in()?)?;
        if user.role < Role::Instructor {
            return Err(ApiError::new(ErrorClass::Denied, "course_change").with("changed", plan.changed.len()).with("removed", plan.removed.len()));
        }
    }
    let mut verified = 0;
    if !request.no_verify {
        let checked = check_exercises(&*context.studio.runner()?, &pack.course)?;
        let problems: Vec<_> = checked.iter().flat_map(|checked| checked.problems.clone()).collect();
        if !problems.is_empty() {
            return Ok(ImportReport::refused(problems));
        }
        take_findings(&mut pack.course, &checked);
        verified = pack.course.exercises().filter(|(_, exercise)| !exercise.solution.is_empty()).count();
    }
    if request.dry_run {
        return Ok(report(&pack.course, plan, verified));
    }
    let actor = context.session.user().map_or(Actor::Nobody, Actor::Person);
    let outcome = store::course::import(&store, actor, &pack.course, &Digest::from_bytes(pack.digest)).map_err(|error| named(error, &pack.course))?;
    Ok(report(&pack.course, outcome, verified))
}

fn named(error: store::StoreError, course: &Course) -> ApiError {
    ApiError::from(error).with("name", course.slug.as_str())
}

/// The packs on this installation.
pub fn packs(context: &Context<'_>, _: Nothing) -> Result<Vec<PackEntry>, ApiError> {
    let store = context.studio.store()?;
    let courses = store::course::list(&store, None)?;
    courses
        .iter()
        .map(|summary| {
            let detail = store::course::detail(&store, summary.id, None)?;
            Ok(PackEntry {
                course: summary.slug.to_string(),
                id: summary.id.to_string(),
                title: summary.title.clone(),
                version: summary.version,
                license: detail.license,
                imported_at: moment_text(summary.imported_at),
                digest: detail.pack_digest.to_string(),
            })
        })
        .collect()
}

/// Makes a pack from an Exercism track. Every example solution is run: what it shows is kept in the pack, and an exercise that cannot be judged here is left out and named,
/// so that the pack that is written can be imported. Touches no data file.
pub fn convert_exercism(context: &Context<'_>, source: &Path, out: &Path) -> Result<ConversionReport, ApiError> {
    let runner = context.studio.runner()?;
    let converted: Result<ConversionReport, Unconverted> = packs::convert::exercism(source, out, |course| {
        let checked = check_exercises(&runner, course)?;
        take_findings(course, &checked);
        let mut left_out = Vec::new();
        for Checked { exercise, problems, .. } in &checked {
            // Some stubs pass as they are (the task is to tidy them up): the format has a word for that.
            let (starter, others): (Vec<_>, Vec<_>) = problems.iter().partition(|problem| problem.code == STARTER_PASSES);
            if let Some(problem) = others.first() {
                left_out.push(LeftOut { exercise: exercise.clone(), reason: problem.text.clone() });
            } else if !starter.is_empty() {
                exercises_of(course).filter(|found| found.slug == *exercise).for_each(|found| found.starter_may_pass = true);
            }
        }
        Ok(left_out)
    });
    converted.map_err(|error| match error {
        Unconverted::Format(error) => conversion_error(error, source, out),
        Unconverted::Run(error) => *error,
    })
}

/// Why there is no pack.
enum Unconverted {
    Format(ConversionError),
    Run(Box<ApiError>),
}

impl From<ConversionError> for Unconverted {
    fn from(error: ConversionError) -> Self {
        Self::Format(error)
    }
}

impl From<ApiError> for Unconverted {
    fn from(error: ApiError) -> Self {
        Self::Run(Box::new(error))
    }
}

fn exercises_of(course: &mut Course) -> impl Iterator<Item = &mut Exercise> {
    course.lessons.iter_mut().flat_map(|lesson| &mut lesson.exercises)
}

/// Keeps what the reference solutions showed.
fn take_findings(course: &mut Course, checked: &[Checked]) {
    for found in checked.iter().filter_map(|checked| Some((&checked.exercise, checked.tests.as_ref()?))) {
        exercises_of(course).filter(|exercise| exercise.slug == *found.0).for_each(|exercise| exercise.tests = found.1.clone());
    }
}

fn conversion_error(error: ConversionError, source: &Path, out: &Path) -> ApiError {
    let class = error.class();
    match error {
        ConversionError::NotFound { file } => ApiError::new(class, "source").with("path", source.display().to_string()).with("file", file),
        ConversionError::Source { file, reason } => ApiError::new(class, "source_wrong").with("file", file).with("reason", reason),
        ConversionError::Nothing(report) => ApiError::new(class, "nothing_converted")
            .with("skipped", report.skipped.len())
            .with("first", report.skipped.first().map(|skipped| format!("{}: {}", skipped.name, skipped.reason)).unwrap_or_default()),
        ConversionError::Write(error) => {
            ApiError::new(class, "cannot_write").with("path", out.display().to_string()).with("reason", error.to_string())
        }
    }
}

/// Brings in the courses that come with the app, where they are new or newer. They are checked by this project's own tests, so nothing is run here. A course
/// that cannot come in keeps neither the file nor the other courses from being used: it is named in the log and tried again at the next start.
pub(crate) fn import_shipped(store: &Store, folder: Option<&Path>) -> Result<(), ApiError> {
    let Some(entries) = folder.and_then(|folder| std::fs::read_dir(folder).ok()) else { return Ok(()) };
    let here = store::course::list(store, None)?;
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.join("pack.json").is_file()) {
        let known = identity(&path).is_some_and(|pack| here.iter().any(|course| course.id == pack.id && course.version >= pack.version));
        if known {
            continue;
        }
        match packs::read(&path) {
            Ok(pack) => match store::course::import(store, Actor::Nobody, &pack.course, &Digest::from_bytes(pack.digest)) {
                Err(error) if error.class() == ErrorClass::Conflict => eprintln!("learning-studio: {} was not brought in: {error}", path.display()),
                outcome => drop(outcome?),
            },
            Err(problems) => eprintln!("learning-studio: {} was not brought in: {problems}", path.display()),
        }
    }
    Ok(())
}

/// What tells whether a course that comes with the app is here already, without reading all of it at every start.
#[derive(Deserialize)]
struct Identity {
    id: CourseId,
    version: u32,
}

fn identity(folder: &Path) -> Option<Identity> {
    serde_json::from_slice(&std::fs::read(folder.join("pack.json")).ok()?).ok()
}

/// Runs every reference solution, which must pass, and every starter, which must not. Exercises without a solution (a learner's edition) are left out.
pub fn check_solutions(runner: &Runner, course: &Course) -> Result<Vec<PackProblem>, ApiError> {
    Ok(check_exercises(runner, course)?.into_iter().flat_map(|checked| checked.problems).collect())
}

/// What running the solution and the starter of an exercise showed.
struct Checked {
    exercise: Slug,
    problems: Vec<PackProblem>,
    /// The tests with what the solution showed about them, where the pack did not say it.
    tests: Option<Tests>,
}

fn check_exercises(runner: &Runner, course: &Course) -> Result<Vec<Checked>, ApiError> {
    let exercises: Vec<&Exercise> = course.exercises().map(|(_, exercise)| exercise).filter(|exercise| !exercise.solution.is_empty()).collect();
    let next = AtomicUsize::new(0);
    let checked = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..PARALLEL_CHECKS {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(exercise) = exercises.get(index) else { return };
                    let found = check_exercise(runner, exercise);
                    checked.lock().unwrap_or_else(PoisonError::into_inner).insert(index, found);
                }
            });
        }
    });
    checked.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

fn check_exercise(runner: &Runner, exercise: &Exercise) -> Result<Checked, ApiError> {
    let mut problems = Vec::new();
    let problem = |folder: &str, code: &str, text: String, params: Map<String, serde_json::Value>| PackProblem {
        file: format!("exercises/{}/{folder}/{}", exercise.slug, exercise.entry),
        line: None,
        code: code.to_owned(),
        params,
        text,
    };
    let (result, tests) = judge_solution(runner, exercise)?;
    if result.verdict != Verdict::Passed {
        let case = first_failing(&result);
        let text = format!("exercise {}: the reference solution does not pass: {} ({case})", exercise.slug, result.verdict.name());
        problems.push(problem("solution", "solution_fails", text, params(&result, &case)));
    }
    // A starter that is empty or no program cannot pass.
    if !exercise.starter_may_pass && Program::new(exercise.starter.clone(), &exercise.entry).is_ok() {
        let result = judge_with(runner, exercise, tests.as_ref().unwrap_or(&exercise.tests), &exercise.starter)?;
        if result.verdict == Verdict::Passed {
            let text = format!("exercise {}: the starter already passes", exercise.slug);
            problems.push(problem("starter", STARTER_PASSES, text, Map::new()));
        }
    }
    Ok(Checked { exercise: exercise.slug.clone(), problems, tests })
}

/// Judges the reference solution. Where the pack does not say in which ways an answer may settle a comparison, the solution shows it; where the tests cannot work from outside the
/// learner's interpreter, they are tried inside, and the exercise is practice only.
fn judge_solution(runner: &Runner, exercise: &Exercise) -> Result<(JudgeResult, Option<Tests>), ApiError> {
    let Tests::Python { files, module, decides: None, practice_only: false } = &exercise.tests else {
        return Ok((judge_files(runner, exercise, &exercise.solution)?, None));
    };
    let program = Program::new(exercise.solution.clone(), &exercise.entry)?;
    let (result, decided) = runner.judge_reference(&task(exercise, &exercise.tests, &program), &CancelToken::new())?;
    let with = |decides, practice_only| Tests::Python { files: files.clone(), module: module.clone(), decides, practice_only };
    if result.verdict == Verdict::Passed {
        return Ok((result, Some(with(Some(decided), false))));
    }
    let inside = with(None, true);
    let practised = judge_with(runner, exercise, &inside, &exercise.solution)?;
    if practised.verdict == Verdict::Passed { Ok((practised, Some(inside))) } else { Ok((result, None)) }
}

/// Judges files as an answer to an exercise.
pub fn judge_files(runner: &Runner, exercise: &Exercise, files: &[SourceFile]) -> Result<JudgeResult, ApiError> {
    judge_with(runner, exercise, &exercise.tests, files)
}

fn judge_with(runner: &Runner, exercise: &Exercise, tests: &Tests, files: &[SourceFile]) -> Result<JudgeResult, ApiError> {
    let program = Program::new(files.to_vec(), &exercise.entry)?;
    Ok(runner.judge(&task(exercise, tests, &program), &CancelToken::new())?)
}

fn task<'a>(exercise: &'a Exercise, tests: &'a Tests, program: &'a Program) -> JudgedExercise<'a> {
    // The author's messages about mistakes are for learners.
    JudgedExercise { program, data_files: &exercise.data_files, tests, limits: exercise.limits, mistakes: &[] }
}

fn first_failing(result: &JudgeResult) -> String {
    let test = result.tests.iter().find(|test| test.status != Status::Pass);
    test.map(|test| test.name.clone()).or_else(|| result.message.clone()).unwrap_or_default()
}

fn params(result: &JudgeResult, case: &str) -> Map<String, serde_json::Value> {
    Map::from_iter([("verdict".to_owned(), json!(result.verdict)), ("case".to_owned(), json!(case))])
}

fn report(course: &Course, outcome: ImportOutcome, verified: usize) -> ImportReport {
    let slugs = |changes: Vec<store::course::Change>| changes.into_iter().map(|change| change.slug.to_string()).collect();
    ImportReport {
        ok: true,
        problems: Vec::new(),
        course: Some(course.slug.to_string()),
        title: Some(course.title.clone()),
        added: slugs(outcome.added),
        changed: slugs(outcome.changed),
        removed: slugs(outcome.removed),
        touches: crate::count(outcome.touches_progress_of.len()),
        verified: crate::count(verified),
        practice_only: course
            .exercises()
            .filter(|(_, exercise)| exercise.tests.practice_only())
            .map(|(_, exercise)| exercise.slug.to_string())
            .collect(),
    }
}

impl ImportReport {
    fn refused(problems: Vec<PackProblem>) -> Self {
        Self {
            ok: false,
            problems,
            course: None,
            title: None,
            added: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
            touches: 0,
            verified: 0,
            practice_only: Vec::new(),
        }
    }
}

impl From<packs::Problem> for PackProblem {
    fn from(problem: packs::Problem) -> Self {
        Self { text: problem.to_string(), file: problem.file, line: problem.line, code: problem.code.to_owned(), params: problem.params }
    }
}
