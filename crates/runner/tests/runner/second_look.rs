//! What a second look finds: the author's named mistakes, calls that are right the first time only, loops that do not end, lines that print too much.

use super::{cases, file, judge, judge_with, program, run_in, runner, short};
use domain::{
    exercise::{Limits, Mistake, Tests},
    judge::{Explanation, JudgeResult, Verdict},
};
use runner::CancelToken;

const COUNT: &str = r#"[
    { "name": "none", "call": "count([])", "gives": "0" },
    { "name": "one", "call": "count([5])", "gives": "1" },
    { "name": "three", "call": "count([5, 5, 5])", "gives": "3" },
    { "name": "special", "call": "count([0, 1])", "gives": "2", "hidden": true }
]"#;

fn mistake(text: &str, message: &str) -> Mistake {
    Mistake { file: file("wrong/one.py", text), case: "three".into(), message: message.into() }
}

fn judge_count(text: &str, mistakes: &[Mistake]) -> JudgeResult {
    judge_with(&runner(), text, &Tests::Data { cases: cases(COUNT) }, short(), mistakes)
}

#[test]
fn a_named_mistake_is_said_where_it_explains_every_case() {
    let mistakes = [
        mistake("def count(values):\n    return 0\n", "It never counts."),
        mistake("def count(values):\n    return len(values) - len(values) // 2\n", "Only every second value is counted"),
    ];
    let text = "def count(values):\n    n = 0\n    for value in values[::2]:\n        n += 1\n    return n\n";
    let result = judge_count(text, &mistakes);
    assert_eq!(result.verdict, Verdict::Failed);
    let explanation = result.explanation.unwrap();
    assert_eq!(explanation.code, "named_mistake");
    assert_eq!(explanation.what, "`count([5, 5, 5])` gives back `2`. Expected is `3`.");
    assert!(explanation.why.starts_with("Only every second value is counted. A program"), "{}", explanation.why);
    assert_eq!(explanation.params["message"], "Only every second value is counted.");
    // The verdict and the tests are the same without the author's mistakes.
    let plain = judge_count(text, &[]);
    assert_eq!((plain.verdict, plain.tests, plain.score), (result.verdict, result.tests, result.score));
    assert_eq!(plain.explanation.unwrap().code, "off_by_one");
}

#[test]
fn a_mistake_that_explains_all_but_one_case_is_not_said() {
    // The same as the program in the cases that are shown, another value in the hidden one.
    let mistakes = [mistake("def count(values):\n    return min(len(values), 1)\n", "It stops after one.")];
    let result = judge_count("def count(values):\n    return 1 if 5 in values else 0\n", &mistakes);
    assert_eq!(result.explanation.unwrap().code, "number_differs");
    // Only hidden cases fail, and the mistake fails in shown ones too.
    let result = judge_count("def count(values):\n    return len([value for value in values if value])\n", &mistakes);
    let explanation = result.explanation.unwrap();
    assert_eq!((explanation.code.as_str(), explanation.place.as_str()), ("case_failed", "The case `special`"));
    assert!(!serde_json::to_string(&explanation.params).unwrap().contains("[0, 1]"), "{:?}", explanation.params);
    // A right program is not compared with anything.
    assert!(judge_count("def count(values):\n    return len(values)\n", &mistakes).explanation.is_none());
}

#[test]
fn a_mistake_in_hidden_cases_alone_shows_nothing_of_them() {
    let mistakes = [mistake("def count(values):\n    return len([value for value in values if value])\n", "Zero counts too.")];
    let text = "def count(values):\n    return sum(1 for value in values if value != 0)\n";
    let explanation = judge_count(text, &mistakes).explanation.unwrap();
    assert_eq!(
        (explanation.code.as_str(), explanation.what.as_str()),
        ("named_mistake_plain", "In the case `special`, the result is not the expected one.")
    );
    assert!(explanation.why.starts_with("Zero counts too. A program"), "{}", explanation.why);
    assert!(!explanation.params.contains_key("call"), "{:?}", explanation.params);
}

#[test]
fn printed_text_and_python_tests_have_named_mistakes_too() {
    let tests = Tests::Data { cases: cases(r#"[{ "name": "greets", "stdin": "Ada\n", "prints": "Hello, Ada!\n" }]"#) };
    let mistakes = [mistake("input()\nprint('Hello, name!')\n", "The word name is printed, not its value.")];
    let result = judge_with(&runner(), "name = input()\nprint(\"Hello, name!\")\n", &tests, short(), &mistakes);
    assert_eq!(result.explanation.unwrap().code, "named_mistake_plain");
    let test = "from main import double\ndef test_two():\n    assert double(2) == 4\ndef test_five():\n    assert double(5) == 10\n";
    let tests = Tests::python(vec![file("tests/test_main.py", test)], "main");
    let limits = domain::exercise::Limits { wall_ms: 3000, ..short() };
    let mistakes = [
        mistake("def double(n):\n    return n + 2\n", "Two is added."),
        mistake("def double(n):\n    return n ** 2\n", "The number is multiplied by itself."),
    ];
    let result = judge_with(&runner(), "def double(n):\n    return n * n\n", &tests, limits, &mistakes);
    assert_eq!(result.verdict, Verdict::Failed);
    assert_eq!(result.explanation.unwrap().params["message"], "The number is multiplied by itself.");
    let result = judge_with(&runner(), "def double(n):\n    return n * n - 1\n", &tests, limits, &mistakes);
    assert_eq!(result.explanation.unwrap().code, "test_not_content");
}

#[test]
fn a_mistake_that_never_ends_takes_little_time() {
    let mistakes = [
        mistake("def count(values):\n    while True:\n        pass\n", "It never ends."),
        mistake("def count(values):\n    return 1\n", "Always one."),
    ];
    let start = std::time::Instant::now();
    let result = judge_count("def count(values):\n    return 1\n", &mistakes);
    assert_eq!(result.explanation.unwrap().params["message"], "Always one.");
    assert!(start.elapsed().as_secs() < 4, "{:?}", start.elapsed());
}

#[test]
fn a_call_that_is_right_the_first_time_only_is_told() {
    let json = r#"[
        { "name": "one", "call": "add('a')", "gives": "['a']" },
        { "name": "another", "call": "add('b')", "gives": "['b']" }
    ]"#;
    for (text, code, line) in [
        ("def add(word, words=[]):\n    words.append(word)\n    return words\n", "first_call_default", Some(1)),
        ("words = []\n\ndef add(word):\n    words.append(word)\n    return words\n", "first_call_only", None),
        ("def add(word, first=[]):\n    first.append(word)\n    return [word] if len(first) == 1 else []\n", "first_call_default", Some(1)),
        // Wrong alone as well.
        ("def add(word):\n    return ['a']\n", "item_differs", None),
        ("def add(word, words=[]):\n    return [word] if word == 'a' else []\n", "list_empty", None),
    ] {
        let explanation = judge(text, json).explanation.unwrap();
        assert_eq!((explanation.code.as_str(), explanation.params.get("line").and_then(serde_json::Value::as_u64)), (code, line), "{text}");
    }
}

/// What is said of a program that is only run: code, what, why.
fn said(text: &str, stdin: &str) -> Explanation {
    said_within(Limits { wall_ms: 500, ..Limits::default() }, text, stdin)
}

fn said_within(limits: Limits, text: &str, stdin: &str) -> Explanation {
    let result = runner().run(&program(text), &[], stdin, limits, &mut |_| (), &CancelToken::new()).unwrap();
    result.explanation.unwrap_or_else(|| panic!("nothing is said of {text}"))
}

#[test]
fn an_endless_loop_says_what_never_changed() {
    let explanation = said("i = 0\nn = 10\nprint('go')\nwhile i < n:\n    x = i + 1\n", "");
    assert_eq!((explanation.code.as_str(), &explanation.params["loop_line"]), ("loop_stuck", &4.into()));
    assert_eq!(explanation.params["values"], "i = 0, n = 10");
    assert!(explanation.params["rounds"].as_u64().unwrap() > 1000, "{:?}", explanation.params);
    assert!(explanation.next.contains("`i`"), "{}", explanation.next);
    // Only while the inner one goes round is it the inner one.
    let explanation = said("for i in range(3):\n    n = 0\n    while n < 5:\n        m = n + 1\n", "");
    assert_eq!((explanation.code.as_str(), &explanation.params["loop_line"]), ("loop_stuck", &3.into()));
    // A value that comes back to what it was did change.
    let explanation = said("n = 5\nwhile n > 0:\n    n = -n\n    n = 6 if n == -5 else 5\n", "");
    assert_eq!(explanation.code, "loop_moves");
    // A condition that calls something may change without its names.
    let explanation = said("items = [3]\nwhile len(items) > 0:\n    x = 1\n", "");
    assert_eq!(explanation.code, "loop_watched");
}

#[test]
fn a_loop_that_goes_the_wrong_way_says_from_where_to_where() {
    let explanation = said("def down(n):\n    while n != 0:\n        n = n - 2\n    return n\n\nprint(down(3))\n", "");
    assert_eq!((explanation.code.as_str(), explanation.place.as_str()), ("loop_moves", "Line 2: `while n != 0:`"));
    assert_eq!((&explanation.params["name"], &explanation.params["first"]), (&"n".into(), &"3".into()));
    assert!(explanation.params["value"].as_str().unwrap().starts_with('-'), "{:?}", explanation.params);
}

#[test]
fn other_ways_not_to_end_are_told_apart() {
    for (text, code) in [
        ("while True:\n    x = 3\n    if x == 4:\n        break\n", "loop_no_break"),
        ("while 1 < 2:\n    pass\n", "loop_no_way_out"),
        ("total = 0\nfor i in range(10 ** 12):\n    total += i\n", "for_watched"),
        ("import time\ntime.sleep(60)\n", "time_asleep"),
        ("sum(iter(int, 1))\n", "time_at_line"),
        // A program that puts the watching off still gets its words.
        ("import sys\nsys.settrace(None)\nn = 1\nwhile n < 5:\n    m = 3\n", "loop_never_changes"),
        ("import sys\nwhile True:\n    try:\n        sys.exit()\n    except BaseException:\n        pass\n", "loop_no_way_out"),
    ] {
        let explanation = said(text, "");
        assert_eq!(explanation.code, code, "{text}{explanation:?}");
    }
}

#[test]
fn too_much_output_says_which_line_printed() {
    // So little output that it comes before the time is up.
    let said = |text, stdin| said_within(Limits { output_bytes: 4096, ..Limits::default() }, text, stdin);
    let explanation = said("def show(n):\n    print('number', n)\n\nprint('first')\nn = 10\nwhile n > 0:\n    show(n)\n    n += 1\n", "");
    assert_eq!((explanation.code.as_str(), explanation.place.as_str()), ("output_moves", "Line 2: `print('number', n)`"));
    assert!(explanation.params["times"].as_u64().unwrap() > 100, "{:?}", explanation.params);
    assert_eq!((&explanation.params["loop_line"], &explanation.params["name"]), (&6.into(), &"n".into()));
    let explanation = said("answer = input()\nwhile answer != 'yes':\n    print('Again? ' * 20)\n", "no\nyes\n");
    assert_eq!((explanation.code.as_str(), &explanation.params["values"]), ("output_stuck", &"answer = 'no'".into()));
    let explanation = said("for i in range(10 ** 9):\n    print(i, 'and a long line ' * 9)\n", "");
    assert_eq!((explanation.code.as_str(), &explanation.params["line"]), ("output_most", &2.into()));
}

#[test]
fn input_that_is_used_up_says_how_often_it_was_asked_for() {
    let explanation = said("names = []\nwhile True:\n    names.append(input('Name? '))\n", "Ada\nBo\n");
    assert_eq!(explanation.code, "input_used_up");
    assert_eq!((&explanation.params["lines"], &explanation.params["asked"]), (&2.into(), &3.into()));
    assert!(explanation.why.contains("There were 2 lines, and it asked 3 times"), "{}", explanation.why);
    // Asked in vain before.
    let explanation = said("try:\n    input()\n    input()\nexcept EOFError:\n    pass\ninput()\n", "Ada\n");
    assert_eq!(explanation.params["asked"], 3);
    // Each case counts for itself.
    let json = r#"[
        { "name": "one", "call": "ask()", "stdin": "a\n", "gives": "'a'" },
        { "name": "two", "call": "ask() + ask()", "stdin": "b\n", "gives": "'bb'" }
    ]"#;
    let explanation = judge("def ask():\n    return input()\n", json).explanation.unwrap();
    assert_eq!((explanation.code.as_str(), &explanation.params["asked"]), ("input_used_up", &2.into()));
}

#[test]
fn a_case_that_does_not_end_is_looked_at_with_its_own_values() {
    let json = r#"[
        { "name": "one", "call": "count(0)", "gives": "0" },
        { "name": "two", "setup": "start = 7", "call": "count(start)", "gives": "7" },
        { "name": "never run", "call": "count(99)", "gives": "99" }
    ]"#;
    let text = "def count(n):\n    i = 0\n    while n != i:\n        n = n * 1\n    return i\n";
    let result = judge(text, json);
    assert_eq!((result.verdict, result.tests[0].verdict), (Verdict::Timeout, Verdict::Passed));
    let explanation = result.explanation.unwrap();
    assert_eq!((explanation.code.as_str(), &explanation.params["values"]), ("loop_stuck", &"n = 7, i = 0".into()));
    // Of a hidden case no value is told.
    let hidden = json.replace(r#""gives": "7""#, r#""gives": "7", "hidden": true"#);
    let explanation = judge(text, &hidden).explanation.unwrap();
    assert!(!serde_json::to_string(&explanation).unwrap().contains('7'), "{explanation:?}");
}

#[test]
fn what_was_printed_is_kept_whatever_the_end() {
    for (text, verdict) in [
        ("print('seen')\nprint(1 / 0)\n", Verdict::Error),
        ("print('seen')\nwhile True:\n    pass\n", Verdict::Timeout),
        ("print('seen')\nx = 'a' * 10 ** 10\n", Verdict::Memory),
        ("print('seen')\nwhile True:\n    print('x' * 1000)\n", Verdict::Output),
        ("print('seen')\nimport os\nos.kill(os.getpid(), 11)\n", Verdict::Crashed),
        ("print('seen')\nopen('/etc/learning-studio', 'w')\n", Verdict::Refused),
    ] {
        let run = run_in(&runner(), text, short());
        assert_eq!((run.verdict, run.stdout.starts_with("seen\n")), (verdict, true), "{text}{:?}", run.message);
        let judged = judge(text, r#"[{ "name": "a", "prints": "never\n" }]"#);
        assert_eq!(judged.verdict, verdict, "{text}");
        assert!(judged.tests[0].output.as_ref().is_some_and(|output| output.starts_with("seen\n")), "{text}{:?}", judged.tests[0]);
        assert!(judged.explanation.is_some_and(|explanation| !explanation.why.is_empty()), "{text}");
    }
}

/// Code, line, why and the table of steps that are said of one failing call.
fn step_of(text: &str, call: &str, gives: &str) -> Explanation {
    judge(text, &serde_json::json!([{ "name": "one", "call": call, "gives": gives }]).to_string()).explanation.unwrap()
}

#[test]
fn the_first_step_that_goes_astray_is_named() {
    let text =
        "def evens(values):\n    found = []\n    for value in values:\n        if value > 1:\n            found.append(value)\n    return found\n";
    let explanation = step_of(text, "evens([2, 3, 4])", "[2, 4]");
    assert_eq!((explanation.code.as_str(), explanation.place.as_str()), ("step_astray", "Line 5: `found.append(value)`"), "{explanation:?}");
    assert_eq!(explanation.what, "`evens([2, 3, 4])` gives back `[2, 3, 4]`. Expected is `[2, 4]`.");
    assert_eq!(explanation.why, "Up to `[2]`, `found` is the beginning of that. Then line 5 makes it `[2, 3]`.");
    let rows = explanation.params["steps"].as_array().unwrap();
    assert!(rows.len() <= 12 && rows.contains(&serde_json::json!([5, "found", "[2, 3]"])), "{rows:?}");
    // Text, letter by letter.
    let text = "def code(word):\n    out = ''\n    for letter in word:\n        out += letter.upper() if letter != 'b' else letter\n    return out\n";
    let explanation = step_of(text, "code('abc')", "'AxC'");
    assert_eq!(
        (explanation.code.as_str(), &explanation.params["before"], &explanation.params["value"]),
        ("step_astray", &"'A'".into(), &"'Ab'".into())
    );
    // Where values are put in front, or sorted in the end, no step is the wrong one for certain.
    let text = "def turn(values):\n    out = []\n    for value in values:\n        out.insert(0, value)\n    return out\n";
    assert_eq!(step_of(text, "turn([1, 2, 3])", "[3, 1, 2]").code, "order_differs");
}

#[test]
fn a_value_that_was_right_once_is_told() {
    let text = "def has(values, wanted):\n    found = False\n    for value in values:\n        if value == wanted:\n            found = True\n        else:\n            found = False\n    return found\n";
    let explanation = step_of(text, "has([1, 2, 3], 2)", "True");
    assert_eq!((explanation.code.as_str(), explanation.place.as_str()), ("step_passed", "Line 7: `found = False`"), "{explanation:?}");
    assert_eq!(explanation.why, "At one time, `found` was `True`, as it should be. Then line 7 made it `False`.");
}

#[test]
fn other_results_come_with_the_values_that_led_to_them() {
    let text = "def total(prices):\n    result = 0\n    for price in prices:\n        result = price\n    return result\n";
    let explanation = step_of(text, "total([3, 4, 5])", "12");
    assert_eq!((explanation.code.as_str(), explanation.place.as_str()), ("steps_taken", "Line 4: `result = price`"), "{explanation:?}");
    assert_eq!(explanation.params["values"], "0, 3, 4, 5");
    let long = "def total(n):\n    result = 0\n    for i in range(n):\n        result += i\n    return result\n";
    let explanation = step_of(long, "total(50)", "99");
    assert_eq!(explanation.params["values"], "0, 1, 3, …, 1225");
    assert_eq!(explanation.params["steps"].as_array().unwrap().len(), 12);
    // Nothing is given back by a name: the steps stand beside the words that were there.
    let explanation = step_of("def double(n):\n    return n + 2\n", "double(5)", "10");
    assert_eq!((explanation.code.as_str(), &explanation.params["steps"]), ("number_differs", &serde_json::json!([[1, "n", "5"]])));
    // What comes out another way each time is not explained by another time.
    let text = "import random\ndef f():\n    n = random.randint(1, 10 ** 12)\n    n += 1\n    return n\n";
    let explanation = step_of(text, "f()", "-1");
    assert_eq!((explanation.code.as_str(), explanation.params.get("steps")), ("number_differs", None));
    // A hidden case shows no step.
    let json = r#"[{ "name": "one", "call": "total([3, 4, 77])", "gives": "84", "hidden": true }]"#;
    let explanation =
        judge("def total(prices):\n    result = 0\n    for price in prices:\n        result = price\n    return result\n", json).explanation.unwrap();
    assert!(!serde_json::to_string(&explanation).unwrap().contains("77"), "{explanation:?}");
}

/// What is said of a program with tests written in Python.
fn said_in_tests(text: &str, test: &str) -> (Verdict, Explanation) {
    let tests = Tests::python(vec![file("tests/test_main.py", test)], "main");
    let result = judge_with(&runner(), text, &tests, Limits { wall_ms: 1500, ..Limits::default() }, &[]);
    (result.verdict, result.explanation.unwrap_or_else(|| panic!("nothing is said of {text}")))
}

#[test]
fn loops_are_watched_for_tests_in_python_too() {
    let test = "from main import half, count\ndef test_half():\n    assert half(4) == 2\ndef test_count():\n    assert count([5, 6]) == 2\ndef test_after():\n    assert half(2) == 1\n";
    let text = "def half(n):\n    while n % 2 == 1:\n        n += 1\n    return n // 2\n\ndef count(values):\n    i = 0\n    while i < len(values):\n        n = i + 1\n    return n\n";
    let (verdict, explanation) = said_in_tests(text, test);
    assert_eq!((verdict, explanation.place.as_str()), (Verdict::Timeout, "Line 8: `while i < len(values):`"), "{explanation:?}");
    let stuck = text.replace("i < len(values)", "i < 2");
    let (_, explanation) = said_in_tests(&stuck, test);
    assert_eq!((explanation.code.as_str(), &explanation.params["values"]), ("loop_stuck", &"i = 0".into()), "{explanation:?}");
    assert!(explanation.params["rounds"].as_u64().unwrap() > 1000, "{explanation:?}");
    // A function that the tests lend is called in between: the loop around it began before.
    let lent = "def apply(f):\n    n = 3\n    while n > 0:\n        f(n)\n        m = n + 1\n";
    let (verdict, explanation) = said_in_tests(lent, "from main import apply\ndef test_apply():\n    apply(lambda n: n)\n");
    assert_eq!(verdict, Verdict::Timeout);
    assert_eq!(explanation.params["line"], 3, "{explanation:?}");
    // While it is loaded, nobody has asked anything yet.
    let (verdict, explanation) = said_in_tests("n = 1\nwhile n > 0:\n    m = n\n", "import main\ndef test_n():\n    assert main.n == 0\n");
    assert_eq!((verdict, explanation.code.as_str(), &explanation.params["line"]), (Verdict::Timeout, "loop_stuck", &2.into()), "{explanation:?}");
}

#[test]
fn what_ends_python_is_found_for_tests_in_python_too() {
    let test = "from main import f\ndef test_one():\n    assert f(1) == 1\ndef test_two():\n    assert f(2) == 2\n";
    let (verdict, explanation) = said_in_tests("import os\ndef f(n):\n    if n == 2:\n        os._exit(0)\n    return n\n", test);
    assert_eq!((verdict, explanation.code.as_str(), &explanation.params["line"]), (Verdict::Crashed, "left_at_once", &4.into()), "{explanation:?}");
    let (_, explanation) = said_in_tests("import os\nos.closerange(3, 99)\ndef f(n):\n    return n\n", test);
    assert_eq!((explanation.code.as_str(), &explanation.params["line"]), ("cut_off", &2.into()), "{explanation:?}");
}
