//! Data tests.

use crate::{cases, file, judge, judge_in, program, runner, runner_b, short};
use domain::{
    exercise::{Limits, Program, Tests},
    judge::{JudgeKind, Status, Verdict},
};
use runner::{CancelToken, JudgedExercise, RunnerError};
use std::time::{Duration, Instant};

const LONGEST: &str = r#"[
    { "name": "one word", "call": "longest(['sea'])", "gives": "'sea'" },
    { "name": "two words", "purpose": "the first of two", "call": "longest(['sun', 'sky'])", "gives": "'sun'" },
    { "name": "kept", "setup": "words = ['a', 'bb']", "call": "longest(words)", "gives": "'bb'", "after": [{ "expression": "words", "gives": "['a', 'bb']" }] },
    { "name": "hidden one", "call": "longest(['x', 'yy', 'zzz'])", "gives": "'zzz'", "hidden": true, "weight": 2 }
]"#;

#[test]
fn a_right_answer_passes() {
    let result = judge("def longest(words):\n    return max(words, key=len)\nprint('loaded')\n", LONGEST);
    assert_eq!((result.verdict, result.status, result.score, result.judge), (Verdict::Passed, Status::Pass, 100, JudgeKind::Data));
    assert_eq!(result.stdout, "loaded\n", "what loading printed belongs to no case");
    assert_eq!(result.tests.len(), 4);
    assert!(result.tests.iter().all(|test| test.status == Status::Pass && test.message.is_none() && test.output.is_none()));
    assert_eq!(result.tests[2].test_code.as_deref(), Some("words = ['a', 'bb']\nlongest(words)"));
    assert_eq!(result.tests[1].purpose.as_deref(), Some("the first of two"));
}

#[test]
fn a_wrong_answer_says_what_differs() {
    let result = judge("def longest(words):\n    print('looking')\n    return words.pop()\n", LONGEST);
    assert_eq!((result.verdict, result.status), (Verdict::Failed, Status::Fail));
    assert_eq!(result.score, 60, "one of 1, and the hidden one of 2, of 5");
    let test = &result.tests[1];
    assert_eq!(test.message.as_deref(), Some("Case \"two words\": longest(['sun', 'sky']) must give 'sun', and gave 'sky'."));
    assert_eq!(
        (test.differences[0].what.as_str(), test.differences[0].expected.as_str(), test.differences[0].actual.as_str()),
        ("result", "'sun'", "'sky'")
    );
    assert_eq!(test.output.as_deref(), Some("looking\n"));
    assert_eq!(result.tests[2].differences[0].what, "words");
    assert_eq!(result.explanation.unwrap().code, "result_differs");
}

#[test]
fn a_hidden_case_hides() {
    let result = judge("def longest(words):\n    print(words)\n    return 'secret' if len(words) == 3 else words[0]\n", LONGEST);
    let test = &result.tests[3];
    assert_eq!(test.status, Status::Fail);
    let shown = serde_json::to_string(test).unwrap();
    for secret in ["zzz", "yy", "secret", "longest("] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(test.hidden && test.message.is_some());
    let result = judge("def longest(words):\n    raise ValueError(words) if len(words) == 3 else 0\n", LONGEST);
    assert!(!serde_json::to_string(&result.tests[3]).unwrap().contains("zzz"));
}

#[test]
fn the_type_counts() {
    for (code, gives) in [
        ("True", "1"),
        ("1.0", "1"),
        ("(1,)", "[1]"),
        ("'1'", "1"),
        ("None", "False"),
        ("{1: 2}.keys()", "{1}"),
        ("I(1)", "1"),
        ("S('a')", "'a'"),
        ("C()", "1"),
    ] {
        let text = format!(
            "class I(int): pass\nclass S(str): pass\nclass C:\n    def __eq__(self, other): return True\n    def __hash__(self): return 1\n    def __repr__(self): return '1'\n\
             def f(): return {code}\n"
        );
        let result = judge(&text, &format!(r#"[{{ "name": "a", "call": "f()", "gives": "{gives}" }}]"#));
        assert_eq!(result.verdict, Verdict::Failed, "{code} passed for {gives}");
    }
    let result = judge("def f(): return '3'\n", r#"[{ "name": "a", "call": "f()", "gives": "3" }]"#);
    assert_eq!(result.explanation.unwrap().code, "text_for_number");
}

#[test]
fn every_kind_of_data_crosses() {
    for value in [
        "None",
        "True",
        "-12345678901234567890123456789",
        "0.1",
        "float('nan')",
        "-float('inf')",
        "1e300",
        "(1+2j)",
        "'é🙂\\n\\x00'",
        "b'\\x00\\xff'",
        "[]",
        "[[1], (2, 'x')]",
        "(1,)",
        "{'a': [1, {2: None}], (1, 2): 'b'}",
        "{1, 2, 3}",
        "set()",
        "frozenset({1})",
        "range(1, 9, 2)",
    ] {
        let text = format!("nan = float('nan')\ndef f(): return {value}\n");
        let gives = serde_json::to_string(value).unwrap();
        let result = judge(&text, &format!(r#"[{{ "name": "a", "call": "f()", "gives": {gives} }}]"#));
        assert_eq!(result.verdict, Verdict::Passed, "{value}: {:?}", result.tests[0].message);
    }
}

#[test]
fn printed_text_is_compared() {
    let json = r#"[
        { "name": "asks", "stdin": "Ada\n", "prints": "Name? Hello, Ada!\n" },
        { "name": "asks another", "stdin": "Bob\n", "prints": "Name? Hello, Bob!\n", "compare": "exact" }
    ]"#;
    let result = judge("name = input('Name? ')\nprint(f'Hello, {name}!')\n", json);
    assert_eq!(result.verdict, Verdict::Passed, "{:?}", result.tests);
    let result = judge("print('Name? Hello, Ada!   ')\n\n", json);
    assert_eq!(result.tests[0].status, Status::Pass, "blanks at the end do not count by lines");
    assert_eq!(result.tests[1].status, Status::Fail);
    let result = judge("name = input('Name? ')\nprint('hello, ' + name + '!')\n", json);
    assert_eq!(result.explanation.unwrap().code, "printed_case");
    assert_eq!(
        result.tests[0].message.as_deref(),
        Some("Case \"asks\": printed line 1 must be \"Name? Hello, Ada!\", and is \"Name? hello, Ada!\".")
    );
}

#[test]
fn programs_start_anew_and_modules_are_shared() {
    let json = r#"[
        { "name": "first", "prints": "True\n" },
        { "name": "second", "prints": "True\n" },
        { "name": "counts", "call": "count()", "gives": "1" },
        { "name": "counts on", "call": "count()", "gives": "2" },
        { "name": "not main", "call": "__name__", "gives": "'main'" }
    ]"#;
    let text = "import os\nif __name__ == '__main__':\n    print(not os.path.exists('mark'))\n    open('mark', 'w').close()\nn = 0\ndef count():\n    global n\n    n += 1\n    return n\n";
    let result = judge(text, json);
    assert_eq!(result.verdict, Verdict::Passed, "{:?}", result.tests);
}

#[test]
fn errors_can_be_wanted() {
    let json = r#"[
        { "name": "wants it", "call": "root(-1)", "raises": { "type": "ValueError", "message": "negative" } },
        { "name": "derived", "call": "root('x')", "raises": { "type": "Exception" } }
    ]"#;
    let right = "def root(n):\n    if n == 'x': raise KeyError(n)\n    if n < 0: raise ValueError('n is negative')\n";
    assert_eq!(judge(right, json).verdict, Verdict::Passed);
    let result = judge("def root(n):\n    return n\n", json);
    assert_eq!(result.verdict, Verdict::Failed);
    assert_eq!(result.tests[0].message.as_deref(), Some("Case \"wants it\": root(-1) must stop with ValueError, and gave -1."));
    assert_eq!(result.explanation.unwrap().code, "error_expected");
    let result = judge("def root(n):\n    raise TypeError('negative')\n", json);
    assert_eq!(result.tests[0].status, Status::Fail);
    assert_eq!(result.tests[0].differences[0].actual, "TypeError: negative");
    assert_eq!(
        judge("import sys\ndef f(): sys.exit(2)\n", r#"[{ "name": "a", "call": "f()", "raises": { "type": "SystemExit" } }]"#).verdict,
        Verdict::Passed
    );
}

#[test]
fn files_are_laid_down_and_looked_at() {
    let json = r#"[
        { "name": "adds", "files": { "log.txt": "one\n" }, "call": "append('two')", "gives": "None", "writes": { "log.txt": "one\ntwo\n" } },
        { "name": "adds again", "files": { "log.txt": "", "deep/er/x.txt": "x" }, "call": "append('three')", "gives": "None", "writes": { "log.txt": "three\n", "deep/er/x.txt": "x" } },
        { "name": "as a program", "files": { "in.txt": "data" }, "prints": "data", "writes": { "out.txt": "data" } }
    ]"#;
    let text = "def append(text):\n    with open('log.txt', 'a') as file:\n        print(text, file=file)\nif __name__ == '__main__':\n    text = open('in.txt').read()\n    print(text)\n    \
                open('out.txt', 'w').write(text)\n";
    for runner in [runner(), runner_b()] {
        let result = judge_in(&runner, text, &Tests::Data { cases: cases(json) }, short());
        assert_eq!(result.verdict, Verdict::Passed, "{:?} {:?}", result.tier, result.tests);
    }
    let wanted = r#"[{ "name": "a", "call": "f()", "writes": { "out.txt": "x" } }]"#;
    let result = judge("def f(): pass\n", wanted);
    assert_eq!(result.tests[0].differences[0].actual, "(the file is not there)");
    let result = judge("import os\ndef f(): os.mkdir('out.txt')\n", wanted);
    assert_eq!(result.tests[0].differences[0].actual, "(it cannot be read as a file)");
    let result = judge("import os\ndef f(): os.symlink('/etc/hostname', 'out.txt')\n", wanted);
    assert_ne!(result.verdict, Verdict::Passed);
}

#[test]
fn data_files_and_other_modules_are_there() {
    let program = Program::new(
        vec![file("main.py", "import helper\ndef f(): return helper.g() + open('words.txt').read()\n"), file("helper.py", "def g(): return 'g'\n")],
        "main.py",
    )
    .unwrap();
    let tests = Tests::Data { cases: cases(r#"[{ "name": "a", "call": "f()", "gives": "'gw'" }]"#) };
    let data_files = [file("words.txt", "w")];
    let exercise = JudgedExercise { program: &program, data_files: &data_files, tests: &tests, limits: short(), mistakes: &[] };
    let result = runner().judge(&exercise, &CancelToken::new()).unwrap();
    assert_eq!(result.verdict, Verdict::Passed, "{:?}", result.tests);
}

#[test]
fn a_program_that_cannot_be_loaded_is_said_once() {
    let result = judge("def longest(words)\n    return 1\n", LONGEST);
    assert_eq!((result.verdict, result.status, result.line, result.score), (Verdict::Error, Status::Error, Some(1), 0));
    assert!(result.message.is_some() && result.stderr.contains("SyntaxError"));
    assert_eq!(result.explanation.unwrap().code, "colon_missing");
    assert_eq!(result.tests.len(), 4);
    assert!(result.tests.iter().all(|test| test.status == Status::Error));
    // A program's cases too.
    let result = judge("print('a'\n", r#"[{ "name": "a", "prints": "a" }, { "name": "b", "prints": "b" }]"#);
    assert_eq!((result.verdict, result.status, result.tests.len()), (Verdict::Error, Status::Error, 2));
}

#[test]
fn an_error_in_a_case_leaves_the_others() {
    let result = judge("def longest(words):\n    return words[5] if len(words) == 1 else max(words, key=len)\n", LONGEST);
    assert_eq!((result.verdict, result.status), (Verdict::Error, Status::Fail));
    let test = &result.tests[0];
    assert_eq!((test.status, test.verdict, test.line), (Status::Error, Verdict::Error, Some(2)));
    assert!(test.traceback.as_ref().unwrap().contains("IndexError"));
    assert!(!test.traceback.as_ref().unwrap().contains("<call>"), "{:?}", test.traceback);
    assert_eq!(result.tests[3].status, Status::Pass);
    assert_eq!(result.explanation.unwrap().code, "place_outside_number");
}

#[test]
fn a_crash_ends_the_rest() {
    let json = r#"[
        { "name": "first", "call": "f(1)", "gives": "1" }, { "name": "second", "call": "f(2)", "gives": "2" },
        { "name": "third", "call": "f(3)", "gives": "3" }, { "name": "program", "prints": "" }
    ]"#;
    for (what, verdict) in [
        ("while True: pass", Verdict::Timeout),
        ("__import__('os')._exit(0)", Verdict::Crashed),
        ("__import__('os').abort()", Verdict::Crashed),
        ("print('x' * 10_000_000)", Verdict::Output),
    ] {
        let result = judge(&format!("def f(n):\n    if n == 2:\n        {what}\n    return n\n"), json);
        assert_eq!((result.verdict, result.status), (verdict, Status::Error), "{what}");
        assert_eq!(result.tests[0].status, Status::Pass);
        assert_eq!((result.tests[1].status, result.tests[1].verdict), (Status::Error, verdict));
        assert_eq!(result.tests[2].message.as_deref(), Some("Case \"third\" was not run, because the program was ended before."));
        assert_eq!(result.tests.len(), 4);
        assert!(result.score < 100);
    }
    let result = judge("def f(n):\n    return [0] * (1 << 40) if n == 2 else n\n", json);
    assert_eq!((result.verdict, result.tests[2].status), (Verdict::Memory, Status::Pass), "after a MemoryError the interpreter goes on");
}

#[test]
fn ending_early_does_not_pass() {
    let json = r#"[{ "name": "a", "call": "f()", "gives": "1" }]"#;
    for text in ["import os\nos._exit(0)\n", "import sys\nsys.exit(0)\n", "exit()\n", "raise SystemExit\n", "quit(0)\n", ""] {
        let text = format!("{text}\n# no f here\n");
        let result = judge(&text, json);
        assert_ne!(result.verdict, Verdict::Passed, "{text}");
        assert_eq!((result.score, result.tests.len()), (0, 1));
    }
    let result = judge("import os\nos._exit(0)\n", r#"[{ "name": "a", "prints": "" }]"#);
    assert_eq!(result.verdict, Verdict::Crashed);
    // In a program without a call it is a normal end.
    assert_eq!(judge("import sys\nprint('x')\nsys.exit(1)\n", r#"[{ "name": "a", "prints": "x" }]"#).verdict, Verdict::Passed);
}

#[test]
fn a_forged_answer_does_not_pass() {
    let json = r#"[{ "name": "a", "call": "f()", "gives": "12345" }, { "name": "b", "call": "f()", "gives": "54321" }]"#;
    // Answers of every number on every descriptor, without the nonce and with the one that lies in the interpreter's memory.
    let text = r#"
import os, gc, json
nonces = ['', 'x'] + [o['nonce'] for o in gc.get_objects() if type(o) is dict and type(o.get('nonce')) is str]
nonces += [o.nonce for o in gc.get_objects() if type(o).__name__ == 'Channel']
for nonce in nonces:
    for n in range(6):
        for more in ({'value': 1}, {'passed': True}, {'verdict': 'passed'}, {'finished': {'found': 1, 'run': 1, 'passed': 1}}, {'value': None}):
            body = json.dumps({'n': n, 'nonce': nonce, 'stage': 'call', **more}).encode()
            for fd in range(3, 30):
                try: os.write(fd, len(body).to_bytes(4, 'little') + body)
                except OSError: pass
def f(): return 1
"#;
    let result = judge(text, json);
    assert_ne!(result.verdict, Verdict::Passed);
    assert_eq!(result.score, 0);
    // Nonsense, too much, nothing.
    for bytes in [
        "b'\\xff' * 100",
        "b'\\xff\\xff\\xff\\x7f' + b'x' * 100",
        "(20_000_000).to_bytes(4, 'little') + b'[' * 20_000_000",
        "b'\\x04\\0\\0\\0null'",
        "b'\\x02\\0\\0\\0\\xff\\xff'",
    ] {
        let text = format!(
            "import os\ndef f():\n    for fd in range(3, 30):\n        try: os.write(fd, {bytes})\n        except OSError: pass\n    return 12345\n"
        );
        let result = judge(&text, json);
        assert_ne!(result.verdict, Verdict::Passed, "{bytes}");
    }
}

#[test]
fn a_value_that_is_too_much_does_not_pass() {
    for value in ["[0] * 3_000_000", "deep()", "loop()", "'x' * 17_000_000", "10 ** 100_000"] {
        let text = format!(
            "def deep():\n    x = []\n    for n in range(5000): x = [x]\n    return x\ndef loop():\n    x = []\n    x.append(x)\n    return x\ndef f(): return {value}\n"
        );
        let result = judge(&text, r#"[{ "name": "a", "call": "f()", "gives": "1" }]"#);
        assert_ne!(result.verdict, Verdict::Passed, "{value}");
        assert_ne!(result.verdict, Verdict::Timeout, "{value}");
    }
}

#[test]
fn threads_left_over_do_no_harm() {
    let text = "import threading, time\ndef f():\n    threading.Thread(target=lambda: time.sleep(60)).start()\n    return 1\n";
    let start = Instant::now();
    let result = judge(text, r#"[{ "name": "a", "call": "f()", "gives": "1" }]"#);
    assert_eq!(result.verdict, Verdict::Passed);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn many_programs_take_not_many_times_as_long() {
    let one = r#"[{ "name": "0", "prints": "hi" }]"#;
    let many: Vec<String> = (0..10).map(|number| format!(r#"{{ "name": "{number}", "prints": "hi" }}"#)).collect();
    let many = format!("[{}]", many.join(","));
    let time = |json: &str| {
        let start = Instant::now();
        assert_eq!(judge("print('hi')\n", json).verdict, Verdict::Passed);
        start.elapsed()
    };
    time(one);
    let (single, ten) = (time(one), time(&many));
    assert!(ten < single * 15, "one case {single:?}, ten cases {ten:?}");
}

#[test]
fn an_exercise_that_cannot_be_judged_is_an_error() {
    let tests = Tests::Data { cases: cases(r#"[{ "name": "a", "call": "f()", "gives": "x + 1" }]"#) };
    let program = program("def f(): pass\n");
    let exercise = JudgedExercise { program: &program, data_files: &[], tests: &tests, limits: short(), mistakes: &[] };
    let error = runner().judge(&exercise, &CancelToken::new()).unwrap_err();
    assert!(matches!(&error, RunnerError::BadExercise { why } if why.contains("case \"a\"")), "{error}");
    assert_eq!(error.class(), domain::error::ErrorClass::Invalid);
    // A case that wants nothing is never passed.
    let result = judge("def f(): pass\n", r#"[{ "name": "a", "call": "f()" }]"#);
    assert_eq!(result.verdict, Verdict::Failed);
}

#[test]
fn a_wrong_answer_can_be_explained() {
    let json = r#"[{ "name": "a", "call": "double(2)", "gives": "4" }]"#;
    for (text, code) in [
        ("def double(n):\n    print(n * 2)\n", "printed_not_given"),
        ("def double(n):\n    n * 2\n", "nothing_given_back"),
        ("def double(n):\n    return str(n * 2)\n", "text_for_number"),
        ("def double(n):\n    return n * 2.0\n", "point_for_whole_result"),
        ("def double(n):\n    return n\n", "number_differs"),
        ("def double(n):\n    return m * 2\n", "name_unknown"),
        ("def double(number):\n    return numbr * 2\n", "name_close"),
        ("def double():\n    return 4\n", "function_takes_other"),
        ("def double(n):\n    return 'x' + n\n", "text_plus_named"),
        ("def double(n):\n    return int('abc')\n", "int_word"),
        ("def double(n):\n    return {}['k']\n", "key_plain"),
        ("def double(n):\n    return n / 0\n", "zero_written"),
        ("def double(n):\n    x = None\n    return x.upper()\n", "none_named"),
        ("def double(n):\n    return open('gone.txt')\n", "file_missing"),
        ("def double(n):\n    import numpy\n", "module_missing"),
        ("def double(n):\n    print(k)\n    k = 1\n", "unbound_later"),
        ("def double(n):\n    return [1, 2][n]\n", "place_outside_plain"),
    ] {
        let result = judge(text, json);
        assert_eq!(result.explanation.map(|explanation| explanation.code).as_deref(), Some(code), "{text}");
    }
}

/// Ten calls of `f`, each with its number.
fn ten_calls(hidden_from: usize) -> Vec<domain::exercise::Case> {
    let case = |n: usize| format!(r#"{{ "name": "{n}", "call": "f({n})", "gives": "{n}", "hidden": {} }}"#, n >= hidden_from);
    cases(&format!("[{}]", (0..10).map(case).collect::<Vec<_>>().join(",")))
}

#[test]
fn what_ends_one_call_leaves_the_answers_before_it() {
    for (end, verdict) in
        [("import os; os._exit(0)", Verdict::Crashed), ("while True: pass", Verdict::Timeout), ("print('y' * 10000000)", Verdict::Output)]
    {
        let text = format!("def f(n):\n    print('call', n)\n    if n == 6:\n        {end}\n    return n\n");
        for runner in [runner(), runner_b()] {
            let result = judge_in(&runner, &text, &Tests::Data { cases: ten_calls(10) }, short());
            let told: Vec<_> = result.tests.iter().map(|test| test.verdict == Verdict::Passed).collect();
            assert_eq!(result.verdict, verdict, "{end}: {:?}", result.message);
            assert_eq!(told, [vec![true; 6], vec![false; 4]].concat(), "{end}");
            for (n, test) in result.tests.iter().enumerate().take(7) {
                assert!(test.output.as_deref().unwrap_or_default().starts_with(&format!("call {n}\n")), "{end}: {:?}", test.output);
            }
            assert!(result.tests[6].message.as_ref().unwrap().starts_with("Case \"6\""), "{:?}", result.tests[6]);
        }
    }
}

#[test]
fn what_each_call_prints_is_told_apart_however_it_is_printed() {
    for print in [
        "print(n)",
        "print(n, end='')",
        "import os; os.write(1, str(n).encode())",
        "import sys; sys.stdout.buffer.write(str(n).encode())",
        "import os; os.set_blocking(1, False); print(n)",
        // Longer than the pipe holds.
        "print(n); print('x' * 90000)",
        // What looks like the end of a case is text.
        "import os; os.write(1, str(n).encode() + bytes([255, 255, 97]))",
    ] {
        let text = format!("def f(n):\n    {print}\n    return n\n");
        let limits = Limits { wall_ms: 5000, output_bytes: 2_000_000, ..Limits::default() };
        let result = judge_in(&runner(), &text, &Tests::Data { cases: ten_calls(10) }, limits);
        assert_eq!(result.verdict, Verdict::Passed, "{print}: {:?}", result.message);
        let first: Vec<_> = result.tests.iter().map(|test| test.output.as_deref().unwrap_or_default().chars().next()).collect();
        assert_eq!(first, "0123456789".chars().map(Some).collect::<Vec<_>>(), "{print}");
        assert!(print.contains("90000") || result.tests.iter().all(|test| test.output.as_ref().unwrap().len() < 12), "{print}: {:?}", result.tests);
    }
    // Without an output of its own a program can still be right.
    let result = judge_in(&runner(), "import os\nos.close(1)\ndef f(n): return n\n", &Tests::Data { cases: ten_calls(10) }, short());
    assert_eq!(result.verdict, Verdict::Passed, "{:?}", result.message);
}

#[test]
fn many_long_calls_are_more_than_the_pipe_holds() {
    let case = |n: usize| format!(r#"{{ "name": "{n}", "call": "f('{}', {n})", "stdin": "{n}\n", "gives": "'{n}'" }}"#, "z".repeat(n % 7 * 9000));
    let list = cases(&format!("[{}]", (0..40).map(case).collect::<Vec<_>>().join(",")));
    let result =
        judge_in(&runner(), "def f(text, n):\n    return input()\n", &Tests::Data { cases: list }, Limits { wall_ms: 5000, ..Limits::default() });
    assert_eq!(result.verdict, Verdict::Passed, "{:?} {:?}", result.message, result.tests.iter().find(|test| test.status != Status::Pass));
}

#[test]
fn a_hidden_call_does_not_wait_where_a_visible_one_may_see_it() {
    let text = "import sys, os\nframe = sys._getframe()\nwhile 'channel' not in frame.f_globals:\n    frame = frame.f_back\nchannel = frame.f_globals['channel']\n\
                def f(n):\n    os.set_blocking(channel.requests.fileno(), False)\n    print('waiting', channel.requests.peek(100000))\n    \
                os.set_blocking(channel.requests.fileno(), True)\n    return n\n";
    let result = judge_in(&runner(), text, &Tests::Data { cases: ten_calls(5) }, short());
    assert_eq!(result.verdict, Verdict::Passed, "{:?}", result.message);
    assert!(result.tests[0].output.as_ref().unwrap().contains("f(1)"), "the calls do wait: {:?}", result.tests[0].output);
    assert!(result.tests.iter().all(|test| !test.output.as_deref().unwrap_or_default().contains("f(5)")));
}

/// Only Python's own exceptions go by their names: a class of the program's that is called like one is another.
#[test]
fn an_error_is_wanted_by_what_it_is_and_not_by_what_it_is_called() {
    let json = r#"[{ "name": "a", "call": "f()", "raises": { "type": "ValueError" } }]"#;
    let exact = json.replace(r#""ValueError" }"#, r#""ValueError", "exact": true }"#);
    let own = |class: &str| format!("{class}\n    pass\ndef f(): raise ValueError('no')\n");
    for class in [
        "class ValueError(Exception):",
        "class ValueError(ValueError, TypeError):",
        "class Named(type):\n    __name__ = 'ValueError'\n    __mro__ = (int,)\nclass ValueError(Exception, metaclass=Named):",
        "import builtins\nclass ValueError(BaseException):\n    pass\nbuiltins.ValueError = ValueError\nif True:",
    ] {
        let right = class.contains("(ValueError, ");
        assert_eq!(judge(&own(class), json).verdict == Verdict::Passed, right, "{class}");
        assert_ne!(judge(&own(class), &exact).verdict, Verdict::Passed, "{class}, exact");
    }
    assert_eq!(judge("def f(): raise ValueError('no')\n", &exact).verdict, Verdict::Passed);
    let empty = r#"[{ "name": "a", "call": "f()", "raises": { "type": "EmptyError", "exact": true } }]"#;
    assert_eq!(judge("class EmptyError(ValueError): pass\ndef f(): raise EmptyError('no')\n", empty).verdict, Verdict::Passed);
}

/// What is looked at after a call is looked at with the functions that Python has, not with the program's.
#[test]
fn a_look_afterwards_uses_no_function_of_the_programs() {
    let json = r#"[{ "name": "unchanged", "setup": "words = ['b', 'a']", "call": "first(words)", "gives": "'a'", "after": [{ "expression": "words", "gives": "['b', 'a']" }] }]"#;
    let program = "def first(words):\n    words.sort()\n    return words[0]\n";
    assert_eq!(judge(program, json).verdict, Verdict::Failed);
    let cheat = "import builtins\nown = builtins.eval\nbuiltins.eval = lambda code, *spaces: ['b', 'a'] if code.co_filename == '<look>' else own(code, *spaces)\n";
    assert_eq!(judge(&format!("{cheat}{program}"), json).verdict, Verdict::Failed);
    assert_eq!(judge(&format!("{cheat}{}", program.replace("words.sort()", "words = sorted(words)")), json).verdict, Verdict::Passed);
}
