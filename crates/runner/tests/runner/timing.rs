//! How long it takes. Prints, and compares with nothing: `cargo test --release -p runner timing -- --ignored --nocapture`.

use crate::{cases, file, judge_in, program, public_python, python, runner};
use domain::{
    exercise::{Limits, Tests},
    judge::Verdict,
};
use runner::CancelToken;
use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

fn median(what: &str, mut action: impl FnMut()) -> Duration {
    action();
    let mut times: Vec<Duration> = (0..41)
        .map(|_| {
            let start = Instant::now();
            action();
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{what}: median {:?}, best {:?}, 95% {:?}", times[20], times[0], times[38]);
    times[20]
}

#[test]
#[ignore = "measures, and takes a while"]
fn timing() {
    println!("interpreter {} {}; public {}", python().path.display(), python().version, public_python().path.display());
    let path = python().path;
    let bare = median("bare python3 -c", || {
        assert!(Command::new(&path).args(["-c", "print('hello')"]).stdout(Stdio::null()).status().unwrap().success());
    });
    let runner = runner();
    let hello = program("print('hello')\n");
    let run = median("run()", || {
        let result = runner.run(&hello, &[], "", Limits::default(), &mut |_| (), &CancelToken::new()).unwrap();
        assert_eq!(result.stdout, "hello\n");
    });
    let double = "def double(n):\n    return n * 2\nif __name__ == '__main__':\n    print(double(int(input())))\n";
    let calls: Vec<String> = (0..10).map(|n| format!(r#"{{ "name": "{n}", "call": "double({n})", "gives": "{}" }}"#, 2 * n)).collect();
    let programs: Vec<String> = (0..10).map(|n| format!(r#"{{ "name": "{n}", "stdin": "{n}\n", "prints": "{}" }}"#, 2 * n)).collect();
    for (what, list) in [("judge() with 10 calls", calls), ("judge() with 10 programs", programs)] {
        let tests = Tests::Data { cases: cases(&format!("[{}]", list.join(","))) };
        let judged = median(what, || assert_eq!(judge_in(&runner, double, &tests, Limits::default()).verdict, Verdict::Passed));
        println!(
            "  {:.2} times a bare interpreter, {:.2} times a run",
            judged.as_secs_f64() / bare.as_secs_f64(),
            judged.as_secs_f64() / run.as_secs_f64()
        );
    }
    let methods: String = (0..10).map(|n| format!("    def test_{n}(self):\n        self.assertEqual(double({n}), {})\n", 2 * n)).collect();
    let test = format!("import unittest\nfrom main import double\nclass T(unittest.TestCase):\n{methods}");
    let tests = Tests::python(vec![file("tests/test_main.py", &test)], "main");
    let judged =
        median("judge() with 10 methods of unittest", || assert_eq!(judge_in(&runner, double, &tests, Limits::default()).verdict, Verdict::Passed));
    println!("  {:.2} times a bare interpreter", judged.as_secs_f64() / bare.as_secs_f64());
    let test = "from main import double\ndef test_it():\n    for n in range(100):\n        assert double(n) == 2 * n\n";
    let tests = Tests::python(vec![file("tests/test_main.py", test)], "main");
    median("judge() with 100 calls through two boxes", || assert_eq!(judge_in(&runner, double, &tests, Limits::default()).verdict, Verdict::Passed));
}
