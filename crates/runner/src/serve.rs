//! What the binary does: one request, one answer.

use crate::{
    RunnerError,
    judge::{self, Job},
    probe,
    protocol::{MAX_CLIENT_FRAME, Reply, Request, Task, read_frame, write_frame},
    run, second_look,
};
use domain::exercise::Program;
use std::{io, process::ExitCode};

/// Reads a request from standard input, carries it out, and writes the answer to standard output. The end of standard input means that whoever asked is gone or wants it
/// stopped.
///
/// For the binary `learning-studio-runner` only: it copies its process, which needs a process without other threads.
pub fn serve() -> ExitCode {
    let request: Request = match read_frame(&mut io::stdin().lock(), MAX_CLIENT_FRAME) {
        Ok(Some(request)) => request,
        Ok(None) => return ExitCode::SUCCESS,
        Err(_) => return ExitCode::FAILURE,
    };
    let reply = carry_out(&request).unwrap_or_else(|error| Reply::Error(error.into()));
    match write_frame(&mut io::stdout().lock(), &reply, MAX_CLIENT_FRAME) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn carry_out(request: &Request) -> Result<Reply, RunnerError> {
    let (interpreter, strongest) = (&request.interpreter, request.strongest);
    let program = |files: &crate::protocol::Files| {
        Program::new(files.files.clone(), &files.entry).map_err(|problem| RunnerError::Internal(format!("the program changed on its way: {problem}")))
    };
    match &request.task {
        Task::Probe => probe::probe(interpreter, strongest).map(Reply::Report),
        Task::Run { program: files, data_files, stdin, limits } => {
            let job = Job { interpreter, strongest, program: &program(files)?, data_files, limits: *limits };
            let result = second_look::after_running(&job, stdin, run::run(&job, stdin)?);
            Ok(Reply::Result(Box::new(result)))
        }
        Task::Reference { program: files, data_files, tests, limits } => {
            let job = Job { interpreter, strongest, program: &program(files)?, data_files, limits: *limits };
            judge::judge_reference(&job, tests).map(|(judged, decides)| Reply::Reference { result: Box::new(judged.result), decides })
        }
        Task::Judge { program: files, data_files, tests, limits, mistakes } => {
            let job = Job { interpreter, strongest, program: &program(files)?, data_files, limits: *limits };
            let judged = judge::judge(&job, tests)?;
            let result = second_look::after_judging(&job, tests, mistakes, judged);
            Ok(Reply::Result(Box::new(result)))
        }
    }
}
