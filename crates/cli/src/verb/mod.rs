//! What each verb does, one file for each noun.

mod audit;
mod backup;
mod consent;
mod course;
mod dev;
mod doctor;
mod exercise;
mod keys;
mod lesson;
mod note;
mod pack;
mod sandbox;
mod submission;
mod user;

use crate::{
    acting::Desk,
    arguments::{BackupVerb, Verb},
};
use api::{
    ApiError,
    status::{Nothing, Reopen},
};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: Verb) -> Result<(), ApiError> {
    if let Verb::Init { start_anew: true } = verb {
        api::status::reopen(&desk.context(), Reopen { start_anew: true })?;
    }
    if let Some(problem) = desk.studio.problem()
        // These need no data file: putting a backup back is what is done where there is none.
        && !matches!(verb, Verb::Convert { .. } | Verb::Backup(BackupVerb::List | BackupVerb::Verify { .. } | BackupVerb::Restore { .. }))
    {
        return Err(problem);
    }
    match verb {
        Verb::Init { .. } => init(desk),
        Verb::User(verb) => user::run(desk, verb),
        Verb::Consent(verb) => consent::run(desk, verb),
        Verb::Keys(verb) => keys::run(desk, &verb),
        Verb::Note(verb) => note::run(desk, verb),
        Verb::Course(verb) => course::run(desk, verb),
        Verb::Lesson(verb) => lesson::run(desk, verb),
        Verb::Exercise(verb) => exercise::run(desk, verb),
        Verb::Enroll { course, acting } => course::enroll(desk, course, &acting),
        Verb::Run { file, stdin } => submission::run_program(desk, &file, stdin.as_deref()),
        Verb::Test { exercise, file, more, acting } => submission::test(desk, exercise, &file, &more, &acting),
        Verb::Submit { exercise, file, more, acting } => submission::submit(desk, exercise, &file, &more, &acting),
        Verb::Submission(verb) => submission::look(desk, verb),
        Verb::Progress { acting } => progress(desk, &acting),
        Verb::Pack(verb) => pack::run(desk, verb),
        Verb::Audit(verb) => audit::run(desk, verb),
        Verb::Doctor { repair } => doctor::run(desk, repair),
        Verb::Sandbox => sandbox::run(desk),
        Verb::Backup(verb) => backup::run(desk, verb),
        Verb::Dev(verb) => dev::run(desk, verb),
        Verb::Convert { format, source, out } => pack::convert(desk, format, &source, &out),
    }
}

fn init(desk: &Desk<'_>) -> Result<(), ApiError> {
    let status = api::status::status(&desk.context(), Nothing {})?;
    let sandbox = api::status::sandbox(&desk.context(), Nothing {})?;
    let library = api::course::library(&desk.context(), Nothing {})?;
    let document = serde_json::json!({
        "data_folder": status.data_folder,
        "version": status.version,
        "accounts": status.accounts.len(),
        "courses": library.courses.iter().map(|course| &course.slug).collect::<Vec<_>>(),
        "sandbox": sandbox,
    });
    desk.output.show(&document, || {
        let programs = match (&sandbox.tier, &sandbox.interpreter) {
            (Some(tier), Some(version)) => format!("Programs run with Python {version}, sandbox tier {tier:?}. What it holds: studio sandbox"),
            _ => sandbox.problem.as_ref().map(crate::sentence::sentence).unwrap_or_default(),
        };
        if library.courses.is_empty() {
            desk.output.note("No course came with this program: the folder of courses was not found. LEARNING_STUDIO_COURSES can name it.");
        }
        let next = if status.first_run { "Next: studio user add NAME" } else { "Next: studio course list" };
        format!("Data folder: {}\nCourses: {}\n{programs}\n{next}", status.data_folder, library.courses.len())
    });
    Ok(())
}

fn progress(desk: &Desk<'_>, acting: &crate::arguments::Acting) -> Result<(), ApiError> {
    desk.sign_in(acting)?;
    let page = api::progress::progress(&desk.context(), Nothing {})?;
    desk.output.show(&page.courses, || {
        if page.courses.is_empty() {
            return "Not enrolled in any course yet. studio course list shows what is here.".into();
        }
        let mut rows = vec![["course", "lessons", "exercises", "done"].map(String::from).to_vec()];
        rows.extend(page.courses.iter().map(|course| {
            vec![
                course.course.clone(),
                format!("{} of {}", course.completed_lessons, course.total_lessons),
                format!("{} of {}", course.passed_exercises, course.total_exercises),
                format!("{} %", course.progress_percentage),
            ]
        }));
        crate::output::table(&rows)
    });
    Ok(())
}
