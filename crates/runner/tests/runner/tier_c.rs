//! Tier C: Python as WebAssembly, as if there were no other. These tests are ignored unless asked for (`--ignored tier_c`), because it takes minutes to build:
//! `scripts/test` builds it and asks for them, and says where it cannot.

use crate::{binary, cases, file, judge_in, program, public_python, python, run_in};
use domain::{
    exercise::{Limits, Tests},
    judge::{JudgeResult, Tier, Verdict},
};
use runner::{CancelToken, Interpreter, Runner};
use seccompiler::{BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule};
use std::{collections::BTreeMap, thread};

/// A runner that knows of no Python but this one.
pub fn runner_c() -> Runner {
    let web_assembly = python().web_assembly.expect("tier C is to be tried, and is not built (`make wasi`)");
    let (path, version) = (web_assembly.program.clone(), web_assembly.version.clone());
    Runner::new(binary(), Interpreter { path, version, reads: Vec::new(), loader: None, web_assembly: Some(web_assembly) })
}

/// Python is slower in here, and these tests run beside others.
fn limits() -> Limits {
    Limits { wall_ms: 10_000, ..Limits::default() }
}

fn run(text: &str) -> JudgeResult {
    let result = run_in(&runner_c(), text, limits());
    assert_eq!(result.tier, Tier::C);
    result
}

/// Runs a program that must come to its end by itself, and gives what it printed.
fn printed(text: &str) -> String {
    let result = run(text);
    assert_eq!(result.verdict, Verdict::Passed, "{text}\n{} {}", result.stdout, result.stderr);
    result.stdout
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn a_program_runs_and_says_which_python_it_was() {
    let result = run("import sys\nprint('hello', sys.platform, sys.version.split()[0])");
    assert_eq!(result.stdout, format!("hello wasi {}\n", result.interpreter));
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
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
    let stdout = printed(text);
    assert_eq!(stdout, "900 Quitter\nline ['main.py', 'notes.txt'] True /work\n[1, 2]\nTrue 0.3 3.142 1267650600228229401496703205376\nTrue\n");
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn input_is_read() {
    let runner = runner_c();
    let text = "name = input('Who? ')\nprint('Hello', name)\nprint(int(input()) + 1)";
    let result = runner.run(&program(text), &[], "Ada\n41\n", limits(), &mut |_| (), &CancelToken::new()).unwrap();
    assert_eq!((result.verdict, result.stdout.as_str()), (Verdict::Passed, "Who? Hello Ada\n42\n"));
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn data_tests_are_judged() {
    let runner = runner_c();
    let tests = Tests::Data {
        cases: cases(r#"[{ "name": "two", "call": "double(2)", "gives": "4" }, { "name": "text", "call": "double('a')", "gives": "'aa'" }]"#),
    };
    let right = judge_in(&runner, "def double(n):\n    return n * 2", &tests, limits());
    assert_eq!((right.verdict, right.tier, right.score), (Verdict::Passed, Tier::C, 100));
    let wrong = judge_in(&runner, "def double(n):\n    return n * 3", &tests, limits());
    assert_eq!((wrong.verdict, wrong.tier), (Verdict::Failed, Tier::C));
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn tests_in_python_are_judged_from_a_second_box() {
    let runner = runner_c();
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
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn a_warm_interpreter_serves_the_next_run() {
    let runner = runner_c();
    runner.keep_warm().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(2));
    let result = run_in(&runner, "print(sum(range(10)))", Limits { memory_mb: 64, ..limits() });
    assert_eq!((result.verdict, result.tier, result.stdout.as_str()), (Verdict::Passed, Tier::C, "45\n"), "{}", result.stderr);
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn an_endless_loop_is_ended_and_its_line_is_known() {
    let runner = runner_c();
    let result = run_in(&runner, "n = 0\nwhile True:\n    n += 1", Limits { wall_ms: 1500, ..Limits::default() });
    assert_eq!((result.verdict, result.tier), (Verdict::Timeout, Tier::C));
    assert!(matches!(result.line, Some(2 | 3)), "{:?} {}", result.line, result.stderr);
    let asleep = run_in(&runner, "import time\n\ntime.sleep(1000)", Limits { wall_ms: 1500, ..Limits::default() });
    assert_eq!((asleep.verdict, asleep.line), (Verdict::Timeout, Some(3)));
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn too_much_of_anything_is_refused() {
    let runner = runner_c();
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
#[ignore = "tier C is built apart; `scripts/test` does it"]
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
    let stdout = printed(text);
    let open: Vec<&str> = stdout.lines().filter(|line| !line.contains("=> refused")).collect();
    assert!(open.is_empty(), "{open:?}");
    assert!(stdout.lines().count() >= 25);
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn the_environment_is_the_same_as_elsewhere() {
    let stdout = printed("import os\nprint(sorted(os.environ))");
    assert_eq!(stdout, "['HOME', 'LANG', 'PATH', 'PYTHONHASHSEED', 'PYTHONHOME', 'TZ']\n");
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn an_answer_cannot_be_forged_and_a_fatal_end_is_no_pass() {
    let runner = runner_c();
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
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn what_holds_is_found_by_trying() {
    let runner = runner_c();
    let report = runner.probe().unwrap();
    assert_eq!(report.tier, Tier::C);
    assert_eq!(report.why_not_stronger.as_deref(), Some("there is no Python of the system, and another runs as WebAssembly only"));
    let open: Vec<_> = report.layers.iter().filter(|layer| !layer.holds).collect();
    assert!(open.is_empty() && report.layers.len() >= 10, "{open:?}");
}

/// Takes from this thread, and from whatever it starts, what the other tiers are made of: it is as on a kernel without name spaces, Landlock and seccomp.
fn without_kernel_sandboxes() {
    let always = [
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_mount,
        libc::SYS_pivot_root,
        libc::SYS_clone3,
        libc::SYS_landlock_create_ruleset,
        libc::SYS_seccomp,
    ];
    let with_bit = |argument: u8, bit: libc::c_int| {
        let bit = u64::from(bit.cast_unsigned());
        SeccompRule::new(vec![SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(bit), bit).unwrap()]).unwrap()
    };
    let name_spaces = [libc::CLONE_NEWUSER, libc::CLONE_NEWNS, libc::CLONE_NEWPID, libc::CLONE_NEWNET];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = always.into_iter().map(|call| (call, Vec::new())).collect();
    rules.insert(libc::SYS_clone, name_spaces.into_iter().map(|flag| with_bit(0, flag)).collect());
    let not_there = SeccompAction::Errno(libc::ENOSYS.cast_unsigned());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, not_there, std::env::consts::ARCH.try_into().unwrap()).unwrap();
    seccompiler::apply_filter(&BpfProgram::try_from(filter).unwrap()).unwrap();
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn a_machine_that_can_shut_nothing_in_runs_programs_in_here() {
    assert!(public_python().web_assembly.is_some(), "tier C is to be tried, and is not built (`make wasi`)");
    let blocked = thread::spawn(|| {
        without_kernel_sandboxes();
        let runner = Runner::new(binary(), public_python());
        (runner.probe().unwrap(), run_in(&runner, "import sys\nprint(sys.platform)", limits()))
    });
    let (report, result) = blocked.join().unwrap();
    assert_eq!((report.tier, result.tier, result.stdout.as_str()), (Tier::C, Tier::C, "wasi\n"), "{report:?}");
    assert!(report.layers.iter().all(|layer| layer.holds), "{:?}", report.layers);
    let why = report.why_not_stronger.unwrap();
    assert!(why.contains("tier A: ") && why.contains("tier B: this kernel has no Landlock"), "{why}");
    // Without tier C nothing is run at all; and where nothing is blocked, a stronger one is taken.
    let refused = thread::spawn(|| {
        without_kernel_sandboxes();
        Runner::new(binary(), Interpreter { web_assembly: None, ..public_python() }).probe().unwrap_err().to_string()
    });
    let problem = refused.join().unwrap();
    assert!(problem.contains("tier B: ") && problem.contains("tier C: "), "{problem}");
    assert_ne!(Runner::new(binary(), public_python()).probe().unwrap().tier, Tier::C);
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn what_is_missing_is_explained() {
    let runner = runner_c();
    for (code, text) in [
        ("thread_missing", "import threading\nthreading.Thread(target=print).start()"),
        ("thread_missing", "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(print)"),
        ("process_missing", "import subprocess\nsubprocess.run(['ls'])"),
        ("process_missing", "import os\nos.system('clear')"),
        ("process_missing", "import multiprocessing"),
        ("network_missing", "import socket\nsocket.socket()"),
        ("network_missing", "import urllib.request\nurllib.request.urlopen('http://example.org')"),
        ("module_left_out", "import sqlite3"),
        ("module_left_out", "import ssl"),
    ] {
        let result = run_in(&runner, text, limits());
        assert_eq!(result.explanation.map(|explanation| explanation.code).as_deref(), Some(code), "{text}: {}", result.stderr);
    }
}
