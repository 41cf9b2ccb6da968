//! Running a program: every verdict, output, input, time.

use crate::{cases, file, judge_in, program, run, run_in, runner, runner_b, short};
use domain::{
    exercise::{Limits, Program, Tests},
    judge::{JudgeKind, Status, Tier, Verdict},
};
use runner::{CancelToken, OutputChunk, OutputStream, Runner, RunnerError};
use std::{
    thread,
    time::{Duration, Instant},
};

#[test]
fn a_program_runs_to_its_end() {
    let result = run("print('hello')\nimport sys\nprint('oops', file=sys.stderr)\n");
    assert_eq!((result.verdict, result.status, result.tier, result.judge), (Verdict::Passed, Status::Pass, Tier::A, JudgeKind::None));
    assert_eq!((result.stdout.as_str(), result.stderr.as_str()), ("hello\n", "oops\n"));
    assert_eq!(result.interpreter, crate::python().version);
    assert!(result.usage.cpu_ms > 0 && result.usage.memory_kb > 4000, "{:?}", result.usage);
}

#[test]
fn input_is_read_and_then_comes_its_end() {
    let text = "name = input('Who? ')\nprint('Hello,', name)\nprint(repr(input()))\ninput()\n";
    let result = runner().run(&program(text), &[], "Ada\né\n", Limits::default(), &mut |_| (), &CancelToken::new()).unwrap();
    assert_eq!(result.stdout, "Who? Hello, Ada\n'é'\n");
    assert_eq!((result.verdict, result.line), (Verdict::Error, Some(4)));
    let explanation = result.explanation.unwrap();
    assert_eq!((explanation.code.as_str(), &explanation.params["lines"]), ("input_used_up", &2.into()));
    assert_eq!(explanation.params["asked"], 3);
}

#[test]
fn output_comes_while_the_program_runs() {
    let start = Instant::now();
    let mut chunks = Vec::new();
    let mut first = None;
    let text = "import time\nprint('one é🙂')\ntime.sleep(0.5)\nprint('two')\nraise ValueError('x')\n";
    let mut listener = |chunk: OutputChunk| {
        first.get_or_insert(start.elapsed());
        chunks.push(chunk);
    };
    let result = runner().run(&program(text), &[], "", Limits::default(), &mut listener, &CancelToken::new()).unwrap();
    assert!(start.elapsed() - first.unwrap() > Duration::from_millis(400), "the first line came late");
    let seen = |stream| chunks.iter().filter(|chunk| chunk.stream == stream).map(|chunk| chunk.text.as_str()).collect::<String>();
    assert_eq!(seen(OutputStream::Stdout), "one é🙂\ntwo\n");
    assert_eq!(seen(OutputStream::Stderr), result.stderr);
    assert!(result.stderr.starts_with("Traceback (most recent call last):\n  File \"main.py\", line 5, in <module>\n"), "{}", result.stderr);
}

#[test]
fn an_error_names_line_and_file() {
    let files = vec![file("main.py", "import helper\nhelper.half('x')\n"), file("helper.py", "def half(x):\n    return x / 2\n")];
    let program = Program::new(files, "main.py").unwrap();
    let result = runner().run(&program, &[], "", Limits::default(), &mut |_| (), &CancelToken::new()).unwrap();
    assert_eq!((result.verdict, result.line, result.file.as_deref()), (Verdict::Error, Some(2), Some("helper.py")));
    assert!(result.stderr.contains("File \"helper.py\", line 2, in half"), "{}", result.stderr);
    assert!(!result.stderr.contains("<string>") && !result.stderr.contains("/work"), "our frames are shown: {}", result.stderr);
}

#[test]
fn a_syntax_error_names_its_line() {
    let result = run("x = 1\nif x > 0\n    print(x)\n");
    assert_eq!((result.verdict, result.line, result.file.as_deref()), (Verdict::Error, Some(2), Some("main.py")));
    assert_eq!(result.explanation.unwrap().code, "colon_missing");
    assert!(result.stderr.contains("SyntaxError"), "{}", result.stderr);
    let result = run("def f():\nprint(1)\n");
    assert_eq!((result.line, result.explanation.unwrap().code.as_str()), (Some(2), "block_not_indented"));
}

#[test]
fn exit_is_a_normal_end() {
    assert_eq!(run("print(1)\nexit()\nprint(2)\n").stdout, "1\n");
    assert_eq!(run("import sys\nsys.exit(3)\n").verdict, Verdict::Passed);
    let result = run("import sys\nsys.exit('bye')\n");
    assert_eq!((result.verdict, result.stderr.as_str()), (Verdict::Passed, "bye\n"));
}

#[test]
fn what_is_put_off_to_the_end_happens() {
    let text = "import atexit, threading, time\natexit.register(print, 'last')\n\
                threading.Thread(target=lambda: (time.sleep(0.1), print('thread'))).start()\nprint('first')\n";
    assert_eq!(run(text).stdout, "first\nthread\nlast\n");
}

#[test]
fn an_endless_loop_ends_with_its_line() {
    let start = Instant::now();
    let result = run_in(&runner(), "def count():\n    n = 0\n    while True:\n        n += 1\n\nprint('go')\ncount()\n", short());
    assert!(start.elapsed() < Duration::from_millis(2500), "{:?}", start.elapsed());
    assert_eq!((result.verdict, result.stdout.as_str()), (Verdict::Timeout, "go\n"));
    assert!(matches!(result.line, Some(3 | 4)), "{:?}", result.line);
    assert_eq!(result.explanation.unwrap().code, "loop_no_way_out");
    // A loop inside C code, where Python's own signals do not get through.
    let result = run_in(&runner(), "sum(iter(int, 1))\n", short());
    assert_eq!((result.verdict, result.line), (Verdict::Timeout, Some(1)));
    let result = run_in(&runner(), "import time\ntime.sleep(60)\n", short());
    assert_eq!(result.verdict, Verdict::Timeout);
}

#[test]
fn memory_is_limited() {
    for text in ["x = bytearray(600 * 1024 * 1024)\n", "x = []\nwhile True:\n    x.append('x' * 100000)\n", "x = 'x' * (1 << 40)\n"] {
        let result = run(text);
        assert_eq!(result.verdict, Verdict::Memory, "{text}: {:?}", result.message);
    }
    let result = run("x = bytearray(100 * 1024 * 1024)\nprint(len(x))\n");
    assert_eq!(result.verdict, Verdict::Passed, "what is granted can be used: {:?}", result.message);
}

#[test]
fn a_flood_of_output_ends_the_run() {
    let limits = Limits { output_bytes: 10_000, ..Limits::default() };
    let start = Instant::now();
    let result = run_in(&runner(), "while True:\n    print('x' * 1000)\n", limits);
    assert_eq!((result.verdict, result.output_cut), (Verdict::Output, true));
    assert_eq!(result.stdout.len(), 10_000, "the head is kept");
    assert!(start.elapsed() < Duration::from_secs(3));
    let result = run_in(&runner(), "import sys\nfor n in range(30):\n    print('x' * 1000)\nprint('end', file=sys.stderr)\n", limits);
    assert_eq!((result.verdict, result.output_cut), (Verdict::Passed, true), "a little too much is only cut");
}

#[test]
fn files_are_limited() {
    let limits = Limits { file_bytes: 1024 * 1024, ..Limits::default() };
    for runner in [runner(), runner_b()] {
        let result = run_in(&runner, "with open('big', 'w') as file:\n    for n in range(64):\n        file.write('x' * 65536)\n", limits);
        assert_eq!(result.verdict, Verdict::Output, "{:?} {:?}", result.tier, result.message);
        let many =
            "import time\nfor n in range(2000):\n    with open(f'f{n}', 'w') as file:\n        file.write('x' * 4096)\n    time.sleep(0.001)\n";
        let result = run_in(&runner, many, limits);
        assert_eq!(result.verdict, Verdict::Output, "{:?} {:?}", result.tier, result.message);
        let result = run_in(&runner, "open('small', 'w').write('x' * 500000)\nprint(len(open('small').read()))\n", limits);
        assert_eq!(result.stdout, "500000\n", "{:?} {:?}", result.tier, result.message);
    }
}

#[test]
fn a_crash_is_no_success() {
    for text in [
        "import os\nos._exit(0)\n",
        "import os\nos.abort()\n",
        "import os\nos.kill(os.getpid(), 11)\n",
        "import os\nfor n in range(3, 50):\n    try: os.close(n)\n    except OSError: pass\n",
    ] {
        let result = run(text);
        assert_eq!((result.verdict, result.status), (Verdict::Crashed, Status::Error), "{text}: {:?}", result.message);
    }
}

#[test]
fn what_is_not_allowed_is_said() {
    let result = run("import socket\nsocket.socket()\n");
    assert_eq!((result.verdict, result.line), (Verdict::Refused, Some(2)), "{:?}", result.message);
    assert_eq!(result.explanation.unwrap().code, "not_allowed");
}

#[test]
fn a_person_can_stop_it() {
    let cancel = CancelToken::new();
    let (started, wait) = std::sync::mpsc::channel();
    let worker = thread::spawn({
        let cancel = cancel.clone();
        move || {
            let mut listener = |_| {
                let _ = started.send(());
            };
            let limits = Limits { wall_ms: 60_000, ..Limits::default() };
            let result = runner().run(&program("print('go')\nwhile True: pass\n"), &[], "", limits, &mut listener, &cancel);
            (result, Instant::now())
        }
    });
    wait.recv().unwrap();
    let stopped = Instant::now();
    cancel.cancel();
    let (result, ended) = worker.join().unwrap();
    let result = result.unwrap();
    assert_eq!((result.verdict, result.stdout.as_str()), (Verdict::Cancelled, "go\n"));
    assert!(ended - stopped < Duration::from_millis(100), "{:?}", ended - stopped);
    let result = runner().run(&program("while True: pass\n"), &[], "", Limits::default(), &mut |_| (), &cancel).unwrap();
    assert_eq!(result.verdict, Verdict::Cancelled, "a used token stops the next run too");
}

#[test]
fn two_at_once_do_not_meet() {
    let runs: Vec<_> = (0..4)
        .map(|number| {
            let text =
                format!("import time, os\nopen('mine', 'w').write('{number}')\ntime.sleep(0.3)\nprint(os.listdir('.'), open('mine').read())\n");
            thread::spawn(move || run(&text))
        })
        .collect();
    for (number, run) in runs.into_iter().enumerate() {
        let result = run.join().unwrap();
        assert!(result.stdout.ends_with(&format!("{number}\n")) && result.stdout.contains("mine"), "{:?}", result.stdout);
    }
}

#[test]
fn odd_programs_do_no_harm() {
    assert_eq!(run("# -*- coding: latin-1 -*-\nprint('é')\n").stdout, "é\n");
    assert_eq!(run("\u{feff}print(1)\n").stdout, "1\n");
    assert_eq!(run("print('a\\x00b')\n").stdout, "a\0b\n");
    assert_eq!(run("print('\\ud800')\n").verdict, Verdict::Error);
    assert_eq!(run("import sys\nsys.stdout.buffer.write(b'\\xff\\n')\n").stdout, "\u{fffd}\n");
    assert_eq!(run("def f():\n    f()\nf()\n").explanation.unwrap().code, "recursion");
    let result = run("class E(Exception):\n    def __str__(self):\n        raise ValueError\nraise E\n");
    assert_eq!((result.verdict, result.line), (Verdict::Error, Some(4)));
    let result = run("import sys\nsys.stdout.close()\nprint(1)\n");
    assert_eq!(result.verdict, Verdict::Error);
    let result = run("import builtins\nbuiltins.type = builtins.str = builtins.len = None\n");
    assert_ne!(result.verdict, Verdict::Timeout);
}

#[test]
fn what_is_missing_has_an_error_of_its_own() {
    let missing = Runner::new("/nowhere/learning-studio-runner".into(), crate::python());
    let error = missing.run(&program("1"), &[], "", Limits::default(), &mut |_| (), &CancelToken::new()).unwrap_err();
    assert_eq!(error.reason(), "runner_missing");
    assert!(matches!(error, RunnerError::BinaryMissing { .. }));
    let mut python = crate::python();
    (python.path, python.web_assembly) = ("/nowhere/python3".into(), None);
    let error = Runner::new(crate::binary(), python).run(&program("1"), &[], "", Limits::default(), &mut |_| (), &CancelToken::new()).unwrap_err();
    assert_eq!(error.reason(), "no_sandbox", "{error}");
}

#[test]
fn a_flood_in_pieces_of_one_character_is_a_flood_wherever_it_is_printed() {
    let endless = "while True:\n    print('x', end='')\n";
    let result = run_in(&runner(), endless, Limits::default());
    assert_eq!((result.verdict, result.explanation.unwrap().code.as_str()), (Verdict::Output, "output_most"));
    assert!(result.usage.memory_kb < 40_000, "what is printed is not kept in the program's memory: {}", result.usage.memory_kb);

    let inside = "def f():\n    while True:\n        print('x', end='')\n";
    let one = cases(r#"[{ "name": "a", "call": "f()", "gives": "1" }]"#);
    let test = || vec![file("tests/test_main.py", "from main import f\n\ndef test_f():\n    assert f() == 1\n")];
    let python = Tests::python(test(), "main");
    let Tests::Python { files, module, decides, .. } = Tests::python(test(), "main") else { unreachable!() };
    for (name, tests) in
        [("data", Tests::Data { cases: one }), ("two boxes", python), ("practice", Tests::Python { files, module, decides, practice_only: true })]
    {
        let result = judge_in(&runner(), inside, &tests, Limits::default());
        let explanation = result.explanation.as_ref().map(|explanation| explanation.code.as_str());
        assert_eq!(result.verdict, Verdict::Output, "{name}: {:?} {explanation:?} {:?}", result.message, result.usage);
    }
}
