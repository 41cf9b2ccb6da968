//! Programs that ran and gave something else than they should: values, values afterwards, errors, files. Printed text is in `printed`.

use super::{
    Facts, habits,
    names::CHANGING_METHODS,
    printed::{Line, case_and_blanks, first_difference},
    source::{Function, Kind, Source, inside, only},
    template::Code,
    trouble::Finding,
};
use domain::{
    judge::Difference,
    value::{Value, same},
};

/// Explains the first difference. `source` is the file that is run first.
pub(super) fn explain(facts: &Facts<'_>, difference: &Difference, source: &Source<'_>) -> Finding {
    match difference.what.as_str() {
        "result" => result(facts, difference, source),
        "printed" => super::printed::explain(difference, source, facts.left_line),
        "raised" => raised(facts, difference),
        _ if is_file(difference) => file(difference),
        // An expression that calls the program again is judged like a call.
        what if calls_own_function(what, source) => {
            let finding = result(&Facts { call: Some(what), printed: "", ..facts.clone() }, difference, source);
            finding.with("call", what)
        }
        _ if name_missing(&difference.actual).is_some() => {
            Finding::new(Code::AfterNameMissing).with("name", name_missing(&difference.actual).unwrap_or_default())
        }
        _ => {
            Finding::new(Code::AfterDiffers).with("what", &difference.what).with("expected", &difference.expected).with("actual", &difference.actual)
        }
    }
}

fn result(facts: &Facts<'_>, difference: &Difference, source: &Source<'_>) -> Finding {
    let with_both = |finding: Finding| finding.with("expected", &difference.expected).with("actual", &difference.actual);
    let Ok(expected) = Value::parse(&difference.expected) else { return with_both(Finding::new(Code::ResultDiffers)) };
    if let Some(finding) = facts.given_type.and_then(|given| of_another_kind(&expected, &difference.actual, given)) {
        return with_both(finding.with("expected_type", expected.type_name()));
    }
    let Ok(actual) = Value::parse(&difference.actual) else { return with_both(unreadable(&expected, &difference.actual, facts.given_type)) };
    let finding = if matches!(actual, Value::None) {
        nothing_given(facts, &expected, source)
    } else if matches!(expected, Value::None) {
        Finding::new(Code::SomethingGivenBack)
    } else if let Some(finding) = alone_after_or(facts, &expected, source) {
        finding
    } else if let Some(finding) = called_function(facts, source).and_then(|function| habits::in_function(function, &expected, &actual, source)) {
        finding
    } else {
        compare(&expected, &actual)
    };
    with_both(finding)
}

/// A value that is no plain data: most often a function whose brackets are missing.
fn unreadable(expected: &Value, actual: &str, given: Option<&str>) -> Finding {
    let function =
        ["<function ", "<built-in function ", "<built-in method ", "<bound method ", "<class "].iter().any(|start| actual.starts_with(start));
    if actual.starts_with("<coroutine object ") {
        return Finding::new(Code::CoroutineGiven);
    }
    if function {
        return Finding::new(Code::FunctionGivenBack);
    }
    match given.filter(|given| *given != expected.type_name()) {
        Some(given) => Finding::new(Code::KindDiffers).with("actual_type", given).with("expected_type", expected.type_name()),
        None => Finding::new(Code::ResultDiffers),
    }
}

/// What makes its values one by one.
pub(super) const ONE_BY_ONE: [&str; 11] =
    ["generator", "map", "filter", "zip", "enumerate", "reversed", "list_reverseiterator", "dict_keys", "dict_values", "dict_items", "list_iterator"];

/// A value of a class that is none of Python's plain data, as `repr` shows it: `Decimal('1.5')`, `Counter({'a': 2})`, or like plain data, where a class derives from it.
fn of_another_kind(expected: &Value, actual: &str, given: &str) -> Option<Finding> {
    let row = matches!(expected, Value::List(_) | Value::Tuple(_) | Value::Set(_) | Value::FrozenSet(_));
    if ONE_BY_ONE.contains(&given) && row {
        return Some(Finding::new(Code::OneByOne).with("type", given).with("function", expected.type_name()));
    }
    // What is no function of Python's own makes no value of that kind.
    let function = expected.type_name();
    let makes = matches!(function, "int" | "float" | "str" | "bool" | "list" | "dict" | "set" | "tuple");
    let right = Value::parse(actual).ok().or_else(|| plain_data(actual, given)).is_some_and(|value| match (as_float(expected), as_float(&value)) {
        (Some(expected), Some(actual)) => expected == actual,
        _ => same(expected, &value, None),
    });
    (makes && right).then(|| Finding::new(Code::KindNamed).with("type", given).with("function", function))
}

/// The plain data in the brackets of a value's text, where that is known of its class.
fn plain_data(actual: &str, given: &str) -> Option<Value> {
    let inside = actual.strip_prefix(given)?.strip_prefix('(')?.strip_suffix(')')?;
    match given {
        "Decimal" => match Value::parse(inside).ok()? {
            Value::Str(digits) => digits.parse().ok().map(Value::Float),
            _ => None,
        },
        "Fraction" => {
            let (above, below) = inside.split_once(", ")?;
            Some(Value::Float(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?))
        }
        "Counter" | "deque" => Value::parse(inside).ok(),
        // The function that makes missing values stands first.
        "defaultdict" => Value::parse(inside.split_once(", ")?.1).ok(),
        "OrderedDict" => match Value::parse(inside).ok()? {
            Value::List(pairs) => {
                let pair = |pair: &Value| match pair {
                    Value::Tuple(items) => <[Value; 2]>::try_from(items.clone()).ok().map(|[key, value]| (key, value)),
                    _ => None,
                };
                pairs.iter().map(pair).collect::<Option<_>>().map(Value::Dict)
            }
            other => Some(other),
        },
        _ => None,
    }
}

fn calls_own_function(what: &str, source: &Source<'_>) -> bool {
    what.ends_with(')') && what.split_once('(').is_some_and(|(name, _)| source.function(name).is_some())
}

/// The function that the call names, if the program has it and the call is nothing more.
pub(super) fn called_function<'s>(facts: &Facts<'_>, source: &'s Source<'_>) -> Option<&'s super::source::Function<'s>> {
    let (name, rest) = facts.call?.split_once('(')?;
    let whole = rest.ends_with(')') && name.chars().all(|character| character.is_alphanumeric() || character == '_');
    whole.then(|| source.function(name)).flatten()
}

/// A call that gives the right value alone, and another one after other calls. `None` where it is not about a value given back.
pub(super) fn first_call_only(facts: &Facts<'_>, source: &Source<'_>) -> Option<Finding> {
    let difference = facts.differences.first().filter(|difference| difference.what == "result")?;
    let kept = called_function(facts, source).and_then(|function| {
        // `def add(word, words=[])`: the list is made once, when the function is made.
        let tokens = source.tokens_in(function.statement);
        let place = tokens.windows(3).position(|three| three[0].is_name() && three[1].is("=") && (three[2].is("[") || three[2].is("{")))?;
        Some((tokens.get(place)?.text, function.line))
    });
    let finding = match kept {
        Some((name, line)) => Finding::new(Code::FirstCallDefault).with("name", name).at(line),
        None => Finding::new(Code::FirstCallOnly),
    };
    Some(finding.with("expected", &difference.expected).with("actual", &difference.actual))
}

fn nothing_given(facts: &Facts<'_>, expected: &Value, source: &Source<'_>) -> Finding {
    let function = called_function(facts, source);
    let plain = match expected {
        Value::Str(text) => text.clone(),
        other => other.repr(),
    };
    let shown = facts.printed.trim_end() == plain.trim_end() || facts.printed.lines().next_back().is_some_and(|line| line.trim() == plain.trim());
    if let Some(finding) = function.and_then(|function| returned_nothing(function, source).or_else(|| habits::named_nothing(function, source))) {
        return finding;
    }
    match function {
        Some(function) if shown && !function.gives_back && !plain.trim().is_empty() => {
            // Where nothing prints in its own lines, another function does it for this one.
            match source.block(function.statement).rfind(|place| source.begins_with(*place, "print")) {
                Some(place) => Finding::new(Code::PrintedNotGiven).at(source.statements[place].line),
                None => Finding::new(Code::NothingGivenBack).at(function.line),
            }
            .with("function", function.name)
        }
        Some(function) if !function.gives_back => Finding::new(Code::NothingGivenBack).with("function", function.name).at(function.line),
        Some(function) => Finding::new(Code::NothingThisTime).with("function", function.name).at(function.line),
        None => Finding::new(Code::NothingGivenPlain),
    }
}

/// The only `return` of a function stands before something that gives nothing back: `return words.sort()`, `return print(x)`.
fn returned_nothing(function: &Function<'_>, source: &Source<'_>) -> Option<Finding> {
    let place = only(source.block(function.statement).filter(|place| source.begins_with(*place, "return")))?;
    let tokens = source.tokens_in(place);
    let open = tokens.iter().position(|token| token.is("("))?;
    let method = tokens.get(open.checked_sub(1)?)?;
    let after_dot = open >= 2 && tokens.get(open - 2).is_some_and(|token| token.is("."));
    let nothing = (after_dot && CHANGING_METHODS.contains(&method.text)) || (open == 2 && method.is("print"));
    // The brackets go to the end of the line: nothing is done with what comes back.
    let whole = open + 2 + inside(tokens, open).len() == tokens.len();
    let own = source.functions.iter().any(|known| known.name == method.text);
    (nothing && whole && !own).then(|| Finding::new(Code::ReturnedNothing).with("method", method.text).at(method.line))
}

/// `day == "Saturday" or "Sunday"`, where a truth is expected or something is decided by it: the second text is no question.
fn alone_after_or(facts: &Facts<'_>, expected: &Value, source: &Source<'_>) -> Option<Finding> {
    let function = called_function(facts, source)?;
    alone_after_or_in(source.block(function.statement), matches!(expected, Value::Bool(_)), source)
}

/// The same in these lines. `truth`: what they give is a truth; else only lines that decide something are looked at.
pub(super) fn alone_after_or_in(block: std::ops::Range<usize>, truth: bool, source: &Source<'_>) -> Option<Finding> {
    block.into_iter().find_map(|place| {
        let tokens = source.tokens_in(place);
        if !truth && !["if", "elif", "while"].iter().any(|word| source.begins_with(place, word)) {
            return None;
        }
        tokens.windows(2).enumerate().find_map(|(start, pair)| {
            let ends = tokens.get(start + 2).is_none_or(|next| next.is(":") || next.is(")") || next.is("or") || next.is("and"));
            let compared_before = tokens[..start].iter().any(|token| token.is("==") || token.is("!="));
            let alone = (pair[0].is("or") || pair[0].is("and")) && (pair[1].is_text() || pair[1].kind == Kind::Number);
            let counts_as_true = !matches!(pair[1].text, "0" | "''" | "\"\"");
            let finding = || Finding::new(Code::AloneAfterOr).with("word", pair[0].text).with("value", pair[1].text).at(pair[1].line);
            (alone && counts_as_true && ends && compared_before).then(finding)
        })
    })
}

fn compare(expected: &Value, actual: &Value) -> Finding {
    use Value::{Bool, Dict, Float, Int, List, Str, Tuple};
    let finding = match (expected, actual) {
        (Int(number), Str(text)) if *text.trim() == **number => Some(Finding::new(Code::TextForNumber)),
        (Float(number), Str(text)) if text.trim().parse() == Ok(*number) => Some(Finding::new(Code::TextForNumber)),
        (Str(text), Int(number)) if text.trim() == number => Some(Finding::new(Code::NumberForText)),
        (Str(text), Float(number)) if text.trim().parse() == Ok(*number) => Some(Finding::new(Code::NumberForText)),
        (Int(whole), Float(point)) if whole.parse() == Ok(*point) => Some(Finding::new(Code::PointForWholeResult)),
        (Float(point), Int(whole)) if whole.parse() == Ok(*point) => Some(Finding::new(Code::WholeForPointResult)),
        (Int(_) | Float(_), Int(_) | Float(_)) => number(expected, actual),
        (List(a), Tuple(b)) | (Tuple(a), List(b)) if all_same(a, b) => Some(Finding::new(Code::ListForGroup)),
        (Bool(_), Bool(_)) => Some(Finding::new(Code::TruthDiffers)),
        (Bool(_) | List(_) | Tuple(_) | Dict(_), Str(text)) if Value::parse(text).is_ok_and(|value| same(expected, &value, None)) => {
            Some(Finding::new(Code::TextForOther))
        }
        (Str(a), Str(b)) => Some(text(a, b)),
        (List(a), List(b)) | (Tuple(a), Tuple(b)) => Some(items(a, b)),
        (Dict(a), Dict(b)) => pairs(a, b),
        _ => None,
    };
    if matches!(expected, Value::Bool(_)) && finding.is_none() {
        return Finding::new(Code::TruthWanted).with("actual_type", actual.type_name());
    }
    let kinds_differ = expected.type_name() != actual.type_name() && !(is_number(expected) && is_number(actual));
    finding
        .unwrap_or_else(|| Finding::new(if kinds_differ { Code::KindDiffers } else { Code::ResultDiffers }))
        .with("expected_type", expected.type_name())
        .with("actual_type", actual.type_name())
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Float(_))
}

fn as_float(value: &Value) -> Option<f64> {
    match value {
        Value::Int(digits) => digits.parse().ok(),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

fn number(expected: &Value, actual: &Value) -> Option<Finding> {
    let (a, b) = (as_float(expected)?, as_float(actual)?);
    let difference = (a - b).abs();
    let both_whole = matches!((expected, actual), (Value::Int(_), Value::Int(_)));
    let code = if both_whole && difference == 1.0 {
        Code::OffByOne
    } else if a == -b && a.abs() > 1.0 {
        Code::SignDiffers
    } else if !both_whole && difference <= 0.01 * a.abs().max(1e-9) {
        Code::NearlyEqual
    } else {
        Code::NumberDiffers
    };
    Some(Finding::new(code))
}

/// How two texts differ.
pub(super) fn text(expected: &str, actual: &str) -> Finding {
    if braces_left(expected, actual) {
        return Finding::new(Code::BracesNotFilled);
    }
    if expected.to_lowercase() == actual.to_lowercase() {
        return Finding::new(Code::CaseDiffers);
    }
    if without(expected, char::is_whitespace) == without(actual, char::is_whitespace) {
        return Finding::new(Code::BlanksDiffer);
    }
    if case_and_blanks(expected, actual) {
        return Finding::new(Code::CaseAndBlanksDiffer);
    }
    let no_word = |character: char| !character.is_alphanumeric();
    if without(expected, no_word) == without(actual, no_word) && !without(expected, no_word).is_empty() {
        return Finding::new(Code::PunctuationDiffers);
    }
    if actual.chars().rev().eq(expected.chars()) {
        return Finding::new(Code::TextReversed);
    }
    if let Some(missing) = expected.strip_prefix(actual).filter(|_| !actual.is_empty()) {
        return Finding::new(Code::TextEndMissing).with("missing", missing);
    }
    if let Some(extra) = actual.strip_prefix(expected).filter(|_| !expected.is_empty()) {
        return Finding::new(Code::TextEndExtra).with("extra", extra);
    }
    let place = expected.chars().zip(actual.chars()).take_while(|(a, b)| a == b).count();
    // Another text altogether, not one with a slip in it.
    if 2 * place < expected.chars().count().min(actual.chars().count()) || actual.is_empty() || expected.is_empty() {
        return Finding::new(Code::ResultDiffers);
    }
    Finding::new(Code::TextDiffers).number("number", place + 1)
}

pub(super) fn without(text: &str, left_out: impl Fn(char) -> bool) -> String {
    text.chars().filter(|character| !left_out(*character)).collect()
}

fn all_same(a: &[Value], b: &[Value]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, None))
}

fn items(expected: &[Value], actual: &[Value]) -> Finding {
    if actual.is_empty() {
        return Finding::new(Code::ListEmpty);
    }
    let first = expected.iter().zip(actual).take_while(|(a, b)| same(a, b, None)).count();
    if expected.len() == actual.len() {
        let reversed: Vec<Value> = actual.iter().rev().cloned().collect();
        if all_same(expected, &reversed) {
            return Finding::new(Code::OrderReversed);
        }
        if same_members(expected, actual) {
            return Finding::new(Code::OrderDiffers);
        }
        let (Some(should), Some(is)) = (expected.get(first), actual.get(first)) else { return Finding::new(Code::ResultDiffers) };
        let place = Finding::new(Code::ItemDiffers).number("index", first).with("expected_item", &should.repr()).with("actual_item", &is.repr());
        let looks_alike = should.type_name() != is.type_name() && looks(should) == looks(is);
        return if looks_alike {
            // Here the kinds are those of the two items; `compare` must not put those of the lists in their place.
            Finding { code: Code::ItemKind, ..place }.with("expected_item_type", should.type_name()).with("actual_item_type", is.type_name())
        } else {
            place
        };
    }
    if expected.len() == actual.len() + 1 && all_same(&expected[first + 1..], &actual[first..]) {
        let code = if first == expected.len() - 1 {
            Code::LastItemMissing
        } else if first == 0 {
            Code::FirstItemMissing
        } else {
            Code::ItemMissing
        };
        return Finding::new(code).with("item", &expected[first].repr()).number("index", first);
    }
    if actual.len() == expected.len() + 1 && all_same(&actual[first + 1..], &expected[first..]) {
        return Finding::new(Code::ItemExtra).with("item", &actual[first].repr()).number("index", first);
    }
    Finding::new(Code::ListLength).number("expected_length", expected.len()).number("actual_length", actual.len())
}

/// A value as a person reads it, without its kind.
fn looks(value: &Value) -> String {
    match value {
        Value::Str(text) => text.trim().to_owned(),
        Value::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.repr(),
    }
}

fn same_members(a: &[Value], b: &[Value]) -> bool {
    let mut left: Vec<&Value> = b.iter().collect();
    a.iter().all(|item| match left.iter().position(|other| same(item, other, None)) {
        Some(place) => {
            left.swap_remove(place);
            true
        }
        None => false,
    })
}

fn pairs(expected: &[(Value, Value)], actual: &[(Value, Value)]) -> Option<Finding> {
    let find = |pairs: &[(Value, Value)], key: &Value| pairs.iter().find(|(other, _)| same(key, other, None)).map(|(_, value)| value.repr());
    if let Some((key, value)) = expected.iter().find(|(key, _)| find(actual, key).is_none()) {
        return Some(Finding::new(Code::KeyNotGiven).with("key", &key.repr()).with("value", &value.repr()));
    }
    if let Some((key, _)) = actual.iter().find(|(key, _)| find(expected, key).is_none()) {
        return Some(Finding::new(Code::KeyTooMuch).with("key", &key.repr()));
    }
    let (key, should) = expected.iter().find(|(key, value)| find(actual, key) != Some(value.repr()))?;
    let is = find(actual, key)?;
    Some(Finding::new(Code::KeyValueDiffers).with("key", &key.repr()).with("expected_item", &should.repr()).with("actual_item", &is))
}

fn raised(facts: &Facts<'_>, difference: &Difference) -> Finding {
    let (expected, message) = difference.expected.split_once(": ").unwrap_or((&difference.expected, ""));
    let Some(error) = facts.error else { return Finding::new(Code::ErrorExpected).with("type", expected) };
    let fits = error.type_name == expected || error.bases.iter().any(|base| base == expected);
    if fits && !message.is_empty() {
        return Finding::new(Code::ErrorMessage).with("type", &error.type_name).with("expected", message).with("actual", &error.message);
    }
    let finding = Finding::new(Code::ErrorExpectedOther).with("type", &error.type_name).with("expected", expected);
    if error.line.is_some() { finding } else { Finding { code: Code::ErrorExpectedOtherPlain, ..finding } }
}

/// Whether `{name}` stands in a text that should have no curly brackets: the `f` before the quotes is missing.
pub(super) fn braces_left(expected: &str, actual: &str) -> bool {
    let named = |text: &str| {
        text.split('{').skip(1).any(|rest| {
            let name: String = rest.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
            name.starts_with(|first: char| first.is_alphabetic() || first == '_')
                && rest[name.len()..].starts_with(['}', '.', '[', '(', ':', '!', ' ', '+', '-', '*', '/'])
        })
    };
    !expected.contains('{') && actual.contains('}') && named(actual)
}

/// The name that an expression of the case needed in vain.
fn name_missing(actual: &str) -> Option<&str> {
    actual.strip_prefix("NameError: name '")?.strip_suffix("' is not defined")
}

/// Whether a difference is about a file: its name has an ending, and what it holds is text, not a value.
fn is_file(difference: &Difference) -> bool {
    let named = difference.what.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && !ending.is_empty()
            && ending.chars().all(|character| character.is_ascii_alphanumeric())
            && !difference.what.contains(['(', '[', '{', '"', '\''])
    });
    let lines = difference.expected.contains('\n') || difference.expected.is_empty();
    named && (lines || Value::parse(&difference.expected).is_err() || difference.actual.starts_with("(the file"))
}

fn file(difference: &Difference) -> Finding {
    let (expected, actual) = (&difference.expected, &difference.actual);
    let finding = |code| Finding::new(code).with("what", &difference.what);
    let missing = actual.trim().is_empty() || actual.starts_with("(the file is not there)");
    if missing && !expected.trim().is_empty() {
        let first = expected.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        return finding(Code::FileNotWritten).with("expected", first);
    }
    match first_difference(expected, actual) {
        Some(Line { number, expected: Some(expected), actual: Some(actual) }) if !expected.is_empty() && !actual.is_empty() => {
            finding(Code::FileLineDiffers).number("number", number).with("expected", expected).with("actual", actual)
        }
        Some(Line { number, expected: Some(expected), .. }) if !expected.is_empty() => {
            finding(Code::FileLineMissing).number("number", number).with("expected", expected)
        }
        Some(Line { number, actual: Some(actual), .. }) if !actual.is_empty() => {
            finding(Code::FileLineExtra).number("number", number).with("actual", actual)
        }
        _ => finding(Code::FileDiffers),
    }
}
