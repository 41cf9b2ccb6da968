//! `studio`: everything Learning Studio does, from a terminal. A verb decodes its arguments, calls one function of `api`, prints what it gives.

mod acting;
mod arguments;
mod output;
mod program;
mod sentence;
mod verb;

use acting::Desk;
use api::ApiError;
use arguments::Arguments;
use clap::Parser;
use domain::error::ErrorClass;
use output::Output;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(problem) => {
            // Help and the version are no errors; a wrong command line is `Invalid`.
            let _ = problem.print();
            if !problem.use_stderr() {
                return ExitCode::SUCCESS;
            }
            let error = ApiError::new(ErrorClass::Invalid, "command_line").with("reason", problem.kind().to_string());
            if std::env::args_os().any(|argument| argument == "--json") {
                Output::new(true).show(&serde_json::json!({ "error": error }), String::new);
            }
            return ExitCode::from(error.class().exit_code());
        }
    };
    let output = Output::new(arguments.json);
    match Desk::new(&arguments, &output).and_then(|desk| verb::run(&desk, arguments.verb)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if output.json && !output.was_shown() {
                output.show(&serde_json::json!({ "error": error }), String::new);
            }
            eprintln!("studio: {}", sentence::sentence(&error));
            ExitCode::from(error.class().exit_code())
        }
    }
}
