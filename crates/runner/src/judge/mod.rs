//! Judging: by comparing data ([`data`]), or with tests written in Python ([`two_boxes`]). Who decides sits outside the learner's interpreter in both. Where that cannot be,
//! nothing is judged, but practised ([`practice`]).

mod compare;
mod data;
mod practice;
mod sentence;
mod two_boxes;

pub(crate) use two_boxes::{Again, Watching};

use crate::{
    Interpreter, RunnerError,
    explain::{self, Cause},
    sandbox::{Death, Ended, Full},
    worker::{ErrorFacts, Host, Place, Plan, Script, Stop, Supervisor, TOO_LARGE},
};
use domain::{
    exercise::{Limits, Program, SourceFile, Tests},
    judge::{Difference, Explanation, JudgeKind, JudgeResult, Status, TestResult, Tier, Verdict},
};

/// What is to be run or judged.
pub(crate) struct Job<'a> {
    pub host: &'a Host,
    pub interpreter: &'a Interpreter,
    pub strongest: Tier,
    pub program: &'a Program,
    pub data_files: &'a [SourceFile],
    pub limits: Limits,
}

impl<'a> Job<'a> {
    /// The plan of a box of this job.
    pub(crate) fn plan<'b>(&'b self, files: &'b [&'b SourceFile], stdin: &'b str, script: Script) -> Plan<'b> {
        Plan { host: self.host, interpreter: self.interpreter, limits: self.limits, files, room: 0, stdin, script }
    }

    /// The name under which the program is imported: its file's name without `.py`.
    pub(crate) fn module(&self) -> &'a str {
        let name = self.program.entry().rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".py").unwrap_or(name)
    }
}

/// Judges a program.
pub(crate) fn judge(job: &Job<'_>, tests: &Tests) -> Result<Judged, RunnerError> {
    judge_like(job, tests, None)
}

/// The same, but ends at the first case that shows something else than `like`; the result then says nothing about the cases after it.
pub(crate) fn judge_like(job: &Job<'_>, tests: &Tests, like: Option<&[Shown]>) -> Result<Judged, RunnerError> {
    match tests {
        Tests::Data { cases } => data::judge(job, cases, like),
        Tests::Python { files, module, practice_only: true, .. } => practice::practise(job, files, module),
        Tests::Python { files, module, decides, .. } => Ok(two_boxes::judge(job, files, module, two_boxes::Belief::Shown(decides.as_deref()))?.0),
    }
}

/// Runs tests written in Python once more, with the program under watch: from their request number `from` on, or for the call that ends its interpreter. Nothing is judged.
pub(crate) fn watch(job: &Job<'_>, files: &[SourceFile], module: &str, watching: Watching) -> Option<Again> {
    two_boxes::watch(job, files, module, watching)
}

/// Judges a reference solution. With tests in Python it shows in which ways an answer may settle a comparison by itself.
pub(crate) fn judge_reference(job: &Job<'_>, tests: &Tests) -> Result<(Judged, Vec<String>), RunnerError> {
    match tests {
        Tests::Python { files, module, practice_only: false, .. } => two_boxes::judge(job, files, module, two_boxes::Belief::Reference),
        tests => Ok((judge(job, tests)?, Vec::new())),
    }
}

/// A result, and what it does not tell because some of it may be hidden.
pub(crate) struct Judged {
    pub result: JudgeResult,
    /// How often tests written in Python have asked something of the program.
    pub asked: u64,
    /// What each case showed, in order; fewer than the tests where the judging was ended.
    pub shown: Vec<Shown>,
}

/// What a case showed, as far as the judge looks: two programs that show the same in every case make the same mistakes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    pub status: Status,
    /// The type of the error that ended it.
    pub error: Option<String>,
    /// What differs from what must be; where nothing does, it was as it must be.
    pub differences: Vec<Difference>,
}

/// How a program, or the judging of it, came to its end.
#[derive(Debug, Clone)]
pub(crate) struct Ending {
    pub verdict: Verdict,
    /// One sentence.
    pub message: Option<String>,
    pub place: Option<Place>,
    pub explanation: Option<Explanation>,
}

impl Ending {
    /// It came to its end by itself.
    pub(crate) fn normal() -> Self {
        Self { verdict: Verdict::Passed, message: None, place: None, explanation: None }
    }

    /// An exception ended it.
    pub(crate) fn error(facts: &ErrorFacts, explanation: Option<Explanation>) -> Self {
        Self { verdict: facts.verdict(), message: Some(sentence::stopped_with(facts)), place: facts.place(), explanation }
    }

    /// It was ended, or ended in a way that gives no answer. An error where that was not the program's doing.
    pub(crate) fn stopped(stop: Stop, job: &Job<'_>, stderr: &str) -> Result<Self, RunnerError> {
        let (verdict, message, cause, place) = match stop {
            Stop::Timeout(place) => (Verdict::Timeout, "The program was still running when its time was up.".to_owned(), None, place),
            Stop::Halted => {
                (Verdict::Timeout, "The program stood still when its time was up: it had stopped itself.".to_owned(), Some(Cause::Halted), None)
            }
            Stop::Output => (Verdict::Output, "The program printed more than it may.".to_owned(), None, None),
            Stop::Folder(Full::Bytes) => {
                (Verdict::Output, "The program wrote more into files than it may.".to_owned(), Some(Cause::LargeFiles), None)
            }
            Stop::Folder(Full::Files) => (Verdict::Output, "The program made more files than it may.".to_owned(), Some(Cause::ManyFiles), None),
            Stop::Cancelled => (Verdict::Cancelled, "The run was stopped.".to_owned(), None, None),
            Stop::Ended(ended) => {
                let (verdict, message, cause) = how_it_ended(ended, job.limits, stderr);
                (verdict, message.to_owned(), cause, None)
            }
            Stop::BadAnswer(why) => {
                let cause = if why == TOO_LARGE { Cause::LargeValue } else { Cause::Disturbed };
                let message = format!("The program disturbed the interpreter, and its result could not be read: {why}.");
                (Verdict::Crashed, message, Some(cause), None)
            }
            Stop::Sandbox(problem) => return Err(RunnerError::NoSandbox { why: problem.to_string() }),
            Stop::System(error) => return Err(RunnerError::Internal(format!("a system call failed: {error}"))),
        };
        let explanation = match cause {
            Some(cause) => Some(explain::explain_cause(cause, verdict, job.program, job.limits)),
            None => explain::explain_end(verdict, job.program, place.as_ref(), job.limits),
        };
        Ok(Self { verdict, message: Some(message), place, explanation })
    }

    /// The result that says so; without tests, output and score.
    pub(crate) fn into_result(self, job: &Job<'_>, supervisor: &Supervisor, judge: JudgeKind) -> JudgeResult {
        let status = match self.verdict {
            Verdict::Passed => Status::Pass,
            Verdict::Failed => Status::Fail,
            _ => Status::Error,
        };
        JudgeResult {
            version: 3,
            status,
            message: self.message,
            tests: Vec::new(),
            verdict: self.verdict,
            tier: supervisor.tier(),
            judge,
            limits: job.limits,
            usage: supervisor.usage(),
            stdout: String::new(),
            stderr: String::new(),
            output_cut: supervisor.output_cut(),
            line: self.place.as_ref().map(|place| place.line),
            file: self.place.map(|place| place.file),
            explanation: self.explanation,
            score: 0,
            interpreter: job.interpreter.version(supervisor.tier()).to_owned(),
        }
    }
}

/// What an end without an answer means.
fn how_it_ended(ended: Ended, limits: Limits, stderr: &str) -> (Verdict, &'static str, Option<Cause>) {
    let too_much_memory = (Verdict::Memory, "The program used more memory than it may.", None);
    match ended.death() {
        Death::Memory => too_much_memory,
        // The kernel kills when memory runs out, and on macOS who watches. A program that was far from its limit has done it itself.
        Death::Killed if ended.memory_kb / 1024 >= u64::from(limits.memory_mb) * 9 / 10 => too_much_memory,
        Death::Killed => (Verdict::Crashed, "The interpreter was ended by the signal SIGKILL.", Some(Cause::Killed)),
        Death::Processor => (Verdict::Timeout, "The program was still computing when its time was up.", None),
        Death::Refused => (Verdict::Refused, "The program tried something that is not allowed here.", None),
        _ if ["MemoryError", "memory allocation failed", "out of memory"].iter().any(|text| stderr.contains(text)) => too_much_memory,
        Death::Itself => (Verdict::Crashed, "The program ended the interpreter before it could answer.", Some(Cause::Gone)),
        Death::Fault => (Verdict::Crashed, "The interpreter itself crashed.", None),
    }
}

/// The verdict on all cases: what ended the judging, else what went wrong first.
fn overall(tests: &[TestResult], stopped: Option<Verdict>) -> Verdict {
    let first_wrong = tests.iter().map(|test| test.verdict).find(|verdict| *verdict != Verdict::Passed);
    match (stopped, first_wrong) {
        (Some(verdict), _) | (None, Some(verdict)) => verdict,
        // No test is no proof.
        (None, None) if tests.is_empty() => Verdict::Error,
        (None, None) => Verdict::Passed,
    }
}

/// Whole per cent of the weight that passed; 100 only if all did.
fn score(tests: &[TestResult]) -> u32 {
    let weight =
        |passed: bool| -> u64 { tests.iter().filter(|test| !passed || test.status == Status::Pass).map(|test| u64::from(test.weight)).sum() };
    let all = weight(false);
    if all == 0 {
        return if !tests.is_empty() && tests.iter().all(|test| test.status == Status::Pass) { 100 } else { 0 };
    }
    u32::try_from(weight(true) * 100 / all).unwrap_or(0)
}
