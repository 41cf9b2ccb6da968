//! Ways to pass without solving. Each file of `programs` is one; all of them are asked for the mean of some numbers, `solve(numbers)`, and none of them computes it. Each is
//! tried against data tests and against tests in Python, in tier A, without name spaces, and (where it is built) in tier C.

use crate::{binary, cases, file, program, public_python, python, tier_c::runner_c};
use domain::{
    exercise::{Limits, Tests},
    judge::{JudgeResult, Status, Tier, Verdict},
};
use runner::{CancelToken, JudgedExercise, Runner};
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

const RIGHT: &str = "def solve(numbers):\n    return sum(numbers) / len(numbers)\n";

const DATA: &str = r#"[
    { "name": "whole", "call": "solve([1, 2, 6])", "gives": "3.0" },
    { "name": "half", "call": "solve([5, 6])", "gives": "5.5" },
    { "name": "nearly", "call": "solve([0.1, 0.5])", "gives": "0.3", "tolerance": 0.000001 },
    { "name": "afterwards", "setup": "kept = solve([4])", "call": "kept", "gives": "4.0", "after": [{ "expression": "solve([8, 9])", "gives": "8.5" }], "hidden": true }
]"#;

/// Equality, in the ways in which tests write it.
const EQUAL: &str = "import unittest\nfrom main import solve\n\nclass T(unittest.TestCase):\n    def test_whole(self):\n        self.assertEqual(solve([1, 2, 6]), 3.0)\n\n    \
                     def test_half(self):\n        expected = 5.5\n        self.assertTrue(solve([5, 6]) == expected)\n\n    def test_in(self):\n        self.assertIn(solve([4]), [4.0])\n        \
                     self.assertEqual([solve([8, 9])], [8.5])\n\ndef test_plain():\n    assert 2.0 == solve([2])\n";

/// Nearly, with everything from the program that a star brings.
const NEAR: &str = "import unittest\nfrom main import *\nfrom main import solve as candidate\n\nclass T(unittest.TestCase):\n    def test_near(self):\n        \
                    self.assertAlmostEqual(solve([0.1, 0.5]), 0.3, places=6)\n        self.assertAlmostEqual(solve([5, 6]), 5.5, delta=0.01)\n\n\
                    def check(candidate):\n    for n in range(4):\n        assert abs(candidate([n, n + 1]) - (n + 0.5)) < 1e-6\n\ndef test_plain():\n    check(candidate)\n";

/// What pytest brings, and loops that are over when what they go through is.
const PYTEST: &str = "import pytest\nfrom main import solve\n\n@pytest.mark.parametrize('numbers, mean', [([1, 2, 6], 3.0), ([5, 6], 5.5)])\ndef test_near(numbers, mean):\n    assert solve(numbers) == pytest.approx(mean)\n";
const LOOPS: &str = "from main import solve\n\ndef test_all():\n    assert all(map(lambda numbers: solve(numbers) == 5.5, [[5, 6], [5.5]]))\n\ndef test_pairs():\n    for found, mean in zip(map(solve, [[1, 2, 6], [5, 6]]), [3.0, 5.5]):\n        \
                     assert found == mean\n    assert all(map(lambda numbers: solve.__call__(numbers) == 5.5, [[5, 6]]))\n";

/// What is attacked: data tests, and tests in Python with and without what a reference has shown.
fn targets() -> [(&'static str, Tests); 8] {
    let python = |text: &str| Tests::python(vec![file("tests/test_main.py", text)], "main");
    let shown = |text: &str| with_reference(RIGHT, python(text));
    [
        ("data", Tests::Data { cases: cases(DATA) }),
        (
            "data as Python compares",
            Tests::Data {
                cases: cases(
                    &DATA
                        .replace("\"gives\"", "\"equality\": \"python\", \"gives\"")
                        .replace("\"expression\": \"solve([8, 9])\", \"equality\": \"python\",", "\"expression\": \"solve([8, 9])\","),
                ),
            },
        ),
        ("equal", python(EQUAL)),
        ("near", python(NEAR)),
        ("pytest", python(PYTEST)),
        ("loops", python(LOOPS)),
        ("equal as shown", shown(EQUAL)),
        ("near as shown", shown(NEAR)),
    ]
}

/// The tests with what their reference solution shows, as an import keeps it.
fn with_reference(reference: &str, tests: Tests) -> Tests {
    let program = program(reference);
    let exercise = JudgedExercise { program: &program, data_files: &[], tests: &tests, limits: Limits::default(), mistakes: &[] };
    let (result, decided) = crate::runner().judge_reference(&exercise, &CancelToken::new()).unwrap();
    assert_eq!(result.verdict, Verdict::Passed, "{:?} {:?}", result.message, result.tests);
    let Tests::Python { files, module, practice_only, .. } = tests else { panic!("data tests need no reference") };
    Tests::Python { files, module, decides: Some(decided), practice_only }
}

fn runners() -> Vec<(Tier, Runner)> {
    vec![(Tier::A, Runner::new(binary(), python())), (Tier::B, Runner::new(binary(), public_python()).without_name_spaces())]
}

fn judge(runner: &Runner, text: &str, tests: &Tests) -> JudgeResult {
    let program = program(text);
    let limits = Limits { wall_ms: 1500, ..Limits::default() };
    runner.judge(&JudgedExercise { program: &program, data_files: &[], tests, limits, mistakes: &[] }, &CancelToken::new()).unwrap()
}

fn programs() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/runner/cheating/programs");
    let read = |entry: fs::DirEntry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap());
    fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap())).collect()
}

#[test]
fn the_right_answer_passes() {
    passes_with_the_right_answer(&runners());
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn the_right_answer_passes_in_tier_c() {
    passes_with_the_right_answer(&[(Tier::C, runner_c())]);
}

fn passes_with_the_right_answer(runners: &[(Tier, Runner)]) {
    for (tier, runner) in runners {
        for (target, tests) in targets() {
            let result = judge(runner, RIGHT, &tests);
            assert_eq!(
                (result.verdict, result.tier, result.score),
                (Verdict::Passed, *tier, 100),
                "{target}: {:?} {:?}",
                result.message,
                result.tests
            );
        }
    }
}

#[test]
fn no_cheat_passes() {
    lets_no_cheat_pass(&runners());
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn no_cheat_passes_in_tier_c() {
    lets_no_cheat_pass(&[(Tier::C, runner_c())]);
}

fn lets_no_cheat_pass(runners: &[(Tier, Runner)]) {
    let programs: Vec<(String, String)> = programs().into_iter().collect();
    assert!(programs.len() >= 50, "{} programs", programs.len());
    let only = std::env::var("LEARNING_STUDIO_CHEAT").unwrap_or_default();
    let (targets, next, passed) = (targets(), AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((name, text)) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !name.starts_with(&only) {
                        continue;
                    }
                    for (tier, runner) in runners {
                        for (target, tests) in &targets {
                            let result = judge(runner, text, tests);
                            assert_eq!(result.tier, *tier);
                            if !only.is_empty() {
                                println!("{name} {target} {tier:?}: {:?} {:?} {:#?}", result.verdict, result.message, result.tests);
                            }
                            if result.verdict == Verdict::Passed || result.status == Status::Pass || result.score == 100 {
                                passed.lock().unwrap().push(format!("{name}, {target}, tier {tier:?}: {:?}", result.tests));
                            }
                        }
                    }
                }
            });
        }
    });
    let passed = passed.into_inner().unwrap();
    assert!(passed.is_empty(), "{} passed:\n{}", passed.len(), passed.join("\n"));
}

/// The same programs where the tests run in their own interpreter: many of them pass there, which is what shows that the others are held off by the judge and not by being harmless.
/// None of it is credited.
#[test]
fn in_process_many_of_them_pass_and_none_is_credited() {
    let runner = crate::runner();
    let mut passed = Vec::new();
    for (name, text) in programs() {
        for test in [EQUAL, NEAR] {
            let Tests::Python { files, module, decides, .. } = Tests::python(vec![file("tests/test_main.py", test)], "main") else { unreachable!() };
            let result = judge(&runner, &text, &Tests::Python { files, module, decides, practice_only: true });
            assert!(!result.is_credited() && result.score == 0, "{name}");
            if result.verdict == Verdict::Passed {
                passed.push(name.clone());
                break;
            }
        }
    }
    println!("{} of {}: {passed:?}", passed.len(), programs().len());
    assert!(passed.len() >= 12, "{} of {}: {passed:?}", passed.len(), programs().len());
}
