//! Tests in the learner's own interpreter, for exercises whose tests cannot work from outside. The program could answer in the place of the tests: what comes of it is shown,
//! and never credited.

use super::{
    Job, Judged,
    two_boxes::{Done, Judging, TESTS_MB, request},
};
use crate::{
    RunnerError,
    worker::{PRACTICE_SCRIPT, Stop, Supervisor, layers},
};
use domain::{exercise::SourceFile, judge::JudgeKind};
use serde_json::json;

pub(super) fn practise(job: &Job<'_>, files: &[SourceFile], module: &str) -> Result<Judged, RunnerError> {
    let all_files = layers(&[job.data_files, job.program.files(), files]);
    let mut plan = job.plan(&all_files, "", PRACTICE_SCRIPT);
    plan.limits.memory_mb = plan.limits.memory_mb.max(TESTS_MB);
    let (mut supervisor, worker) = Supervisor::open(job.limits, job.strongest, false, &plan)?;
    let mut judging = Judging::new(job, files, worker, JudgeKind::Practice);
    let done = run(&mut judging, &mut supervisor, job, files, module);
    judging.finish(&mut supervisor, done)
}

fn run(judging: &mut Judging<'_>, supervisor: &mut Supervisor, job: &Job<'_>, files: &[SourceFile], module: &str) -> Result<Done, Stop> {
    supervisor.prepare(&mut judging.learner, job.program.entry())?;
    let milliseconds = supervisor.start_clock();
    let loaded = supervisor.ask(&mut judging.learner, json!({ "do": "load", "module": module, "milliseconds": milliseconds }))?;
    if let Some(facts) = loaded.error {
        return Ok(Done::NotLoaded(Box::new(facts)));
    }
    supervisor.send(&mut judging.learner, request(files))?;
    loop {
        if let Some(answer) = judging.learner.next_answer()? {
            if let Some(count) = judging.hear(answer)? {
                return Ok(Done::Counted(count));
            }
        } else {
            supervisor.wait(&mut [&mut judging.learner])?;
        }
    }
}
