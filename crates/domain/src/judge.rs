//! What running and judging a program gives. The fields follow Exercism's `results.json`, version 3, and go further.

use crate::exercise::Limits;
use serde::{Deserialize, Serialize};

/// How a run or an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Verdict {
    /// Every test passed; or, for a run that is not judged, the program came to its end.
    Passed,
    /// At least one test gave another result than it must.
    Failed,
    /// The program stopped with an error (a traceback, a syntax error).
    Error,
    /// It did not end in time.
    Timeout,
    /// It wanted more memory than it may have.
    Memory,
    /// It printed more than it may, or filled the disk.
    Output,
    /// The interpreter itself went down.
    Crashed,
    /// It tried something the sandbox does not let it do, and that ended it.
    Refused,
    /// The person stopped it.
    Cancelled,
}

impl Verdict {
    /// The verdict's name in the database and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Error => "error",
            Self::Timeout => "timeout",
            Self::Memory => "memory",
            Self::Output => "output",
            Self::Crashed => "crashed",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads a verdict's name.
    pub fn parse(text: &str) -> Option<Self> {
        use Verdict::*;
        [Passed, Failed, Error, Timeout, Memory, Output, Crashed, Refused, Cancelled].into_iter().find(|verdict| verdict.name() == text)
    }
}

/// How well the program was shut in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Tier {
    /// Name spaces, Landlock, seccomp and resource limits.
    A,
    /// Landlock, seccomp and resource limits: no user name spaces here.
    B,
    /// Python as WebAssembly.
    C,
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum JudgeKind {
    /// Nobody: the program was only run.
    None,
    /// Rust compared data that crossed the pipe.
    Data,
    /// Python tests in a box of their own.
    TwoBoxes,
    /// Python tests in the learner's own interpreter, because they work nowhere else. The program could decide by itself, so nothing of it is ever credited.
    Practice,
}

/// What was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Usage {
    /// Milliseconds by the clock, from sending the program to its end.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub wall_ms: u64,
    /// Milliseconds of processor time.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub cpu_ms: u64,
    /// Greatest resident memory, in kibibytes.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub memory_kb: u64,
}

/// Status of a whole attempt, in the words of `results.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Status {
    /// All passed.
    Pass,
    /// At least one did not.
    Fail,
    /// It could not be judged to the end.
    Error,
}

/// An explanation in plain words, in four parts: where, what, why, and what to do or look at next. Facts travel as `params`. A translation is made from `code` and `params`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Explanation {
    /// What kind of trouble, for example `name_error`.
    pub code: String,
    /// The facts: names, values, lines.
    #[cfg_attr(feature = "typescript", ts(type = "Record<string, unknown>"))]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// Where, in English, as a heading: the line and its code, else the call or the case. Empty in results from before there were four parts; so are `what` and `why`.
    #[serde(rename = "where", default)]
    pub place: String,
    /// What happened, with the program's own names and values, in English.
    #[serde(default)]
    pub what: String,
    /// Why, in English.
    #[serde(default)]
    pub why: String,
    /// `what` and `why` together.
    pub text: String,
    /// One thing to do or look at, in English.
    pub next: String,
}

/// One step of a call that was followed: what a line made of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// The line of the entry file, from 1.
    pub line: u64,
    /// The name that got a new value.
    pub name: &'a str,
    /// The value, as Python shows it.
    pub value: &'a str,
}

impl Explanation {
    /// The steps of the failing call, in order, where it was followed; at most a dozen. They travel in `params` as rows of line, name and value.
    pub fn steps(&self) -> Vec<Step<'_>> {
        let rows = self.params.get("steps").and_then(serde_json::Value::as_array);
        rows.into_iter()
            .flatten()
            .filter_map(|row| Some(Step { line: row.get(0)?.as_u64()?, name: row.get(1)?.as_str()?, value: row.get(2)?.as_str()? }))
            .collect()
    }
}

/// A difference that was found after the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Difference {
    /// What was looked at: `result`, `printed`, `raised`, an expression, or a file's name.
    pub what: String,
    /// What it must be, as Python writes it (or the text itself for `printed` and files).
    pub expected: String,
    /// What it was.
    pub actual: String,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TestResult {
    /// Its name.
    pub name: String,
    /// How it ended.
    pub status: Status,
    /// One sentence in English about what went wrong; absent where it passed.
    #[serde(default)]
    pub message: Option<String>,
    /// What the program printed during this test, at most 500 characters, as `results.json` asks.
    #[serde(default)]
    pub output: Option<String>,
    /// The call, as the learner could type it.
    #[serde(default)]
    pub test_code: Option<String>,
    /// The task of the exercise it belongs to.
    #[serde(default)]
    pub task_id: Option<u32>,
    /// Why this case is there, from its author.
    #[serde(default)]
    pub purpose: Option<String>,
    /// What was given to the program on standard input.
    #[serde(default)]
    pub stdin: Option<String>,
    /// What differed; empty where it passed or where its author hides it.
    #[serde(default)]
    pub differences: Vec<Difference>,
    /// The last part of the learner's own traceback, without our frames.
    #[serde(default)]
    pub traceback: Option<String>,
    /// The line of the learner's program where it went wrong, from 1.
    #[serde(default)]
    pub line: Option<u32>,
    /// Whether its author hides call, expected and actual.
    #[serde(default)]
    pub hidden: bool,
    /// Its share in the score.
    #[serde(default)]
    pub weight: u32,
    /// The verdict on this case alone.
    pub verdict: Verdict,
}

/// What a run or an attempt gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct JudgeResult {
    /// Version of `results.json` whose fields these are: 3.
    pub version: u32,
    /// In the words of `results.json`.
    pub status: Status,
    /// One sentence in English where there was no test to show it (a syntax error, a timeout).
    #[serde(default)]
    pub message: Option<String>,
    /// The tests, in order; empty for a run that is not judged.
    pub tests: Vec<TestResult>,
    /// How it ended.
    pub verdict: Verdict,
    /// How well the program was shut in.
    pub tier: Tier,
    /// Who decided.
    pub judge: JudgeKind,
    /// What it was allowed.
    pub limits: Limits,
    /// What it used.
    pub usage: Usage,
    /// What it printed on standard output (for an attempt: while it was loaded, outside all cases).
    pub stdout: String,
    /// What it printed on standard error, without our frames.
    pub stderr: String,
    /// Whether output was cut.
    pub output_cut: bool,
    /// The line where it went wrong, from 1.
    #[serde(default)]
    pub line: Option<u32>,
    /// The file of that line.
    #[serde(default)]
    pub file: Option<String>,
    /// Plain words about it.
    #[serde(default)]
    pub explanation: Option<Explanation>,
    /// Whole per cent of the weight that passed.
    pub score: u32,
    /// Version of the interpreter, for example `3.11.2`.
    pub interpreter: String,
}

impl JudgeResult {
    /// Whether it counts as solving the exercise: everything passed, and somebody whom the program could not reach said so.
    pub fn is_credited(&self) -> bool {
        self.verdict == Verdict::Passed && matches!(self.judge, JudgeKind::Data | JudgeKind::TwoBoxes)
    }
}
