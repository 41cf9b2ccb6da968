//! What a second look finds: the author's named mistakes, calls that are right the first time only.

use super::{cases, file, judge, judge_with, runner, short};
use domain::{
    exercise::{Mistake, Tests},
    judge::{JudgeResult, Verdict},
};

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
    let tests = Tests::Python { files: vec![file("tests/test_main.py", test)], module: "main".into() };
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
