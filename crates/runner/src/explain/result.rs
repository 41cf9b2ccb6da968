//! Programs that ran and gave something else than they should: values, values afterwards, errors, files. Printed text is in `printed`.

use super::{
    Facts,
    printed::{Line, first_difference},
    source::Source,
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
        "printed" => super::printed::explain(difference, source),
        "raised" => raised(facts, difference),
        _ if is_file(difference) => file(difference),
        _ => {
            Finding::new(Code::AfterDiffers).with("what", &difference.what).with("expected", &difference.expected).with("actual", &difference.actual)
        }
    }
}

fn result(facts: &Facts<'_>, difference: &Difference, source: &Source<'_>) -> Finding {
    let with_both = |finding: Finding| finding.with("expected", &difference.expected).with("actual", &difference.actual);
    let Ok(expected) = Value::parse(&difference.expected) else { return with_both(Finding::new(Code::ResultDiffers)) };
    let Ok(actual) = Value::parse(&difference.actual) else { return with_both(unreadable(&difference.actual)) };
    let finding = if matches!(actual, Value::None) {
        nothing_given(facts, &expected, source)
    } else if matches!(expected, Value::None) {
        Finding::new(Code::SomethingGivenBack)
    } else {
        compare(&expected, &actual)
    };
    with_both(finding)
}

/// A value that is no plain data: most often a function whose brackets are missing.
fn unreadable(actual: &str) -> Finding {
    let function =
        ["<function ", "<built-in function ", "<built-in method ", "<bound method ", "<class "].iter().any(|start| actual.starts_with(start));
    Finding::new(if function { Code::FunctionGivenBack } else { Code::ResultDiffers })
}

/// The function that the call names, if the program has it and the call is nothing more.
fn called_function<'s>(facts: &Facts<'_>, source: &'s Source<'_>) -> Option<&'s super::source::Function<'s>> {
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
    match function {
        Some(function) if shown && !function.gives_back && !plain.trim().is_empty() => {
            let finding = Finding::new(Code::PrintedNotGiven).with("function", function.name);
            finding.at(function.line)
        }
        Some(function) if !function.gives_back => Finding::new(Code::NothingGivenBack).with("function", function.name).at(function.line),
        Some(function) => Finding::new(Code::NothingThisTime).with("function", function.name).at(function.line),
        None => Finding::new(Code::NothingGivenPlain),
    }
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
    } else if a == -b && a != 0.0 {
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
    if expected.to_lowercase() == actual.to_lowercase() {
        return Finding::new(Code::CaseDiffers);
    }
    if without(expected, char::is_whitespace) == without(actual, char::is_whitespace) {
        return Finding::new(Code::BlanksDiffer);
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
    if actual.is_empty() || expected.is_empty() {
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
