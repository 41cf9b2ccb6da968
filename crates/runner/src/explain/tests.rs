//! What every explanation must keep to, and what some must say.

use super::*;
use crate::worker::{Place, Sketch};
use domain::{exercise::Limits, judge::Difference, value::Value};

fn facts(type_name: &str, message: &str) -> ErrorFacts {
    ErrorFacts {
        type_name: type_name.into(),
        bases: vec![type_name.into(), "Exception".into()],
        message: message.into(),
        frames: vec![("main.py".into(), 3, "total".into())],
        depth: 1,
        ..ErrorFacts::default()
    }
}

fn syntax(message: &str, source: &str) -> ErrorFacts {
    let type_name = if message.contains("indent") { "IndentationError" } else { "SyntaxError" };
    ErrorFacts {
        bases: vec![type_name.into(), "SyntaxError".into()],
        filename: Some("main.py".into()),
        lineno: Some(2),
        offset: Some(4),
        text: Some(source.into()),
        msg: Some(message.into()),
        frames: Vec::new(),
        ..facts(type_name, message)
    }
}

fn with_names(mut facts: ErrorFacts, source: &str, names: &[(&str, &str, Option<u64>, &str)]) -> ErrorFacts {
    facts.source = source.into();
    for (name, type_name, length, text) in names {
        let sketch = Sketch { type_name: (*type_name).into(), length: *length, text: Some((*text).into()) };
        facts.names.insert((*name).into(), sketch);
        facts.known.push((*name).into());
    }
    facts
}

fn value(text: &str) -> Value {
    Value::parse(text).unwrap()
}

/// One of each kind.
fn all() -> Vec<Explanation> {
    let mut errors = vec![
        (syntax("expected ':'", "if x > 3\n"), "colon_missing"),
        (syntax("invalid syntax", "while True\n"), "colon_missing"),
        (syntax("'(' was never closed", "print(1\n"), "bracket_not_closed"),
        (syntax("unterminated string literal (detected at line 2)", "print('a)\n"), "quote_not_closed"),
        (syntax("unmatched ')'", "print(1))\n"), "bracket_too_many"),
        (syntax("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", "if x = 3:\n"), "one_equals_sign"),
        (syntax("invalid syntax", "if x = 3:\n"), "one_equals_sign"),
        (syntax("Missing parentheses in call to 'print'. Did you mean print(...)?", "print 1\n"), "print_without_brackets"),
        (syntax("invalid character '“' (U+201C)", "print(“a”)\n"), "strange_character"),
        (syntax("invalid syntax", "x y\n"), "syntax_error"),
        (syntax("expected an indented block after 'if' statement on line 1", "print(1)\n"), "indent_missing"),
        (syntax("unexpected indent", "  print(1)\n"), "indent_too_much"),
        (syntax("unindent does not match any outer indentation level", " print(1)\n"), "indent_uneven"),
    ];
    let numbers = [("words", "list", Some(6), "['a']"), ("i", "int", None, "6")];
    errors.extend([
        (with_names(facts("NameError", "name 'totla' is not defined"), "print(totla)", &[("total", "int", None, "3")]), "name_misspelt"),
        (facts("NameError", "name 'apples' is not defined"), "name_unknown"),
        (facts("UnboundLocalError", "cannot access local variable 'count' where it is not associated with a value"), "name_without_value_yet"),
        (
            with_names(facts("TypeError", "can only concatenate str (not \"int\") to str"), "'a' + age", &[("age", "int", None, "3")]),
            "text_and_number",
        ),
        (
            with_names(facts("TypeError", "unsupported operand type(s) for +: 'int' and 'str'"), "3 + age", &[("age", "str", Some(1), "'3'")]),
            "text_and_number",
        ),
        (facts("TypeError", "unsupported operand type(s) for -: 'list' and 'list'"), "kinds_do_not_fit"),
        (
            with_names(
                facts("TypeError", "unsupported operand type(s) for +: 'NoneType' and 'int'"),
                "found + 1",
                &[("found", "NoneType", None, "None")],
            ),
            "none_used",
        ),
        (facts("TypeError", "'NoneType' object is not subscriptable"), "none_used"),
        (facts("TypeError", "add() missing 1 required positional argument: 'b'"), "too_few_values"),
        (facts("TypeError", "add() takes 2 positional arguments but 3 were given"), "too_many_values"),
        (with_names(facts("TypeError", "'int' object is not subscriptable"), "i[0]", &[("i", "int", None, "6")]), "no_parts"),
        (facts("TypeError", "'int' object is not callable"), "not_a_function"),
        (facts("TypeError", "'int' object is not iterable"), "nothing_to_go_through"),
        (facts("TypeError", "list indices must be integers or slices, not str"), "place_not_a_number"),
        (facts("ValueError", "invalid literal for int() with base 10: 'abc'"), "text_is_not_a_number"),
        (facts("ValueError", "'x' is not in list"), "value_not_there"),
        (facts("ValueError", "not enough values to unpack (expected 2, got 1)"), "unpack_count"),
        (with_names(facts("IndexError", "list index out of range"), "  print(words[i])", &numbers), "place_outside"),
        (facts("IndexError", "list index out of range"), "place_outside"),
        (facts("IndexError", "pop from empty list"), "list_is_empty"),
        (facts("KeyError", "'Ada'"), "key_not_there"),
        (facts("AttributeError", "'list' object has no attribute 'add'"), "list_word"),
        (facts("AttributeError", "'str' object has no attribute 'push'"), "not_known_to_value"),
        (facts("AttributeError", "'NoneType' object has no attribute 'append'"), "none_used"),
        (with_names(facts("ZeroDivisionError", "division by zero"), "a / n", &[("n", "int", None, "0")]), "divided_by_zero"),
        (facts("ZeroDivisionError", "division by zero"), "divided_by_zero"),
        (facts("RecursionError", "maximum recursion depth exceeded"), "never_stops_calling"),
        (facts("ModuleNotFoundError", "No module named 'numpy'"), "no_such_module"),
        (facts("FileNotFoundError", "[Errno 2] No such file or directory: 'gone.txt'"), "no_such_file"),
        (facts("EOFError", "EOF when reading a line"), "input_used_up"),
        (facts("MemoryError", ""), "memory_full"),
        (facts("PermissionError", "[Errno 1] Operation not permitted"), "not_allowed_here"),
        (facts("AssertionError", ""), "assertion"),
        (facts("UnicodeDecodeError", "invalid start byte"), "unknown_error"),
    ]);
    let mut all = Vec::new();
    for (facts, name) in &errors {
        let explanation = exception(facts, Some("Ada\n12\n"));
        assert_eq!(explanation.code, *name, "{}", facts.message);
        all.push(explanation);
    }
    let place = Place { file: "main.py".into(), line: 4 };
    let limits = Limits::default();
    let difference = Difference { what: "words".into(), expected: "['a']".into(), actual: "[]".into() };
    let wrong = |expected: &str, actual: &str, printed: &str| wrong_value("one word", "longest(['sea'])", &value(expected), &value(actual), printed);
    all.extend([
        exception(&facts("EOFError", ""), Some("")),
        exception(&facts("EOFError", ""), None),
        timeout(Some(&place), Some("while i < 10:"), limits),
        timeout(Some(&place), Some("name = input()"), limits),
        timeout(None, None, limits),
        memory(Some(&place), limits),
        output(limits),
        crashed(),
        no_error("ValueError", Some("root(-1)")),
        no_error("ValueError", None),
        wrong("'sea'", "None", "sea\n"),
        wrong("'sea'", "None", ""),
        wrong("3", "'3'", ""),
        wrong("3", "3.0", ""),
        wrong("[1]", "(1,)", ""),
        wrong("'Sea'", "'sea'", ""),
        wrong("'sea'", "'sea '", ""),
        wrong("'sea'", "'se'", ""),
        wrong_text("greets Ada", "Hello, Ada!\n", ""),
        wrong_text("greets Ada", "Hello, Ada!\n", "hello, ada!\n"),
        wrong_text("greets Ada", "a\nb\n", "a\n"),
        wrong_text("greets Ada", "a\nb\n", "a\nc\n"),
        wrong_afterwards("one word", &difference),
        test_not_content("test_it", "longest(['sea'])", "None", "assert longest(['sea']) == 'sea'"),
        test_not_content("test_it", "longest(['sea'])", "'se'", "assert longest(['sea']) == 'sea'"),
    ]);
    all
}

#[test]
fn every_explanation_keeps_to_the_rules() {
    // Jargon, and words that blame, joke or praise.
    let never = [
        "callable",
        "iterable",
        "literal",
        "scope",
        "NoneType",
        "attribute",
        "argument",
        "parameter",
        "syntax",
        "exception",
        "string",
        "integer",
        "forgot",
        "simply",
        "just add",
        "wrong!",
        "sorry",
        "great",
        "stupid",
        "easy",
        "obviously",
    ];
    let mut problems = Vec::new();
    for explanation in all() {
        let whole = format!("{} {}", explanation.text, explanation.next);
        let mut check = |holds: bool, what: String| {
            if !holds {
                problems.push(format!("{}: {what}: {whole}", explanation.code));
            }
        };
        let words = whole.split_whitespace().count();
        check((25..=60).contains(&words), format!("{words} words"));
        // What stands in backquotes is the learner's own and counts as one word.
        let plain: String = whole.split('`').enumerate().map(|(place, part)| if place % 2 == 0 { part } else { "x" }).collect();
        for sentence in plain.split(['.', '?', ':']) {
            let words = sentence.split_whitespace().count();
            check(words <= 15, format!("{words} words in {sentence:?}"));
        }
        for word in never {
            check(!plain.to_lowercase().contains(&word.to_lowercase()), format!("says {word:?}"));
        }
        check(!whole.contains("  "), "two blanks".to_owned());
        check(!explanation.next.is_empty(), "nothing to do next".to_owned());
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn names_and_values_are_said() {
    let names = [("words", "list", Some(6), "['a']"), ("i", "int", None, "6")];
    let mut error = with_names(facts("IndexError", "list index out of range"), "    print(words[i])", &names);
    error.columns = Some([3, 3, 10, 18]);
    let explanation = exception(&error, None);
    assert!(explanation.text.starts_with("In line 3, `i` is 6. But `words` has 6 values, at places 0 to 5."), "{}", explanation.text);
    assert_eq!(explanation.params["length"], 6);
    assert_eq!(explanation.params["line"], 3);
    let explanation = exception(&facts("EOFError", ""), Some("Ada\n12\n"));
    assert!(explanation.text.contains("for the 3rd time. Only 2 lines of input came"), "{}", explanation.text);
}
