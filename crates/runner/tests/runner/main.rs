//! The runner, from outside: what an app sees of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so by panicking")]

mod beginners;
mod cheating;
mod data;
mod data_first;
mod decided;
mod explained;
mod hostile;
mod isolation;
mod leftovers;
mod practice;
mod running;
mod second_look;
mod tier_c;
mod track;
mod two_boxes;
mod typing;

use domain::{
    exercise::{Case, Limits, Mistake, Program, SourceFile, Tests},
    judge::JudgeResult,
};
use runner::{CancelToken, Interpreter, JudgedExercise, Runner, find_python};
use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// The interpreter that is tried: the one on `PATH`, or the one that `LEARNING_STUDIO_PYTHON` names.
fn python() -> Interpreter {
    static PYTHON: OnceLock<Interpreter> = OnceLock::new();
    PYTHON.get_or_init(|| find_python(std::env::var_os("LEARNING_STUDIO_PYTHON").map(PathBuf::from).as_deref()).unwrap()).clone()
}

/// An interpreter that an unprivileged user can read: tier B shows the machine's own folders, and root's home is closed to others.
fn public_python() -> Interpreter {
    let python = python();
    if python.path.starts_with("/root") { find_python(Some(Path::new("/usr/bin/python3"))).unwrap() } else { python }
}

fn binary() -> PathBuf {
    std::env::var_os("LEARNING_STUDIO_RUNNER").map_or_else(|| env!("CARGO_BIN_EXE_learning-studio-runner").into(), PathBuf::from)
}

fn runner() -> Runner {
    perhaps_warm(Runner::new(binary(), python()))
}

/// With `LEARNING_STUDIO_TEST_WARM` every test has boxes that are kept warm, with copies of an interpreter in them; else most have boxes in which Python is started.
fn perhaps_warm(runner: Runner) -> Runner {
    if std::env::var_os("LEARNING_STUDIO_TEST_WARM").is_some() {
        runner.keep_warm().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(400));
    }
    runner
}

/// The same without user name spaces.
fn runner_b() -> Runner {
    perhaps_warm(Runner::new(binary(), public_python()).without_name_spaces())
}

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.into(), text: text.into() }
}

fn program(text: &str) -> Program {
    Program::new(vec![file("main.py", text)], "main.py").unwrap()
}

/// Little time, so that a test of a program that never ends is soon over.
fn short() -> Limits {
    Limits { wall_ms: 800, ..Limits::default() }
}

fn run_in(runner: &Runner, text: &str, limits: Limits) -> JudgeResult {
    runner.run(&program(text), &[], "", limits, &mut |_| (), &CancelToken::new()).unwrap()
}

fn run(text: &str) -> JudgeResult {
    run_in(&runner(), text, Limits::default())
}

/// Cases, as they stand in a pack.
fn cases(json: &str) -> Vec<Case> {
    serde_json::from_str(json).unwrap()
}

fn judge_in(runner: &Runner, text: &str, tests: &Tests, limits: Limits) -> JudgeResult {
    judge_with(runner, text, tests, limits, &[])
}

fn judge_with(runner: &Runner, text: &str, tests: &Tests, limits: Limits, mistakes: &[Mistake]) -> JudgeResult {
    let program = program(text);
    let exercise = JudgedExercise { program: &program, data_files: &[], tests, limits, mistakes };
    runner.judge(&exercise, &CancelToken::new()).unwrap()
}

/// Judges with data tests.
fn judge(text: &str, json: &str) -> JudgeResult {
    judge_in(&runner(), text, &Tests::Data { cases: cases(json) }, short())
}

/// Judges with a test file in Python.
fn judge_python(text: &str, test: &str) -> JudgeResult {
    let tests = Tests::python(vec![file("tests/test_main.py", test)], "main");
    judge_in(&runner(), text, &tests, Limits { wall_ms: 3000, ..Limits::default() })
}
