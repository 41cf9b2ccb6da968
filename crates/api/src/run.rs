//! Running a program without judging it.

use crate::{error::ApiError, status::Nothing, studio::Context};
use domain::{
    error::ErrorClass,
    exercise::{Limits, MAX_PROGRAM_BYTES, Program, SourceFile},
    judge::JudgeResult,
};
use runner::OutputStream;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Runs a program.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RunRequest {
    /// The exercise whose data files and limits apply (id or `course-slug/exercise-slug`); none for a code block of a lesson.
    #[serde(default)]
    #[ts(optional)]
    pub exercise: Option<String>,
    /// The program.
    pub files: Vec<SourceFile>,
    /// The file that is run first, if not that of the exercise; `main.py` without an exercise.
    #[serde(default)]
    #[ts(optional)]
    pub entry: Option<String>,
    /// Its standard input.
    #[serde(default)]
    pub stdin: String,
    /// A name chosen by the caller, by which `stop` ends it.
    #[serde(default)]
    #[ts(optional)]
    pub run: Option<String>,
}

/// Stops a run or a judging.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StopRequest {
    /// The name that was chosen for it.
    pub run: String,
}

/// A piece of output, as it comes.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OutputEvent {
    /// Whether it was printed on standard error.
    pub error: bool,
    /// The text.
    pub text: String,
}

/// Runs a program without judging it; its output goes to the context as it comes.
pub fn run(context: &Context<'_>, request: RunRequest) -> Result<JudgeResult, ApiError> {
    let (data_files, limits, entry) = match &request.exercise {
        Some(reference) => {
            let store = context.studio.store()?;
            let exercise = store::exercise::for_learner(&store, crate::exercise::find(&store, reference)?, None)?;
            (exercise.data_files, exercise.limits, exercise.entry)
        }
        None => (Vec::new(), Limits::default(), "main.py".to_owned()),
    };
    if request.stdin.len() > MAX_PROGRAM_BYTES {
        return Err(ApiError::new(ErrorClass::Invalid, "stdin_too_large").with("bytes", request.stdin.len()).with("max", MAX_PROGRAM_BYTES));
    }
    let program = Program::new(request.files, request.entry.as_deref().unwrap_or(&entry))?;
    let mut listener = |chunk: runner::OutputChunk| {
        (context.output)(OutputEvent { error: chunk.stream == OutputStream::Stderr, text: chunk.text });
    };
    context.studio.while_running(request.run.as_deref(), |cancel| {
        let runner = context.studio.runner()?;
        Ok(runner.run(&program, &data_files, &request.stdin, limits, &mut listener, cancel)?)
    })
}

/// Stops a run or a judging by the name its caller gave it. One that has ended already is no error.
pub fn stop(context: &Context<'_>, request: StopRequest) -> Result<Nothing, ApiError> {
    context.studio.stop(&request.run);
    Ok(Nothing {})
}
