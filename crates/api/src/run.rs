//! Running a program without judging it.

use crate::{error::ApiError, status::Nothing, studio::Context};
use domain::{
    error::ErrorClass,
    exercise::{Limits, MAX_PROGRAM_BYTES, Program, SourceFile},
    judge::JudgeResult,
};
pub use runner::LiveInput;
use runner::{OutputStream, RunEvent};
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
    /// Whether a person types while it runs (`type_input`). What stands in `stdin` comes first then.
    #[serde(default)]
    pub interactive: bool,
    /// A name chosen by the caller, by which `stop` ends it and `type_input` reaches it.
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

/// What a person types to a running program.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InputRequest {
    /// The name that was chosen for the run.
    pub run: String,
    /// The text, as it is: a line ends with a line feed.
    #[serde(default)]
    pub text: String,
    /// Whether there is no more after it.
    #[serde(default)]
    pub end: bool,
}

/// A piece of output, as it comes.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OutputEvent {
    /// The program waits for input: nothing was printed, and there is no text.
    pub waits: bool,
    /// Whether it was printed on standard error.
    pub error: bool,
    /// The text.
    pub text: String,
}

/// Runs a program without judging it; its output goes to the context as it comes.
pub fn run(context: &Context<'_>, request: RunRequest) -> Result<JudgeResult, ApiError> {
    run_with(context, request, &LiveInput::new())
}

/// The same; what is typed into `input` reaches the program too, if the run is interactive.
pub fn run_with(context: &Context<'_>, request: RunRequest, input: &LiveInput) -> Result<JudgeResult, ApiError> {
    let (data_files, limits, entry) = match &request.exercise {
        Some(reference) => {
            let store = context.studio.store()?;
            let exercise = store::exercise::for_learner(&store, crate::exercise::find(&store, reference)?, None)?;
            (exercise.data_files, exercise.limits, exercise.entry)
        }
        None => (Vec::new(), Limits::default(), "main.py".to_owned()),
    };
    check_size(&request.stdin)?;
    let program = Program::new(request.files, request.entry.as_deref().unwrap_or(&entry))?;
    let mut listener = |event: RunEvent| {
        (context.output)(match event {
            RunEvent::Output(chunk) => OutputEvent { waits: false, error: chunk.stream == OutputStream::Stderr, text: chunk.text },
            RunEvent::WaitsForInput => OutputEvent { waits: true, error: false, text: String::new() },
        });
    };
    context.studio.while_running(request.run.as_deref(), |cancel| {
        let runner = context.studio.runner()?;
        if request.interactive {
            if !request.stdin.is_empty() {
                input.send(&request.stdin);
            }
            return context.studio.while_typed_to(request.run.as_deref(), input, || {
                Ok(runner.run_interactive(&program, &data_files, limits, input, &mut listener, cancel)?)
            });
        }
        Ok(runner.run(&program, &data_files, &request.stdin, limits, &mut |chunk| listener(RunEvent::Output(chunk)), cancel)?)
    })
}

/// Gives a running program what a person typed. For a run that has ended already it is no error, and goes nowhere.
pub fn type_input(context: &Context<'_>, request: InputRequest) -> Result<Nothing, ApiError> {
    check_size(&request.text)?;
    if let Some(input) = context.studio.input_of(&request.run) {
        if !request.text.is_empty() {
            input.send(&request.text);
        }
        if request.end {
            input.end();
        }
    }
    Ok(Nothing {})
}

fn check_size(input: &str) -> Result<(), ApiError> {
    if input.len() > MAX_PROGRAM_BYTES {
        return Err(ApiError::new(ErrorClass::Invalid, "stdin_too_large").with("bytes", input.len()).with("max", MAX_PROGRAM_BYTES));
    }
    Ok(())
}

/// Stops a run or a judging by the name its caller gave it. One that has ended already is no error.
pub fn stop(context: &Context<'_>, request: StopRequest) -> Result<Nothing, ApiError> {
    context.studio.stop(&request.run);
    Ok(Nothing {})
}
