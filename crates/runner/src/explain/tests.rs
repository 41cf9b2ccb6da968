//! What every explanation must keep to, and when each is said.
//!
//! `recorded.json` holds what Python 3.8 to 3.13 really said about small programs: for each kind at least two programs it is said about (`code`), and one alike it must not be
//! said about (`not`). Facts that need more than a program and its error stand below.

use super::*;
use domain::exercise::SourceFile;
use proptest::prelude::*;
use serde_json::Value as Json;
use std::collections::HashMap;

fn program(text: &str) -> Program {
    Program::new(vec![SourceFile { path: "main.py".into(), text: text.into() }], "main.py").unwrap()
}

fn facts<'a>(verdict: Verdict, program: &'a Program) -> Facts<'a> {
    Facts { input_lines: 1, limit: 10_000, ..Facts::new(verdict, program) }
}

fn error(type_name: &str, message: &str, line: u32, values: &[(&str, &str)]) -> RaisedError {
    RaisedError {
        type_name: type_name.into(),
        bases: vec!["Exception".into()],
        message: message.into(),
        line: (line > 0).then_some(line),
        file: Some("main.py".into()),
        values: values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        depth: 0,
        sizes: Vec::new(),
    }
}

fn difference(what: &str, expected: &str, actual: &str) -> Difference {
    Difference { what: what.into(), expected: expected.into(), actual: actual.into() }
}

/// The words of a sentence; a piece of code counts as one.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.split('`').enumerate().map(|(place, piece)| if place % 2 == 0 { piece } else { "code" }).collect();
    plain
        .split_whitespace()
        .map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Sentences end with a point or a question mark before a blank, outside code; a colon ends one too.
fn sentences(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut code = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        code ^= character == '`';
        let ends = !code && matches!(character, '.' | '?' | ':') && characters.peek().is_none_or(|next| *next == ' ');
        if let Some(last) = found.last_mut() {
            last.push(character);
        }
        if ends {
            found.push(String::new());
        }
    }
    found.retain(|sentence| !sentence.trim().is_empty());
    found
}

/// The rules for every explanation; `Err` says which is broken.
fn check(explanation: &Explanation) -> Result<(), String> {
    // Jargon, blame, and words that make light of it.
    const NEVER: [&str; 34] = [
        "callable",
        "iterable",
        "literal",
        "scope",
        "nonetype",
        "attribute",
        "argument",
        "arguments",
        "parameter",
        "parameters",
        "syntax",
        "exception",
        "string",
        "strings",
        "integer",
        "integers",
        "float",
        "boolean",
        "index",
        "indices",
        "indentation",
        "indented",
        "operand",
        "operator",
        "expression",
        "object's",
        "traceback",
        "concatenate",
        "variable",
        "forgot",
        "forgotten",
        "simply",
        "just",
        "obviously",
    ];
    let whole = format!("{} {}", explanation.text, explanation.next);
    let problem = |what: String| Err(format!("{}: {what}: {whole}", explanation.code));
    let all = words(&whole);
    if !(25..=60).contains(&all.len()) {
        return problem(format!("{} words", all.len()));
    }
    if let Some(long) = sentences(&explanation.text).into_iter().chain(sentences(&explanation.next)).find(|sentence| words(sentence).len() > 15) {
        return problem(format!("{} words in {long:?}", words(&long).len()));
    }
    if let Some(word) = all.iter().find(|word| NEVER.contains(&word.as_str())) {
        return problem(format!("the word {word:?}"));
    }
    if explanation.text.is_empty()
        || explanation.next.is_empty()
        || !explanation.text.matches('`').count().is_multiple_of(2)
        || !explanation.next.matches('`').count().is_multiple_of(2)
    {
        return problem("something is empty, or a piece of code has no end".into());
    }
    // A piece of code on two lines would not be shown as code; two backticks are an empty piece.
    let plain: String = whole.split('`').step_by(2).collect::<Vec<_>>().join("code");
    if whole.contains('\n') || whole.contains("``") || plain.contains(" ?") || plain.contains("{") || plain.contains("  ") {
        return problem("something is not filled in".into());
    }
    Ok(())
}

/// Explains, and holds the words to the rules.
fn said(facts: &Facts<'_>) -> Explanation {
    let explanation = explain(facts).unwrap();
    check(&explanation).unwrap();
    explanation
}

/// The recorded facts: code that must be said, code that must not, and what was said.
fn recorded() -> Vec<(Option<String>, Option<String>, Explanation, Json)> {
    let all: Vec<Json> = serde_json::from_str(include_str!("recorded.json")).unwrap();
    let text = |json: &Json, name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let read = |json: Json| {
        let program = program(&text(&json, "program"));
        let list = |name: &str| json[name].as_array().cloned().unwrap_or_default();
        let error = RaisedError {
            type_name: text(&json, "type"),
            bases: list("bases").iter().filter_map(|base| base.as_str().map(str::to_owned)).collect(),
            message: text(&json, "message"),
            line: json["line"].as_u64().and_then(|line| line.try_into().ok()),
            file: Some("main.py".into()),
            values: list("values").iter().map(|pair| (pair[0].as_str().unwrap().to_owned(), pair[1].as_str().unwrap().to_owned())).collect(),
            depth: 0,
            sizes: vec![],
        };
        let asked = json["asked"].as_u64().unwrap_or(0).try_into().unwrap();
        let explanation = said(&Facts { error: Some(&error), input_asked: asked, ..facts(Verdict::Error, &program) });
        (json["code"].as_str().map(str::to_owned), json["not"].as_str().map(str::to_owned), explanation, json)
    };
    all.into_iter().map(read).collect()
}

#[test]
fn recorded_errors_get_their_explanation() {
    for (code, not, explanation, fact) in recorded() {
        assert!(code.is_none_or(|code| code == explanation.code), "{} was said of {fact}", explanation.code);
        assert!(not.is_none_or(|not| not != explanation.code), "{} was said of {fact}", explanation.code);
    }
}

#[test]
fn each_kind_of_error_has_two_programs_and_one_alike() {
    // Those that need more than a program and its error are tested below.
    const BELOW: [&str; 13] = [
        "indent_other",
        "module_covered",
        "attribute_plain",
        "recursion_plain",
        "recursion_nested",
        "file_close",
        "file_missing_unnamed",
        "input_none",
        "input_end",
        "interrupted",
        "too_much_memory",
        "error_other_bare",
        "error_unknown",
    ];
    let (mut programs, mut alike): (HashMap<String, Vec<String>>, Vec<String>) = (HashMap::new(), Vec::new());
    for (code, not, _, fact) in recorded() {
        let text = fact["program"].as_str().unwrap().to_owned();
        if let Some(code) = code {
            let known = programs.entry(code).or_default();
            if !known.contains(&text) {
                known.push(text);
            }
        }
        alike.extend(not);
    }
    // The first kind that is not about an error.
    let recorded = Code::ALL.iter().map(|code| code.name()).take_while(|code| *code != "loop_never_changes");
    for code in recorded.filter(|code| !BELOW.contains(code)) {
        assert!(programs.get(code).is_some_and(|programs| programs.len() >= 2), "{code} needs two programs");
        assert!(alike.iter().any(|not| not == code), "{code} needs a program alike that it is not said about");
    }
}

#[test]
fn errors_that_need_more_than_a_program() {
    let one = program("n = 1\nprint(n)\n");
    let of = |error: &RaisedError, lines: u32, asked: u32| {
        said(&Facts { error: Some(error), input_lines: lines, input_asked: asked, ..facts(Verdict::Error, &one) }).code
    };
    let simple = |type_name: &str, message: &str, line: u32| of(&error(type_name, message, line, &[]), 1, 0);
    assert_eq!(simple("RecursionError", "maximum recursion depth exceeded", 2), "recursion_plain");
    assert_eq!(simple("RecursionError", "maximum recursion depth exceeded while getting the repr of an object", 2), "recursion_nested");
    let deep = |depth| RaisedError { depth, ..error("RecursionError", "maximum recursion depth exceeded in comparison", 2, &[]) };
    assert_eq!(of(&deep(2), 1, 0), "recursion_nested");
    assert_eq!(of(&deep(990), 1, 0), "recursion_plain");
    assert_eq!(simple("AttributeError", "a message of one's own", 2), "attribute_plain");
    assert_eq!(simple("FileNotFoundError", "", 2), "file_missing_unnamed");
    assert_eq!(simple("KeyboardInterrupt", "", 2), "interrupted");
    assert_eq!(simple("MemoryError", "", 2), "too_much_memory");
    assert_eq!(simple("StrangeError", "", 2), "error_other_bare");
    assert_eq!(simple("StrangeError", "something", 2), "error_other");
    assert_eq!(simple("StrangeError", "something", 0), "error_other_bare");
    let indentation = RaisedError { bases: vec!["SyntaxError".into()], ..error("IndentationError", "too many levels of indentation", 2, &[]) };
    assert_eq!(of(&indentation, 1, 0), "indent_other");
    let end = error("EOFError", "EOF when reading a line", 2, &[]);
    assert_eq!(of(&end, 0, 1), "input_none");
    assert_eq!(of(&end, 2, 0), "input_end");
    assert_eq!(of(&end, 2, 3), "input_used_up");
    assert_eq!(said(&facts(Verdict::Error, &one)).code, "error_unknown");
}

#[test]
fn the_programs_other_files_are_looked_at() {
    let files = |names: &[&str]| {
        names.iter().map(|name| SourceFile { path: (*name).into(), text: "import random\nrandom.choice([1])\n".into() }).collect::<Vec<_>>()
    };
    let of = |names: &[&str], error: RaisedError| {
        let program = Program::new(files(names), "main.py").unwrap();
        said(&Facts { error: Some(&error), ..facts(Verdict::Error, &program) })
    };
    let module = || error("AttributeError", "module 'random' has no attribute 'choice'", 2, &[]);
    assert_eq!(of(&["main.py", "random.py"], module()).code, "module_covered");
    assert_eq!(of(&["main.py", "randoms.py"], module()).code, "module_name");
    let import = |message: &str| RaisedError { bases: vec!["Exception".into()], ..error("ImportError", message, 1, &[]) };
    let import = |message: &str| RaisedError { bases: vec!["ImportError".into()], ..import(message) };
    assert_eq!(of(&["main.py", "random.py"], import("cannot import name 'choice' from 'random'")).code, "module_covered");
    let gone = |name: &str| error("FileNotFoundError", &format!("[Errno 2] No such file or directory: '{name}'"), 1, &[]);
    assert_eq!(of(&["main.py", "plants.txt"], gone("Plants.txt")).code, "file_close");
    assert_eq!(of(&["main.py", "plants.txt"], gone("animals.txt")).code, "file_missing");
    // The line is in another file than the first one.
    let elsewhere =
        of(&["main.py", "shop.py"], RaisedError { file: Some("shop.py".into()), ..error("ZeroDivisionError", "division by zero", 2, &[]) });
    assert!(elsewhere.text.starts_with("In line 2 of `shop.py`, "), "{}", elsewhere.text);
    assert_eq!(elsewhere.params["file"], "shop.py");
}

#[test]
fn names_values_and_lines_are_said() {
    let text = "names = ['Bo', 'Ana']\nfor i in range(3):\n    print(names[i])\n";
    let one = program(text);
    let error = error("IndexError", "list index out of range", 3, &[("names", "['Bo', 'Ana']"), ("i", "2")]);
    let explanation = said(&Facts { error: Some(&error), ..facts(Verdict::Error, &one) });
    assert_eq!(explanation.text, "In line 3, `i` is 2. So the program asks for place 2 of `names`. There are only 2 values, so the last place is 1.");
    assert_eq!(explanation.next, "Look at the loop in line 2: what is the last value of `i`?");
    assert_eq!(explanation.params["line"], 3);
    assert_eq!(explanation.params["counter"], "i");
    assert_eq!(explanation.params["length"], 2);
}

#[test]
fn nothing_is_said_where_nothing_went_wrong() {
    let one = program("print(1)\n");
    assert_eq!(explain(&facts(Verdict::Passed, &one)), None);
    assert_eq!(explain(&facts(Verdict::Cancelled, &one)), None);
    for verdict in [Verdict::Failed, Verdict::Error, Verdict::Timeout, Verdict::Memory, Verdict::Output, Verdict::Crashed, Verdict::Refused] {
        said(&facts(verdict, &one));
        said(&Facts { case: Some("one"), call: Some("f(1)"), stopped_line: Some(1), ..facts(verdict, &one) });
        said(&Facts { stopped_line: Some(99), ..facts(verdict, &one) });
    }
}

/// Verdict, line, program, code.
fn stopped(verdict: Verdict, line: u32, text: &str) -> String {
    let one = program(text);
    said(&Facts { stopped_line: (line > 0).then_some(line), ..facts(verdict, &one) }).code
}

#[test]
fn endless_loops_are_proved_from_the_text() {
    let time = |line, text| stopped(Verdict::Timeout, line, text);
    for (line, text) in [
        (3, "n = 3\nwhile n > 0:\n    print(n)\n"),
        (0, "total = 0\nn = 3\nwhile n > 0 and total < 5:\n    print(n + 1)\n"),
        (4, "def f(n):\n    m = 0\n    while n != 1:\n        m = m + 1\n    return m\n"),
        (2, "n = 3\nwhile n > 0: print(n)\n"),
    ] {
        assert_eq!(time(line, text), "loop_never_changes", "{text}");
    }
    for (line, text) in [
        (3, "n = 3\nwhile n > 0:\n    n = n - 0\n"),
        (3, "items = [1]\nwhile items:\n    items.append(2)\n"),
        (3, "items = [1]\nwhile items != []:\n    change(items)\n"),
        (4, "n = 3\nwhile n > 0:\n    if n > 2:\n        break\n"),
        (6, "n = 3\ndef f():\n    global n\n    n = 0\nwhile n > 0:\n    f()\n"),
        (3, "import random\nwhile random.random() < 2:\n    print(1)\n"),
        (3, "n = 3\nwhile (n := n + 1) > 0:\n    print(1)\n"),
    ] {
        assert_eq!(time(line, text), "time_in_while", "{text}");
    }
    assert_eq!(time(2, "while True:\n    print(1)\n"), "loop_without_end");
    assert_eq!(time(2, "while 1:\n    x = 3\n"), "loop_without_end");
    assert_eq!(time(3, "def f():\n    while True:\n        return 1\n"), "time_in_while");
    assert_eq!(time(3, "xs = [1]\nfor x in xs:\n    xs.append(x)\n"), "loop_list_grows");
    assert_eq!(time(3, "names = ['a']\nfor name in names:\n    names.append(name + 'b')\n    print(name)\n"), "loop_list_grows");
    assert_eq!(time(4, "xs = [1]\nfor x in xs:\n    if x > 3:\n        xs.append(x)\n"), "time_in_for");
    assert_eq!(time(3, "for i in range(10):\n    for j in range(10 ** 9):\n        x = 1\n"), "time_in_for");
    assert_eq!(time(1, "x = 10 ** 10 ** 10\n"), "time_big_number");
    assert_eq!(time(2, "import math\nx = math.factorial(10 ** 9)\n"), "time_big_number");
    assert_eq!(time(1, "x = sum(range(10))\n"), "time_at_line");
    assert_eq!(time(2, "def f(n):\n    return f(n - 1) + f(n - 2)\n"), "time_recursion");
    assert_eq!(time(2, "def f(n):\n    return g(n)\n"), "time_at_line");
    assert_eq!(time(2, "while True:\n    if input():\n        raise ValueError\nx = 1\n"), "time_in_while");
    assert_eq!(time(0, "for i in range(10 ** 9):\n    pass\n"), "time_plain");
    assert_eq!(time(0, "x = 1\n"), "time_plain");
}

#[test]
fn what_a_line_waits_for_is_told() {
    let time = |line, text: &str| {
        let one = program(text);
        let explanation = said(&Facts { stopped_line: Some(line), ..facts(Verdict::Timeout, &one) });
        (explanation.code.clone(), explanation.params.get("wakes").and_then(Json::as_str).unwrap_or_default().to_owned())
    };
    for (line, text, wakes) in [
        (3, "import threading\nready = threading.Event()\nready.wait()\n", "ready.set"),
        (2, "from threading import Event\nEvent().wait()\n", "set"),
        (3, "import queue\nitems = queue.Queue()\nitems.get()\n", "items.put"),
        (3, "import queue\nitems = queue.Queue(1)\nitems.put(3)\n", "items.get"),
        (4, "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n", "lock.release"),
        (3, "import threading\nlock = threading.Lock()\nwith lock:\n    print(1)\n", "lock.release"),
        (3, "import threading\nmoved = threading.Condition()\nmoved.wait()\n", "moved.notify"),
    ] {
        assert_eq!(time(line, text), ("time_waits".to_owned(), wakes.to_owned()), "{text}");
    }
    let code = |line, text: &str| time(line, text).0;
    assert_eq!(code(3, "import threading\nwork = threading.Thread(target=print)\nwork.join()\n"), "time_waits_thread");
    assert_eq!(code(4, "import asyncio\nasync def main():\n    await asyncio.sleep(99)\nasyncio.run(main())\n"), "time_waits_async");
    // The same words of a text, a dictionary, a file.
    assert_eq!(code(3, "import threading\nages = {}\nages.get(3)\n"), "time_at_line");
    assert_eq!(code(2, "import threading\n', '.join(['a'])\n"), "time_at_line");
    assert_eq!(code(2, "ready = make()\nready.wait()\n"), "time_at_line");
}

#[test]
fn what_grew_or_printed_is_named_where_it_is_certain() {
    let memory = |line, text| stopped(Verdict::Memory, line, text);
    assert_eq!(memory(3, "xs = []\nwhile True:\n    xs.append(1)\n"), "memory_in_loop");
    assert_eq!(memory(2, "for i in range(9):\n    x = 'a' * 10 ** i\n"), "memory_in_loop");
    assert_eq!(memory(1, "x = 'a' * 10 ** 12\n"), "memory_plain");
    assert_eq!(memory(0, "xs = []\nwhile True:\n    xs.append(1)\n"), "memory_plain");
    let output = |text| stopped(Verdict::Output, 0, text);
    assert_eq!(output("n = 1\nwhile n > 0:\n    print(n)\n"), "output_endless");
    assert_eq!(output("n = 1\nprint(n)\nwhile n < 5:\n    m = n + 1\n    print(m)\n"), "output_endless");
    assert_eq!(output("while True:\n    print(1)\n"), "output_without_end");
    assert_eq!(output("n = 0\nwhile True:\n    n = n + 1\n    print(n)\n"), "output_without_end");
    assert_eq!(output("n = 1\nwhile n > 0:\n    n = n + 1\n    print(n)\n"), "output_in_loop");
    assert_eq!(output("for i in range(10 ** 9):\n    print(i)\n"), "output_in_loop");
    assert_eq!(output("for i in range(9):\n    print(i)\nfor j in range(9):\n    print(j)\n"), "output_plain");
    assert_eq!(output("def f():\n    print(1)\n    f()\nfor i in range(3):\n    print(i)\n"), "output_plain");
    assert_eq!(stopped(Verdict::Crashed, 1, "x = 1\n"), "crashed_at");
    assert_eq!(stopped(Verdict::Crashed, 0, "x = 1\n"), "crashed");
    assert_eq!(stopped(Verdict::Refused, 1, "x = 1\n"), "refused_at");
    assert_eq!(stopped(Verdict::Refused, 0, "x = 1\n"), "refused");
}

/// What is said about one difference in a call of `f(3)`.
fn differs(text: &str, printed: &str, what: &str, expected: &str, actual: &str) -> String {
    let one = program(text);
    let differences = [difference(what, expected, actual)];
    let call = (what != "printed").then_some("f(3)");
    said(&Facts { call, differences: &differences, printed, ..facts(Verdict::Failed, &one) }).code
}

#[test]
fn a_function_that_gives_nothing_back_is_told_from_one_that_prints() {
    let prints = "def f(n):\n    print(n * 2)\n";
    let none = |text, printed, expected| differs(text, printed, "result", expected, "None");
    assert_eq!(none(prints, "6\n", "6"), "printed_not_given");
    assert_eq!(none("def f(n):\n    print('done')\n    print('yes')\n", "done\nyes\n", "'yes'"), "printed_not_given");
    assert_eq!(none(prints, "7\n", "6"), "nothing_given_back");
    assert_eq!(none("def f(n):\n    m = n * 2\n", "", "6"), "nothing_given_back");
    assert_eq!(none("def f(n):\n    if n > 5:\n        return 6\n", "", "6"), "nothing_this_time");
    assert_eq!(none("def f(n):\n    for i in range(n):\n        if i == 9:\n            return i\n", "", "9"), "nothing_this_time");
    assert_eq!(none("from math import f\n", "", "6"), "nothing_given_plain");
    assert_eq!(none("f = print\n", "", "''"), "nothing_given_plain");
    assert_eq!(differs(prints, "", "result", "None", "6"), "something_given_back");
    assert_eq!(differs(prints, "", "result", "None", "[]"), "something_given_back");
}

#[test]
fn values_are_compared_like_a_teacher_would() {
    for (expected, actual, code) in [
        ("13", "'13'", "text_for_number"),
        ("2.5", "'2.5'", "text_for_number"),
        ("13", "'14'", "kind_differs"),
        ("'13'", "13", "number_for_text"),
        ("'2.5'", "2.5", "number_for_text"),
        ("'13'", "14", "kind_differs"),
        ("3", "3.0", "point_for_whole_result"),
        ("-3", "-3.0", "point_for_whole_result"),
        ("3", "3.5", "number_differs"),
        ("3.0", "3", "whole_for_point_result"),
        ("-2.0", "-2", "whole_for_point_result"),
        ("[1, 2]", "(1, 2)", "list_for_group"),
        ("(1, 'a')", "[1, 'a']", "list_for_group"),
        ("[1, 2]", "(1, 3)", "kind_differs"),
        ("[1, 2]", "'[1, 2]'", "text_for_other"),
        ("True", "'True'", "text_for_other"),
        ("True", "'yes'", "truth_wanted"),
        ("'sea'", "['s', 'e', 'a']", "kind_differs"),
        ("'sea'", "<function f>", "function_given_back"),
        ("3", "<built-in function len>", "function_given_back"),
        ("3", "<Lamp object>", "result_differs"),
        ("'plum jam'", "'{fruit} jam'", "braces_not_filled"),
        ("'3 and 4'", "'{n} and {n + 1}'", "braces_not_filled"),
        ("'{x}'", "'{y}'", "result_differs"),
        ("'sun'", "'sky'", "result_differs"),
        ("1", "-1", "number_differs"),
        ("'Sea'", "'sea'", "case_differs"),
        ("'OK'", "'Ok'", "case_differs"),
        ("'a b'", "'ab'", "blanks_differ"),
        ("'A b'", "'a  b'", "case_and_blanks_differ"),
        ("'Tea\\n'", "'TEA'", "case_and_blanks_differ"),
        ("3", "<coroutine object f at 0x7f>", "coroutine_given"),
        ("'a\\n'", "'a'", "blanks_differ"),
        ("'Hi, Bo!'", "'Hi Bo'", "punctuation_differs"),
        ("'a-b'", "'a_b'", "punctuation_differs"),
        ("'Hi, Bo!'", "'Hi, Ana!'", "text_differs"),
        ("'kiwi'", "'kiwa'", "text_differs"),
        ("'river'", "'riv'", "text_end_missing"),
        ("'a.b.'", "'a.'", "text_end_missing"),
        ("'riv'", "'river'", "text_end_extra"),
        ("'a'", "'aa'", "text_end_extra"),
        ("'abc'", "'cba'", "text_reversed"),
        ("'river'", "'revir'", "text_reversed"),
        ("'river'", "'rivre'", "text_differs"),
        ("'a'", "''", "result_differs"),
        ("5", "4", "off_by_one"),
        ("0", "1", "off_by_one"),
        ("5", "7", "number_differs"),
        ("5", "-5", "sign_differs"),
        ("2.5", "-2.5", "sign_differs"),
        ("0.5", "0.3333", "number_differs"),
        ("33.3", "33.333", "nearly_equal"),
        ("0.3", "0.30000000000000004", "nearly_equal"),
        ("True", "False", "truth_differs"),
        ("False", "True", "truth_differs"),
        ("True", "1", "truth_wanted"),
        ("[1, 2, 3]", "[2, 1, 3]", "order_differs"),
        ("['a', 'c', 'b', 'd']", "['d', 'a', 'b', 'c']", "order_differs"),
        ("[1, 2, 3]", "[3, 2, 1]", "order_reversed"),
        ("['b', 'a']", "['a', 'b']", "order_reversed"),
        ("[1, 2, 3]", "[1, 3]", "item_missing"),
        ("['a', 'b', 'c', 'd']", "['a', 'c', 'd']", "item_missing"),
        ("[1, 2, 3]", "[1, 2]", "last_item_missing"),
        ("['a', 'b']", "['a']", "last_item_missing"),
        ("[1, 2, 3]", "[2, 3]", "first_item_missing"),
        ("['a', 'b', 'c']", "['b', 'c']", "first_item_missing"),
        ("[1, 2]", "[1, 2, 3]", "item_extra"),
        ("[]", "[0]", "item_extra"),
        ("[1, 2]", "[]", "list_empty"),
        ("['a']", "[]", "list_empty"),
        ("[1, 2, 3, 4]", "[1, 2]", "list_length"),
        ("[1]", "[2, 3]", "list_length"),
        ("[1, 2]", "['1', 2]", "item_kind"),
        ("['1', '2']", "['1', 2]", "item_kind"),
        ("[1, 2]", "[1, 5]", "item_differs"),
        ("[[1], [2]]", "[[1], [3]]", "item_differs"),
        ("{'a': 1, 'b': 2}", "{'a': 1}", "key_not_given"),
        ("{'a': 1}", "{'A': 1}", "key_not_given"),
        ("{'a': 1}", "{'a': 1, 'b': 2}", "key_too_much"),
        ("{}", "{'': 1}", "key_too_much"),
        ("{'a': 1}", "{'a': 2}", "key_value_differs"),
        ("{'a': [1]}", "{'a': []}", "key_value_differs"),
        ("{1, 2}", "{1, 3}", "result_differs"),
    ] {
        assert_eq!(differs("def f(n):\n    return n\n", "", "result", expected, actual), code, "{expected} and {actual}");
    }
}

#[test]
fn printed_text_is_compared_line_by_line() {
    for (expected, actual, code) in [
        ("Hello\n", "", "printed_nothing"),
        ("\nHello\n", " \n", "printed_nothing"),
        ("a\nb\n", "a\n", "printed_line_missing"),
        ("a\nb\nc", "a\nb", "printed_line_missing"),
        ("a\n", "a\nb\n", "printed_line_extra"),
        ("a", "a\nb\nc", "printed_line_extra"),
        ("a\n", "a\nNone\n", "printed_none"),
        ("a\nb\n", "a\nNone\nb\nNone\n", "printed_none"),
        ("None\n", "a\nNone\n", "printed_line_differs"),
        ("5\n", "Age? 5\n", "printed_question"),
        ("Age? 5\n", "Age? 6\n", "printed_line_differs"),
        ("Hi Bo\n", "Hi\nBo\n", "printed_line_joined"),
        ("Hi\nBo\n", "Hi Bo\n", "printed_line_joined"),
        ("Hi Bo\n", "hi bo\n", "printed_case"),
        ("a\nOK\n", "a\nok\n", "printed_case"),
        ("HiBo!\n", "Hi Bo !\n", "printed_blanks_plain"),
        ("a: 3\n", "a:3\n", "printed_blanks_plain"),
        ("Hi Bo\n", "Hi {name}\n", "printed_braces"),
        ("3 + 4 = 7\n", "3 + 4 = {a + b}\n", "printed_braces"),
        ("{name}\n", "{names}\n", "printed_line_differs"),
        ("a\n", "{}\n", "printed_line_differs"),
        ("Hi, Bo!\n", "Hi Bo\n", "printed_punctuation"),
        ("a.\nb.\n", "a.\nb\n", "printed_punctuation"),
        ("2.5\n", "25\n", "printed_line_differs"),
        ("3 - 1\n", "3 1\n", "printed_line_differs"),
        ("3 left\n", "3.0 left\n", "printed_point"),
        ("It costs 12.\n", "It costs 12.0.\n", "printed_point"),
        ("3 left\n", "3.5 left\n", "printed_line_differs"),
        ("a\nb\n", "a\n\nb\n", "printed_empty_line"),
        ("a\nb\nc\n", "a\n\nc\n", "printed_empty_line"),
        ("a\n\nb\n", "a\nb\n", "printed_no_empty_line"),
        ("a\n\nb\n", "a\nx\nb\n", "printed_no_empty_line"),
        ("a\nb\n", "a\nc\n", "printed_line_differs"),
        ("total 5\n", "total 6\n", "printed_line_differs"),
        ("a\n", "a \n", "printed_line_end"),
        ("a\nb\n", "a\nb\t\n", "printed_line_end"),
        ("a\n", "a\n\n\n", "printed_text_end"),
        ("a\n", "a", "printed_text_end"),
        ("Hi Bo\n", "hi  bo\n", "printed_case_blanks"),
        ("Hi Bo\n", "HiBo \n", "printed_blanks_plain"),
        ("ADA\n", "<built-in method upper of str object>\n", "printed_function"),
        ("3\n", "<coroutine object f>\n", "printed_coroutine"),
    ] {
        assert_eq!(differs("age = input(\"Age? \")\n", actual, "printed", expected, actual), code, "{expected:?} and {actual:?}");
    }
}

#[test]
fn values_afterwards_and_files_are_told_apart() {
    for (what, expected, actual, code) in [
        ("values", "[1, 2]", "[1, 2, 3]", "after_differs"),
        ("bottle.level", "300", "0", "after_differs"),
        ("len(names)", "2", "3", "after_differs"),
        ("f(4)", "8", "4", "after_differs"),
        ("total", "2", "NameError: name 'total' is not defined", "after_name_missing"),
        ("len(names)", "2", "NameError: name 'names' is not defined", "after_name_missing"),
        ("total", "2", "TypeError: no", "after_differs"),
        ("plants.txt", "fern\nmoss\n", "(the file is not there)", "file_not_written"),
        ("plants.txt", "fern\n", "", "file_not_written"),
        ("plants.txt", "fern\nmoss\n", "fern\nivy\n", "file_line_differs"),
        ("out/list.csv", "a,b\n", "a;b\n", "file_line_differs"),
        ("plants.txt", "fern\nmoss\n", "fern\n", "file_line_missing"),
        ("plants.txt", "a\nb\nc\n", "a\n\nc\n", "file_line_missing"),
        ("plants.txt", "fern\n", "fern\nmoss\n", "file_line_extra"),
        ("plants.txt", "", "moss\n", "file_line_extra"),
        ("plants.txt", "fern\n", "fern \n", "file_differs"),
        ("plants.txt", "fern\n", "fern\n\n", "file_differs"),
    ] {
        assert_eq!(differs("x = 1\n", "", what, expected, actual), code, "{what}: {expected:?} and {actual:?}");
    }
}

#[test]
fn a_call_looked_at_afterwards_is_judged_like_a_call() {
    let own = "def f(n):\n    return n\n";
    assert_eq!(differs(own, "", "f(4)", "8", "4"), "number_differs");
    assert_eq!(differs(own, "", "f(4)", "'4'", "4"), "number_for_text");
    assert_eq!(differs("def f(n):\n    n * 2\n", "", "f(4)", "8", "None"), "nothing_given_back");
    let one = program(own);
    let differences = [difference("f(4)", "8", "4")];
    let explanation = said(&Facts { call: Some("f(1)"), differences: &differences, ..facts(Verdict::Failed, &one) });
    assert_eq!(explanation.what, "`f(4)` gives back `4`. Expected is `8`.");
}

#[test]
fn errors_that_should_come_are_explained_as_such() {
    let one = program("def f(n):\n    return int(n)\n");
    let of = |expected: &str, actual: &str, error: Option<&RaisedError>| {
        let differences = [difference("raised", expected, actual)];
        said(&Facts { call: Some("f('a')"), differences: &differences, error, ..facts(Verdict::Failed, &one) }).code
    };
    let value = error("ValueError", "no", 2, &[]);
    let nowhere = error("ValueError", "no", 0, &[]);
    assert_eq!(of("TypeError", "(no error)", None), "error_expected");
    assert_eq!(of("TypeError: too small", "3", None), "error_expected");
    assert_eq!(of("TypeError", "ValueError: no", Some(&value)), "error_expected_other");
    assert_eq!(of("KeyError: x", "ValueError: no", Some(&value)), "error_expected_other");
    assert_eq!(of("KeyError", "ValueError: no", Some(&nowhere)), "error_expected_other_plain");
    assert_eq!(of("ValueError: too small", "ValueError: no", Some(&value)), "error_message");
    assert_eq!(of("Exception: too small", "ValueError: no", Some(&value)), "error_message");
    let call = |error: RaisedError| said(&Facts { call: Some("f('a')"), error: Some(&error), ..facts(Verdict::Error, &one) }).code;
    assert_eq!(call(error("NameError", "name 'root' is not defined", 0, &[])), "function_missing");
    assert_eq!(call(error("NameError", "name 'g' is not defined", 0, &[])), "function_missing");
    assert_eq!(call(error("NameError", "name 'F' is not defined", 0, &[])), "function_misspelt");
    assert_eq!(call(error("NameError", "name 'root' is not defined", 2, &[])), "name_unknown");
    assert_eq!(call(error("TypeError", "f() takes 1 positional argument but 2 were given", 0, &[])), "function_takes_other");
    assert_eq!(call(error("TypeError", "f() missing 1 required positional argument: 'n'", 0, &[])), "function_takes_other");
    assert_eq!(call(error("TypeError", "f() missing 1 required positional argument: 'n'", 2, &[])), "values_missing");
    // A case that failed without anything to show.
    assert_eq!(said(&Facts { case: Some("one"), ..facts(Verdict::Failed, &one) }).code, "case_failed");
    assert_eq!(said(&facts(Verdict::Failed, &one)).code, "case_failed");
}

/// A code's sentences with something in every gap.
fn example(code: Code) -> Explanation {
    const NUMBERS: [&str; 14] =
        ["line", "index", "length", "last", "number", "value", "seconds", "given", "lines", "asked", "expected", "blanks", "rounds", "times"];
    let mut params = Map::new();
    for field in [code.what(), code.why(), code.next()].iter().flat_map(|template| template.split('{').skip(1)) {
        let name: String = field.chars().take_while(|character| character.is_ascii_lowercase() || *character == '_').collect();
        let value = if name.contains("type") || matches!(name.as_str(), "left" | "right" | "other" | "container") {
            Json::from("dict")
        } else if NUMBERS.contains(&name.as_str()) || name.ends_with("_line") {
            Json::from(12)
        } else {
            Json::from("name")
        };
        if !matches!(name.as_str(), "" | "place" | "here" | "subject" | "run") {
            params.insert(name, value);
        }
    }
    let place = [("line", Json::from(12)), ("file", "shop.py".into()), ("call", "f(3)".into()), ("code_line", "x = f(3)".into())];
    params.extend(place.map(|(name, value)| (name.to_owned(), value)));
    say(code, params)
}

#[test]
fn every_template_keeps_to_the_rules_with_any_filling() {
    let broken: Vec<String> = Code::ALL.iter().filter_map(|code| check(&example(*code)).err()).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The window makes the sentences itself, from a copy of the table; so that it can be translated. With `LEARNING_STUDIO_WRITE=1` the copy is written anew.
#[test]
fn the_window_has_the_same_table() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/i18n/explanations");
    // What the window must make of it: one of each kind, and the ways to say where.
    let mut said: Vec<Explanation> = Code::ALL.iter().map(|code| example(*code)).collect();
    for (name, params) in [
        ("zero_plain", serde_json::json!({ "line": 3 })),
        ("zero_plain", serde_json::json!({ "call": "f(1)", "case": "one", "code_line": "never shown" })),
        ("case_failed", serde_json::json!({ "case": "one" })),
        ("case_failed", serde_json::json!({})),
        ("place_outside", serde_json::json!({ "line": 0, "index": 1, "name": "a", "length": 1, "last": 0, "place_text": "" })),
        ("kind_differs", serde_json::json!({ "actual": "", "expected": "3", "actual_type": "Lamp", "expected_type": "int" })),
        ("text_plus_other", serde_json::json!({ "line": 1, "other": "" })),
    ] {
        let code = Code::ALL.iter().find(|code| code.name() == name).unwrap();
        said.push(say(*code, params.as_object().unwrap().clone()));
    }
    for (name, made) in [("en.json", template::english()), ("said.json", serde_json::to_value(said).unwrap())] {
        let path = folder.join(name);
        let made = serde_json::to_string_pretty(&made).unwrap() + "\n";
        if std::env::var_os("LEARNING_STUDIO_WRITE").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == made, "{} is not what the templates give: run this test with LEARNING_STUDIO_WRITE=1", path.display());
    }
}

/// Programs, messages and values as bad as they may be.
fn wild() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,40}",
        "[a-z`'\"{}\\[\\]()\n\u{202e} .:=+]{0,80}",
        prop::sample::select(vec!["", "None", "'a'", "[1, 2", "[1, 2]", "{'a': 1}", "x", "`", "\n", "3", "'3'", "(empty)", "1e999", "{}", "{line}"])
            .prop_map(str::to_owned),
    ]
}

/// A recorded error with its names and values changed.
fn recorded_with_changes() -> impl Strategy<Value = (Json, String, Vec<String>, Option<u32>)> {
    let all: Vec<Json> = serde_json::from_str(include_str!("recorded.json")).unwrap();
    (prop::sample::select(all), "[a-zA-Z_äß漢]{1,100}", prop::collection::vec(wild(), 4), prop::option::of(0..9u32))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn the_rules_hold_for_changed_names_and_values((fact, name, values, line) in recorded_with_changes()) {
        // The names that the program uses most become another one, in program and message.
        let old = fact["values"][0][0].as_str().unwrap_or("name").to_owned();
        let swap = |text: &str| if old.len() > 2 { text.replace(&old, &name) } else { text.to_owned() };
        let one = program(&swap(fact["program"].as_str().unwrap()));
        let names = fact["values"].as_array().cloned().unwrap_or_default();
        let raised = RaisedError {
            type_name: fact["type"].as_str().unwrap().into(),
            bases: vec!["Exception".into()],
            message: swap(fact["message"].as_str().unwrap()),
            line: line.or(fact["line"].as_u64().and_then(|line| line.try_into().ok())),
            file: None,
            values: names.iter().zip(&values).map(|(pair, value)| (swap(pair[0].as_str().unwrap()), value.clone())).collect(),
            depth: 0,
            sizes: vec![],
        };
        let explanation = explain(&Facts { error: Some(&raised), ..facts(Verdict::Error, &one) }).unwrap();
        prop_assert_eq!(check(&explanation), Ok(()));
    }

    #[test]
    fn the_rules_hold_for_any_facts(
        text in "(?s)[a-z=:()\\[\\]'\"\n +<>0-9,.#]{1,120}",
        kind in prop::sample::select(vec!["NameError", "TypeError", "ValueError", "IndexError", "KeyError", "AttributeError", "SyntaxError", "IndentationError", "OSError", "ImportError", "MyError"]),
        message in wild(),
        line in prop::option::of(0..9u32),
        value in wild(),
    ) {
        prop_assume!(!text.trim().is_empty());
        let one = program(&text);
        let raised = RaisedError { type_name: kind.into(), bases: vec![], message, line, file: None, values: vec![("x".into(), value.clone()), (value, "3".into())], depth: 0, sizes: vec![] };
        let explanation = explain(&Facts { error: Some(&raised), ..facts(Verdict::Error, &one) }).unwrap();
        prop_assert_eq!(check(&explanation), Ok(()));
    }

    #[test]
    fn the_rules_hold_for_any_difference(
        what in prop::sample::select(vec!["result", "printed", "values", "out.txt", "raised"]),
        (expected, actual, printed) in (wild(), wild(), wild()),
        call in prop::option::of(wild()),
    ) {
        let one = program("def f(n):\n    return n\n");
        let differences = [difference(what, &expected, &actual)];
        let explanation = explain(&Facts { call: call.as_deref(), case: Some("one"), differences: &differences, printed: &printed, ..facts(Verdict::Failed, &one) }).unwrap();
        prop_assert_eq!(check(&explanation), Ok(()));
    }

    #[test]
    fn the_rules_hold_for_any_end(
        text in "(while [a-z<>0-9 ]{1,9}:\n    [a-z=+0-9 ()]{1,20}\n|x = 1\n|for a in b:\n    b[.]append[(]a[)]\n|    print[(]x[)]\n){1,5}",
        verdict in prop::sample::select(vec![Verdict::Timeout, Verdict::Memory, Verdict::Output, Verdict::Crashed, Verdict::Refused]),
        line in prop::option::of(0..12u32),
        limit in any::<u64>(),
    ) {
        let one = program(&text);
        let explanation = explain(&Facts { stopped_line: line, limit, ..facts(verdict, &one) }).unwrap();
        prop_assert_eq!(check(&explanation), Ok(()));
    }
}
