//! Practice: tests in the learner's own interpreter.

use crate::{file, judge_in, runner, runner_b, short};
use domain::{
    exercise::{Limits, Tests},
    judge::{JudgeKind, Status, Verdict},
};

fn practice(test: &str) -> Tests {
    let Tests::Python { files, module, decides, .. } = Tests::python(vec![file("tests/test_main.py", test)], "main") else { unreachable!() };
    Tests::Python { files, module, decides, practice_only: true }
}

/// A test that looks into the learner's functions, as no test from another box can.
const INSIDE: &str = "import main, unittest\nclass T(unittest.TestCase):\n    def test_one_argument(self):\n        self.assertEqual(main.double.__code__.co_argcount, 1)\n    \
                      def test_result(self):\n        self.assertEqual(main.double(4), 8)\ndef test_plain():\n    assert main.double(1) == 2\n";

#[test]
fn practice_is_shown_and_never_credited() {
    for runner in [runner(), runner_b()] {
        let limits = Limits { wall_ms: 3000, ..short() };
        let result = judge_in(&runner, "def double(n):\n    return n * 2\n", &practice(INSIDE), limits);
        assert_eq!(
            (result.verdict, result.judge, result.score, result.tests.len()),
            (Verdict::Passed, JudgeKind::Practice, 0, 3),
            "{:?}",
            result.tests
        );
        assert!(!result.is_credited());
        let result = judge_in(&runner, "def double(n):\n    print('doubling')\n    return n + 2\n", &practice(INSIDE), limits);
        assert_eq!((result.verdict, result.status, result.judge, result.score), (Verdict::Failed, Status::Fail, JudgeKind::Practice, 0));
        let test = result.tests.iter().find(|test| test.name == "T.test_result").unwrap();
        assert_eq!((test.status, test.output.as_deref()), (Status::Fail, Some("doubling\n")));
        assert!(test.message.as_ref().unwrap().contains("6 != 8"), "{:?}", test.message);
        let result = judge_in(&runner, "def double(n):\n    return n * m\n", &practice(INSIDE), limits);
        let test = result.tests.iter().find(|test| test.name == "T.test_result").unwrap();
        assert_eq!((test.status, test.line), (Status::Error, Some(2)), "{test:?}");
        assert!(test.traceback.as_ref().unwrap().contains("NameError"));
        assert_eq!(result.explanation.unwrap().code, "name_unknown");
        assert_eq!(judge_in(&runner, "def double(n:\n", &practice(INSIDE), limits).verdict, Verdict::Error);
    }
}

#[test]
fn a_program_that_answers_for_its_tests_gets_nothing_by_it() {
    let takes_over = "import unittest\nunittest.TestCase.assertEqual = lambda *a: None\ndef double(n): pass\n";
    let result = judge_in(
        &runner(),
        takes_over,
        &practice("import main, unittest\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(main.double(4), 8)\n"),
        short(),
    );
    assert_eq!(
        (result.verdict, result.score, result.is_credited()),
        (Verdict::Passed, 0, false),
        "in process it does pass: that is why it does not count"
    );
    for text in ["import os\nos._exit(0)\n", "import os\ndef double(n): os._exit(0)\n", "def double(n):\n    while True: pass\n"] {
        let result = judge_in(&runner(), text, &practice(INSIDE), short());
        assert_ne!(result.verdict, Verdict::Passed, "{text}");
        assert!(!result.is_credited());
    }
}
