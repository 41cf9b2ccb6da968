//! What is said of programs that hang, that close what Python needs, or fail inside of Python's own files: run for real, and read as a learner reads it.

use super::{judge, judge_python, run, run_in, runner, runner_b};
use domain::{
    exercise::Limits,
    judge::{Explanation, Verdict},
};
use runner::CancelToken;

fn said(text: &str) -> Explanation {
    let limits = Limits { wall_ms: 600, ..Limits::default() };
    let result = runner().run(&super::program(text), &[], "", limits, &mut |_| (), &CancelToken::new()).unwrap();
    result.explanation.unwrap_or_else(|| panic!("nothing is said of {text}"))
}

/// Neither our own frames nor where the machine has its files.
fn is_the_learners_own(text: &str) {
    for stranger in ["<string>", "<call>", "/usr/", "/lib/", "/root", "site-packages", ".pyenv", "/work/", "run_program", "serve()"] {
        assert!(!text.contains(stranger), "{stranger} in {text}");
    }
}

#[test]
fn a_traceback_has_the_learners_lines_and_one_line_for_all_others() {
    let result = run("import json\ndef read(text):\n    return json.loads(text)\nread('{name: 3}')\n");
    is_the_learners_own(&result.stderr);
    assert!(result.stderr.contains("line 3, in read\n"), "{}", result.stderr);
    assert!(result.stderr.contains("\n  (3 steps inside the module json)\njson.decoder.JSONDecodeError"), "{}", result.stderr);
    // Between the learner's own lines, and in an error that came before.
    let text = "import random, json\ndef key(value):\n    return value / 0\ntry:\n    random.choice([])\nexcept IndexError:\n    json.dumps({1: 2}, default=key, cls=3)\n";
    let result = run(text);
    is_the_learners_own(&result.stderr);
    assert!(result.stderr.contains("(1 step inside the module random)\nIndexError"), "{}", result.stderr);
    let result =
        run("import functools, heapq\nclass A:\n    def __lt__(self, other):\n        return 1 / 0\nheapq.merge\nlist(heapq.merge([A()], [A()]))\n");
    is_the_learners_own(&result.stderr);
    let (before, after) = result.stderr.split_once("inside the module heapq)").unwrap();
    assert!(before.contains("line 6, in <module>") && after.contains("line 4, in __lt__"), "{}", result.stderr);
    let judged = judge("import json\ndef f(text):\n    return json.loads(text)\n", r#"[{ "name": "a", "call": "f('x')", "gives": "1" }]"#);
    is_the_learners_own(judged.tests[0].traceback.as_deref().unwrap());
}

#[test]
fn errors_that_nobody_can_catch_are_told_in_the_same_way() {
    let thread = "import threading, json\ndef work(text):\n    json.loads(text)\nt = threading.Thread(target=work, args=('x',))\nt.start()\nt.join()\nprint('end')\n";
    let result = run(thread);
    assert_eq!(result.stdout, "end\n");
    is_the_learners_own(&result.stderr);
    assert!(result.stderr.starts_with("Exception in thread Thread-1"), "{}", result.stderr);
    assert!(result.stderr.contains("most recent call last):\n  File \"main.py\", line 3, in work\n"), "{}", result.stderr);
    let deleted = "import json\nclass A:\n    def __del__(self):\n        json.loads('x')\na = A()\ndel a\nprint('end')\n";
    let result = run(deleted);
    is_the_learners_own(&result.stderr);
    assert!(
        result.stdout == "end\n" && result.stderr.contains("Exception ignored") && result.stderr.contains("line 4, in __del__"),
        "{}",
        result.stderr
    );
    // A thread that ends itself says nothing, and a program without a place for errors goes on.
    assert_eq!(run("import threading, sys\nt = threading.Thread(target=sys.exit)\nt.start()\nt.join()\n").stderr, "");
    let quiet = run(&thread.replace("import threading", "import sys\nsys.stderr = None\nimport threading"));
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("end\n", ""));
}

#[test]
fn a_program_that_waits_names_the_line_and_what_it_waits_for() {
    let imports = "import threading, queue, time\n";
    for (text, code, line, piece) in [
        ("ready = threading.Event()\nready.wait()\n", "time_waits", 3, "`ready.set`"),
        ("def take():\n    items = queue.Queue()\n    return items.get()\ntake()\n", "time_waits", 4, "`items.put`"),
        ("lock = threading.Lock()\nlock.acquire()\nlock.acquire()\n", "time_waits", 4, "`lock.release`"),
        ("lock = threading.Lock()\nwith lock:\n    with lock:\n        print(1)\n", "time_waits", 4, "`lock.release`"),
        ("time.sleep(1000)\n", "time_asleep", 2, "`sleep`"),
        // The program itself waits for a thread, which waits for something else.
        (
            "ready = threading.Event()\ndef work():\n    ready.wait()\nt = threading.Thread(target=work)\nt.start()\nt.join()\n",
            "time_waits",
            4,
            "`ready.set`",
        ),
        // After its last line a program waits for its threads.
        ("def work():\n    time.sleep(1000)\nthreading.Thread(target=work).start()\n", "time_asleep", 3, "`sleep`"),
    ] {
        let explanation = said(&format!("{imports}{text}"));
        assert_eq!((explanation.code.as_str(), explanation.params["line"].as_u64()), (code, Some(line)), "{text}{explanation:?}");
        assert!(explanation.place.starts_with(&format!("Line {line}: `")), "{}", explanation.place);
        assert!(explanation.text.contains(piece), "{explanation:?}");
    }
}

#[test]
fn a_thread_that_does_not_end_is_looked_at_like_the_program() {
    let work = "import threading\ndef work():\n    n = 1\n    while n > 0:\n        m = n\nt = threading.Thread(target=work)\nt.start()\n";
    for text in [work.to_owned(), format!("{work}t.join()\n")] {
        let explanation = said(&text);
        assert_eq!((explanation.code.as_str(), explanation.place.as_str()), ("loop_stuck", "Line 4: `while n > 0:`"), "{explanation:?}");
        assert_eq!(explanation.params["values"], "n = 1");
    }
    let deep = "import threading, sys\nsys.setrecursionlimit(10 ** 6)\ndef work(n):\n    return work(n + 1)\nt = threading.Thread(target=work, args=(1,))\nt.start()\nt.join()\n";
    let explanation = said(deep);
    // With little memory or stack it ends otherwise; the line is told all the same.
    assert!(explanation.code == "time_recursion" || explanation.code == "crashed_at", "{explanation:?}");
    assert_eq!(explanation.params["line"], 4, "{explanation:?}");
}

#[test]
fn a_line_that_makes_a_number_too_large_is_named() {
    let explanation = said("x = 9 ** 9 ** 9\nprint('done')\n");
    assert_eq!((explanation.code.as_str(), explanation.place.as_str()), ("time_big_number", "Line 1: `x = 9 ** 9 ** 9`"), "{explanation:?}");
}

#[test]
fn a_hidden_case_that_ends_python_shows_no_value() {
    let text = "import os\ndef f(n):\n    os._exit(n)\n";
    let explanation = judge(text, r#"[{ "name": "a", "call": "f(77)", "gives": "1", "hidden": true }]"#).explanation.unwrap();
    assert_eq!(explanation.code, "gone");
    assert!(!serde_json::to_string(&explanation).unwrap().contains("77"), "{explanation:?}");
}

#[test]
fn blanks_that_differ_are_made_visible() {
    for (printed, code, expected, actual) in [
        ("print('a')\nprint('b  ')\n", "printed_line_end", "'b'", "'b  '"),
        ("print('a')\nprint('b', end='')\n", "printed_text_end", r"'b\n'", "'b'"),
        ("print('a')\nprint('b')\nprint()\n", "printed_text_end", r"'b\n'", r"'b\n\n'"),
    ] {
        let explanation = judge(printed, r#"[{ "name": "a", "prints": "a\nb\n", "compare": "exact" }]"#).explanation.unwrap();
        assert_eq!(explanation.code, code, "{explanation:?}");
        assert!(explanation.what.contains(&format!("`{expected}`")) && explanation.what.contains(&format!("`{actual}`")), "{explanation:?}");
    }
}

/// The last call is said to give nothing back only where that is what the test looks at.
#[test]
fn a_test_that_looks_at_something_else_than_a_result_is_told_so() {
    let unit = |lines: &str| format!("import unittest, main\nclass T(unittest.TestCase):\n    def test_it(self):\n        {lines}\n");
    let fill = "def fill(values, n):\n    for i in range(len(values)):\n        values[i] = 0\n";
    let show = "def parse(text):\n    print(text.upper())\n";
    let none = "def double(n):\n    n * 2\n";
    for (program, test, code) in [
        (fill, unit("values = [1, 2]\n        main.fill(values, 7)\n        self.assertEqual(values, [7, 7])"), "test_elsewhere"),
        (fill, unit("values = [1, 2]; main.fill(values, 7); self.assertEqual(values, [7, 7])"), "test_elsewhere"),
        (
            show,
            "import main\ndef test_it(capsys):\n    main.parse('hi')\n    assert capsys.readouterr().out == 'hi\\n'\n".to_owned(),
            "test_elsewhere",
        ),
        (none, unit("self.assertEqual(main.double(2), 4)"), "test_got_nothing"),
        (none, unit("result = main.double(2)\n        self.assertEqual(result, 4)"), "test_got_nothing"),
        (none, "import main\ndef test_it():\n    result = main.double(2)\n    assert result == 4\n".to_owned(), "test_got_nothing"),
        (none, "import main\ndef test_it():\n    assert (\n        main.double(2)\n        == 4\n    )\n".to_owned(), "test_got_nothing"),
        (none, unit("with self.assertRaises(ValueError):\n            main.double(-1)"), "test_not_raised"),
        ("def double(n):\n    return n + 2\n", unit("self.assertEqual(main.double(3), 6)"), "test_not_content"),
        (
            "def take(values):\n    return values[0]\n",
            unit("values = [1, 2]\n        main.take(values)\n        self.assertEqual(values, [2])"),
            "test_elsewhere",
        ),
    ] {
        let explanation = judge_python(program, &test).explanation.unwrap();
        assert_eq!(explanation.code, code, "{test}{explanation:?}");
    }
}

/// Of a program that ended in a strange way, no more is said than is known.
#[test]
fn an_end_is_explained_by_what_brought_it_about() {
    let limits = Limits { wall_ms: 1500, ..Limits::default() };
    let pipes =
        "import os\nfor number in range(3, 64):\n    try:\n        os.write(number, b'\\x02\\x00\\x00\\x00{}')\n    except OSError:\n        pass\n";
    for (text, verdict, code) in [
        ("import os\nos.kill(os.getpid(), 9)\n", Verdict::Crashed, "left_at_once"),
        ("import os\nos._exit(137)\n", Verdict::Crashed, "left_at_once"),
        ("import ctypes, os\nctypes.CDLL(None).kill(os.getpid(), 9)\n", Verdict::Crashed, "killed"),
        (pipes, Verdict::Crashed, "disturbed"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n", Verdict::Timeout, "halted"),
    ] {
        for runner in [runner(), runner_b()] {
            let result = run_in(&runner, text, limits);
            let explanation = result.explanation.unwrap();
            assert_eq!((result.verdict, explanation.code.as_str()), (verdict, code), "{text}{:?}\n{explanation:?}", result.message);
        }
    }
    let group = run("import os, signal\nos.kill(0, signal.SIGKILL)\n");
    assert_eq!((group.verdict, group.explanation.unwrap().code.as_str()), (Verdict::Crashed, "left_at_once"));
    let large = judge("def f():\n    return 'x' * 20_000_000\n", r#"[{ "name": "a", "call": "f()", "gives": "1" }]"#);
    assert_eq!((large.verdict, large.explanation.unwrap().code.as_str()), (Verdict::Crashed, "large_value"));
}

#[test]
fn a_program_that_wants_too_much_memory_is_still_told_so() {
    let result = run("values = [0]\nwhile True:\n    values = values + values\n");
    assert_eq!((result.verdict, result.explanation.unwrap().code.as_str()), (Verdict::Memory, "memory_error_loop"));
}

/// As many files in both tiers, and nothing of printing is said where a folder is full.
#[test]
fn a_full_folder_is_explained_as_one() {
    let many = |count: u32, text: &str| format!("for n in range({count}):\n    with open(f'f{{n}}', 'w') as file:\n        file.write({text:?})\n");
    let limits = Limits { file_bytes: 64 * 1024 * 1024, ..Limits::default() };
    for (runner, full) in [(runner(), "folder_full"), (runner_b(), "many_files")] {
        let fits = run_in(&runner, &many(6000, "x"), limits);
        assert_eq!((fits.verdict, fits.explanation), (Verdict::Passed, None));
        let result = run_in(&runner, &format!("{}import time\ntime.sleep(0.2)\n", many(8500, "x")), limits);
        assert_eq!((result.verdict, result.explanation.unwrap().code.as_str()), (Verdict::Output, full));
    }
    for (runner, full) in [(runner(), "folder_full"), (runner_b(), "large_files")] {
        let result = run_in(&runner, &many(8000, &"x".repeat(3000)), Limits::default());
        let explanation = result.explanation.unwrap();
        assert_eq!((result.verdict, explanation.code.as_str()), (Verdict::Output, full), "{:?}", result.message);
    }
}

/// With the limits of every run, and in a thread a recursion as deep as Python allows.
#[test]
fn sixty_four_threads_start_and_more_are_explained() {
    let threads = |count: u32| {
        format!(
            "import threading, time\nends = threading.Event()\nthreads = []\nfor n in range({count}):\n    t = threading.Thread(target=ends.wait)\n    \
             t.start()\n    threads.append(t)\nprint(len(threads))\nends.set()\n"
        )
    };
    let deep = "import threading, json\ndef down(n):\n    return 0 if n == 0 else 1 + down(n - 1)\nclass R:\n    def __init__(self, inner):\n        self.inner = inner\n    def __repr__(self):\n        \
                return '%r' % (self.inner,)\ndef work():\n    print(down(950))\n    r = R(0)\n    for n in range(300):\n        r = R(r)\n    print(repr(r))\n    deep = []\n    for n in range(300):\n        \
                deep = [deep]\n    print(len(json.dumps(deep)))\nt = threading.Thread(target=work)\nt.start()\nt.join()\n";
    for runner in [runner(), runner_b()] {
        let result = run_in(&runner, &threads(64), Limits::default());
        assert_eq!((result.verdict, result.stdout.as_str()), (Verdict::Passed, "64\n"), "{}", result.stderr);
        let result = run_in(&runner, deep, Limits::default());
        assert_eq!((result.verdict, result.stdout.as_str()), (Verdict::Passed, "950\n0\n602\n"), "{}", result.stderr);
        // All of them end with the program, although they wait.
        let many = threads(200).replace("target=ends.wait", "target=ends.wait, daemon=True");
        let explanation = run_in(&runner, &many, Limits::default()).explanation.unwrap();
        assert_eq!((explanation.code.as_str(), explanation.params["line"].as_u64()), ("threads_too_many", Some(6)), "{explanation:?}");
    }
}
