//! Tier C: Python as WebAssembly, as if there were no other. Runs where it is built (`make wasi`); elsewhere each test says that it did not run.

use crate::{binary, cases, file, judge_in, program, python, run_in};
use domain::{
    exercise::{Limits, Tests},
    judge::{JudgeResult, Tier, Verdict},
};
use runner::{CancelToken, Interpreter, Runner};

/// A runner that knows of no Python but this one.
fn runner_c() -> Option<Runner> {
    let Some(web_assembly) = python().web_assembly else {
        assert!(std::env::var_os("LEARNING_STUDIO_WITH_TIER_C").is_none(), "tier C was to be tried, and is not built");
        eprintln!("NOT RUN: tier C is not built here (`make wasi`)");
        return None;
    };
    let (path, version) = (web_assembly.program.clone(), web_assembly.version.clone());
    Some(Runner::new(binary(), Interpreter { path, version, reads: Vec::new(), loader: None, web_assembly: Some(web_assembly) }))
}

/// Python is slower in here, and these tests run beside others.
fn limits() -> Limits {
    Limits { wall_ms: 10_000, ..Limits::default() }
}

fn run(text: &str) -> Option<JudgeResult> {
    let result = run_in(&runner_c()?, text, limits());
    assert_eq!(result.tier, Tier::C);
    Some(result)
}

/// Runs a program that must come to its end by itself, and gives what it printed.
fn printed(text: &str) -> Option<String> {
    let result = run(text)?;
    assert_eq!(result.verdict, Verdict::Passed, "{text}\n{} {}", result.stdout, result.stderr);
    Some(result.stdout)
}

#[test]
fn a_program_runs_and_says_which_python_it_was() {
    let Some(result) = run("import sys\nprint('hello', sys.platform, sys.version.split()[0])") else { return };
    assert_eq!(result.stdout, format!("hello wasi {}\n", result.interpreter));
}

#[test]
fn what_beginners_use_works() {
    let text = r#"
import asyncio, collections, csv, dataclasses, datetime, decimal, enum, functools, itertools, json, math, os, pathlib, random, re, statistics, string, textwrap, time, typing
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900), exit.__class__.__name__)
open('notes.txt', 'w').write('line\n')
print(open('notes.txt').read().strip(), os.listdir('.'), pathlib.Path('notes.txt').exists(), os.getcwd())
async def main():
    await asyncio.sleep(0.01)
    return await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2))
print(asyncio.run(main()))
print(list({'b', 'a', 'c'}) == list({'b', 'a', 'c'}), decimal.Decimal('0.1') + decimal.Decimal('0.2'), f'{math.pi:.3f}', 2**100)
start = time.monotonic(); time.sleep(0.05); print(time.monotonic() - start >= 0.05)
"#;
    let Some(stdout) = printed(text) else { return };
    assert_eq!(stdout, "900 Quitter\nline ['main.py', 'notes.txt'] True /work\n[1, 2]\nTrue 0.3 3.142 1267650600228229401496703205376\nTrue\n");
}

#[test]
fn input_is_read() {
    let Some(runner) = runner_c() else { return };
    let text = "name = input('Who? ')\nprint('Hello', name)\nprint(int(input()) + 1)";
    let result = runner.run(&program(text), &[], "Ada\n41\n", limits(), &mut |_| (), &CancelToken::new()).unwrap();
    assert_eq!((result.verdict, result.stdout.as_str()), (Verdict::Passed, "Who? Hello Ada\n42\n"));
}

#[test]
fn data_tests_are_judged() {
    let Some(runner) = runner_c() else { return };
    let tests = Tests::Data {
        cases: cases(r#"[{ "name": "two", "call": "double(2)", "gives": "4" }, { "name": "text", "call": "double('a')", "gives": "'aa'" }]"#),
    };
    let right = judge_in(&runner, "def double(n):\n    return n * 2", &tests, limits());
    assert_eq!((right.verdict, right.tier, right.score), (Verdict::Passed, Tier::C, 100));
    let wrong = judge_in(&runner, "def double(n):\n    return n * 3", &tests, limits());
    assert_eq!((wrong.verdict, wrong.tier), (Verdict::Failed, Tier::C));
}

#[test]
fn tests_in_python_are_judged_from_a_second_box() {
    let Some(runner) = runner_c() else { return };
    let test = "import unittest\nfrom main import Account\nclass T(unittest.TestCase):\n    def test_sum(self):\n        account = Account()\n        account.put(3)\n        \
                self.assertEqual(account.balance, 3)\n        with self.assertRaises(ValueError):\n            account.put(-1)\n";
    let tests = Tests::python(vec![file("tests/test_main.py", test)], "main");
    let answer = "class Account:\n    balance = 0\n    def put(self, n):\n        if n < 0: raise ValueError('no')\n        self.balance += n\n";
    let right = judge_in(&runner, answer, &tests, limits());
    assert_eq!((right.verdict, right.tier), (Verdict::Passed, Tier::C), "{right:?}");
    let wrong = judge_in(&runner, &answer.replace("+= n", "+= 1"), &tests, limits());
    assert_eq!((wrong.verdict, wrong.tier), (Verdict::Failed, Tier::C));
}

#[test]
fn a_warm_interpreter_serves_the_next_run() {
    let Some(runner) = runner_c() else { return };
    runner.keep_warm().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(2));
    let result = run_in(&runner, "print(sum(range(10)))", Limits { memory_mb: 64, ..limits() });
    assert_eq!((result.verdict, result.tier, result.stdout.as_str()), (Verdict::Passed, Tier::C, "45\n"), "{}", result.stderr);
}

#[test]
fn an_endless_loop_is_ended_and_its_line_is_known() {
    let Some(runner) = runner_c() else { return };
    let result = run_in(&runner, "n = 0\nwhile True:\n    n += 1", Limits { wall_ms: 1500, ..Limits::default() });
    assert_eq!((result.verdict, result.tier), (Verdict::Timeout, Tier::C));
    assert!(matches!(result.line, Some(2 | 3)), "{:?} {}", result.line, result.stderr);
    let asleep = run_in(&runner, "import time\n\ntime.sleep(1000)", Limits { wall_ms: 1500, ..Limits::default() });
    assert_eq!((asleep.verdict, asleep.line), (Verdict::Timeout, Some(3)));
}

#[test]
fn too_much_of_anything_is_refused() {
    let Some(runner) = runner_c() else { return };
    let limits = Limits { memory_mb: 64, file_bytes: 1024 * 1024, output_bytes: 10_000, ..limits() };
    let verdict = |text: &str| run_in(&runner, text, limits).verdict;
    assert_eq!(verdict("kept = []\nwhile True:\n    kept.append(bytearray(1024 * 1024))"), Verdict::Memory);
    assert_eq!(verdict("text = 'x' * 10**9"), Verdict::Memory);
    assert_eq!(verdict("while True:\n    print('x' * 1000)"), Verdict::Output);
    assert_eq!(verdict("with open('big', 'wb') as file:\n    while True:\n        file.write(bytes(65536))"), Verdict::Output);
    assert_eq!(verdict("n = 0\nwhile True:\n    n += 1\n    with open('f%d' % n, 'wb') as file: file.write(bytes(100000))"), Verdict::Output);
    // What is allowed is allowed.
    assert_eq!(verdict("kept = [bytearray(1024 * 1024) for _ in range(48)]\nprint(len(kept))"), Verdict::Passed);
}

#[test]
fn nothing_of_the_machine_is_reached() {
    let text = r#"
import os, sys
def attempt(name, action):
    try:
        print(name, '=>', action())
    except BaseException as error:
        print(name, '=>', 'refused', type(error).__name__)
def connect():
    import socket
    socket.socket(socket.AF_INET).connect(('127.0.0.1', 80))
def link():
    os.symlink('/etc/passwd', 'link')
    return open('link').read()
def climb():
    os.symlink('../../../../../../etc/passwd', 'climb')
    return open('climb').read()
def thread():
    import threading
    threading.Thread(target=print).start()
for path in ['/etc/passwd', '../../../../etc/passwd', '/proc/self/environ', '/work/../etc/passwd', '/lib/../etc/passwd', '/dev/null', '/root', '/lib/../manifest']:
    attempt(path, lambda: open(path).read())
attempt('root', lambda: os.listdir('/'))
attempt('above', lambda: os.listdir('..'))
attempt('write above', lambda: open('../x', 'w'))
attempt('write library', lambda: open('/lib/python311.zip', 'r+b'))
attempt('remove library', lambda: os.remove('/lib/python311.zip'))
attempt('make in library', lambda: open('/lib/os.py', 'w'))
attempt('rename into library', lambda: os.rename('main.py', '/lib/os.py'))
attempt('link', link)
attempt('climb', climb)
attempt('network', connect)
attempt('name', lambda: __import__('socket').gethostbyname('localhost'))
attempt('fork', lambda: os.fork())
attempt('program', lambda: os.execv('/bin/true', ['true']))
attempt('system', lambda: os.system('true'))
attempt('subprocess', lambda: __import__('subprocess').run(['true']))
attempt('ctypes', lambda: __import__('ctypes'))
attempt('thread', thread)
for number in [999, 1003, 1100]:
    attempt('descriptor %d' % number, lambda: os.read(number, 1))
"#;
    let Some(stdout) = printed(text) else { return };
    let open: Vec<&str> = stdout.lines().filter(|line| !line.contains("=> refused")).collect();
    assert!(open.is_empty(), "{open:?}");
    assert!(stdout.lines().count() >= 25);
}

#[test]
fn the_environment_is_the_same_as_elsewhere() {
    let Some(stdout) = printed("import os\nprint(sorted(os.environ))") else { return };
    assert_eq!(stdout, "['HOME', 'LANG', 'PATH', 'PYTHONHASHSEED', 'PYTHONHOME', 'TZ']\n");
}

#[test]
fn an_answer_cannot_be_forged_and_a_fatal_end_is_no_pass() {
    let Some(runner) = runner_c() else { return };
    let tests = Tests::Data { cases: cases(r#"[{ "name": "one", "call": "f()", "gives": "1" }]"#) };
    for text in [
        // Every descriptor, written to.
        "import os\ndef f():\n    for n in range(990, 1100):\n        try: os.write(n, b'\\x10\\x00\\x00\\x00{\"n\":1,\"value\":1}')\n        except OSError: pass\n    return 2",
        // Standard input taken from the requests, and the pipes closed.
        "import os\ndef f():\n    os.write(999, b'0 1000')\n    [os.close(n) for n in range(1000, 1003)]\n    return 1",
        "import os\ndef f():\n    os._exit(0)",
        "import os\nos._exit(0)",
        "import os\ndef f():\n    os.abort()",
        "def f():\n    import sys\n    sys.setrecursionlimit(10**9)\n    def g(x): return repr([g]) and g([x].__repr__() and x)\n    return max([1], key=lambda _: g(1))",
    ] {
        let result = judge_in(&runner, text, &tests, limits());
        assert_ne!(result.verdict, Verdict::Passed, "{text}");
        assert_eq!(result.tier, Tier::C);
    }
}

#[test]
fn what_holds_is_found_by_trying() {
    let Some(runner) = runner_c() else { return };
    let report = runner.probe().unwrap();
    assert_eq!(report.tier, Tier::C);
    assert_eq!(report.why_not_stronger.as_deref(), Some("there is no Python of the system, and another runs as WebAssembly only"));
    let open: Vec<_> = report.layers.iter().filter(|layer| !layer.holds).collect();
    assert!(open.is_empty() && report.layers.len() >= 10, "{open:?}");
}
