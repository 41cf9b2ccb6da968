//! Running a program without judging it.

use crate::{
    RunnerError,
    client::{OutputChunk, OutputStream},
    explain,
    judge::{Ending, Job},
    worker::{LEARNER_SCRIPT, Stop, Supervisor, Worker, layers},
};
use domain::{
    exercise::SourceFile,
    judge::{JudgeKind, JudgeResult, Verdict},
};
use serde_json::json;

/// Runs the program as `python main.py` would. What it prints is passed on while it runs. Its input is `stdin`, or what a person types if it is `interactive`; what it was
/// comes back with the result.
pub(crate) fn run(job: &Job<'_>, stdin: &str, interactive: bool) -> Result<(JudgeResult, String), RunnerError> {
    let files: Vec<&SourceFile> = layers(&[job.data_files, job.program.files()]);
    let (mut supervisor, mut worker) = Supervisor::open(job.limits, job.strongest, true, &job.plan(&files, stdin, LEARNER_SCRIPT))?;
    let ended = talk(job, &mut supervisor, &mut worker, interactive);
    supervisor.end(&mut worker);
    // What was still in the pipes. Too much of it changes nothing any more.
    let _ = supervisor.drain(&mut worker);
    let stdout = worker.stdout.take();
    let mut stderr = worker.stderr.take();
    let given = if interactive { supervisor.typed().to_owned() } else { stdin.to_owned() };
    let ending = match ended {
        Ok(None) => Ending::normal(),
        Ok(Some(facts)) => {
            stderr.push_str(&facts.traceback);
            let _ = supervisor.tell(OutputChunk { stream: OutputStream::Stderr, text: facts.traceback.clone() });
            let explanation = explain::explain_error(&facts, explain::Facts::new(Verdict::Error, job.program).given(&given));
            Ending::error(&facts, explanation)
        }
        Err(stop) => Ending::stopped(stop, job, &stderr)?,
    };
    let mut result = ending.into_result(job, &supervisor, JudgeKind::None);
    result.score = if result.verdict == Verdict::Passed { 100 } else { 0 };
    result.stdout = stdout;
    result.stderr = stderr;
    Ok((result, given))
}

/// The error that ended the program, if one did.
fn talk(job: &Job<'_>, supervisor: &mut Supervisor, worker: &mut Worker, interactive: bool) -> Result<Option<crate::worker::ErrorFacts>, Stop> {
    supervisor.prepare(worker, job.program.entry())?;
    if interactive {
        supervisor.listen_to_typing();
    }
    let milliseconds = supervisor.start_clock();
    let answer = supervisor.ask(worker, json!({ "do": "program", "milliseconds": milliseconds, "interactive": interactive }))?;
    Ok(answer.error)
}
