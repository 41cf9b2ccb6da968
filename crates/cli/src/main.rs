//! `studio`: everything Learning Studio does, from a terminal. A verb decodes its arguments, calls one function of `api`, prints what it gives.

mod acting;
mod arguments;
mod output;
mod program;
mod sentence;
mod verb;

use acting::Desk;
use arguments::Arguments;
use clap::Parser;
use output::Output;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(problem) => {
            // Help and the version are no errors; a wrong command line is `Invalid`.
            let _ = problem.print();
            return if problem.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
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
