//! Results that are not what they must be, and programs that had to be ended.

use super::{
    explanation,
    words::{code, count, exactly, kind},
};
use crate::worker::Place;
use domain::{
    exercise::Limits,
    judge::{Difference, Explanation},
    value::Value,
};
use serde_json::json;

/// The program was still running when its time was up.
pub(crate) fn timeout(place: Option<&Place>, source: Option<&str>, limits: Limits) -> Explanation {
    let seconds = f64::from(limits.wall_ms) / 1000.0;
    let params =
        json!({ "seconds": seconds, "line": place.map(|place| place.line), "file": place.map(|place| &place.file), "source": source.map(str::trim) });
    let source = source.unwrap_or_default().trim();
    let at = place.map(|place| format!(" It was at line {}: {}.", place.line, code(source))).unwrap_or_default();
    let (name, why, next) = if source.contains("input(") {
        ("waits_for_ever", "It may be waiting for input that does not come.", "Count how often the program asks for input.")
    } else if source.contains("sleep(") {
        ("waits_for_ever", "It waits there, and waiting uses up its time too.", "Make the waiting shorter, or leave it out.")
    } else {
        (
            "runs_too_long",
            "A loop may never end, because nothing makes its condition false.",
            "Print the values that the loop depends on. Which of them never changes?",
        )
    };
    explanation(name, params, format!("The program ran for {seconds} seconds and was not done, so it was stopped.{at} {why}"), next)
}

/// It wanted more memory than it may have.
pub(crate) fn memory(place: Option<&Place>, limits: Limits) -> Explanation {
    let at = place.map(|place| format!(" in line {}", place.line)).unwrap_or_default();
    explanation(
        "memory_full",
        json!({ "megabytes": limits.memory_mb, "line": place.map(|place| place.line) }),
        format!(
            "The program needed more memory than it may use{at}. A list, a text or a number became very large. Often a loop adds to it and never ends."
        ),
        "Print the length of what grows, in each round of the loop.",
    )
}

/// It printed too much or filled its folder.
pub(crate) fn output(limits: Limits) -> Explanation {
    explanation(
        "too_much_output",
        json!({ "kilobytes": limits.output_bytes / 1024 }),
        format!(
            "The program printed or wrote more than {} kilobytes, so it was stopped. Most often a `print` stands in a loop that never ends.",
            limits.output_bytes / 1024
        ),
        "Look at the loop around the `print`. What makes it end?",
    )
}

/// The interpreter went down, or was made to end without an answer.
pub(crate) fn crashed() -> Explanation {
    explanation(
        "interpreter_ended",
        json!({}),
        "Python itself ended in the middle of the program, without an error message. A program can do that by going around Python's usual ways.",
        "Look for the last line that printed something, and at the lines after it.",
    )
}

/// An error was wanted, and none came.
pub(crate) fn no_error(expected: &str, call: Option<&str>) -> Explanation {
    let what = call.map_or_else(|| "The program".to_owned(), code);
    explanation(
        "no_error_came",
        json!({ "expected": expected, "call": call }),
        format!(
            "{what} should stop with the error {}, and it did not. For these values there is no right answer. The task wants an error to say so.",
            code(expected)
        ),
        format!("Find the place where such values come in. There belongs `raise {expected}(...)`."),
    )
}

/// The value given back is not the right one.
pub(crate) fn wrong_value(case: &str, call: &str, expected: &Value, actual: &Value, printed: &str) -> Explanation {
    let (expected_text, actual_text) = (expected.repr(), actual.repr());
    let params = json!({ "case": case, "call": call, "expected": expected_text, "actual": actual_text });
    let call = code(call);
    if matches!(actual, Value::None) && !matches!(expected, Value::None) {
        if !printed.trim().is_empty() {
            return explanation(
                "printed_not_given_back",
                params,
                format!(
                    "{call} printed {}, but it gave nothing back. `print` shows a value on the screen. `return` gives it back to whoever called the function.",
                    code(printed)
                ),
                "In the function, look at the `print`. Is `return` meant there?",
            );
        }
        return explanation(
            "nothing_given_back",
            params,
            format!(
                "{call} must give back {}, and it gave nothing back: None. A function gives a value back only when it reaches a line with `return`.",
                code(&expected_text)
            ),
            "Follow the function line by line for this call. Which `return` is reached?",
        );
    }
    if let Some((text, is_text)) = other_kind(expected, actual) {
        let next = if is_text {
            "Leave the quotes or the `str(...)` away where the number is made."
        } else {
            "Look at the line with `return`. Which kind of value does it give?"
        };
        return explanation(
            "right_but_other_kind",
            params,
            format!(
                "{call} gave back {}, which is {}. It must be {}, which is {text}. They look alike, but for Python they are different values.",
                code(&actual_text),
                kind(actual.type_name()),
                code(&expected_text)
            ),
            next,
        );
    }
    if let (Value::Str(expected), Value::Str(actual)) = (expected, actual)
        && let Some((name, what)) = nearly_the_same(expected, actual)
    {
        return explanation(
            name,
            params,
            format!(
                "{call} gave back {}, and it must be {}. Only {what} differ. For Python every character counts.",
                code(&actual_text),
                code(&expected_text)
            ),
            "Compare the two texts character by character.",
        );
    }
    explanation(
        "wrong_value",
        params,
        format!(
            "The case \"{case}\" uses {call}. It must give back {}, and it gave back {}. The value went another way than it should somewhere in between.",
            code(&expected_text),
            code(&actual_text)
        ),
        "Follow this call with pencil and paper, or print the values on the way.",
    )
}

/// Whether two values differ only in their kind: the kind that is wanted, and whether text was given instead of a number.
fn other_kind(expected: &Value, actual: &Value) -> Option<(String, bool)> {
    let wanted = kind(expected.type_name());
    match (expected, actual) {
        (Value::Int(_) | Value::Float(_) | Value::Bool(_), Value::Str(text)) => (expected.repr() == text.trim()).then_some((wanted, true)),
        (Value::Str(text), Value::Int(_) | Value::Float(_) | Value::Bool(_)) => (actual.repr() == text.trim()).then_some((wanted, false)),
        (Value::Int(digits), Value::Float(number)) | (Value::Float(number), Value::Int(digits)) => {
            (digits.parse::<f64>().ok() == Some(*number)).then_some((wanted, false))
        }
        (Value::Bool(truth), Value::Int(digits)) | (Value::Int(digits), Value::Bool(truth)) => {
            (digits == if *truth { "1" } else { "0" }).then_some((wanted, false))
        }
        (Value::List(a), Value::Tuple(b)) | (Value::Tuple(a), Value::List(b)) => {
            let same = a.len() == b.len() && a.iter().zip(b).all(|(a, b)| domain::value::same(a, b, None));
            same.then_some((wanted, false))
        }
        _ => None,
    }
}

/// What two texts differ in, where it is only blanks or capitals.
fn nearly_the_same(expected: &str, actual: &str) -> Option<(&'static str, &'static str)> {
    let words = |text: &str| text.split_whitespace().collect::<String>();
    if words(expected) == words(actual) {
        return Some(("right_but_for_blanks", "blanks or line ends"));
    }
    (words(expected).to_lowercase() == words(actual).to_lowercase()).then_some(("right_but_for_capitals", "capitals and small letters"))
}

/// A test written in Python was not content with what a call gave.
pub(crate) fn test_not_content(case: &str, call: &str, result: &str, code_of_test: &str) -> Explanation {
    let params = json!({ "case": case, "call": call, "actual": result, "test": code_of_test });
    if result == "None" {
        return explanation(
            "nothing_given_back",
            params,
            format!(
                "In the test \"{case}\", {} gave nothing back: None. A function gives a value back only when it reaches a line with `return`.",
                code(call)
            ),
            "Follow the function line by line for this call. Which `return` is reached?",
        );
    }
    explanation(
        "test_not_content",
        params,
        format!(
            "In the test \"{case}\", {} gave back {}. The test wants another value there. It says: {}.",
            code(call),
            code(result),
            code(code_of_test)
        ),
        "Follow this call with pencil and paper, or print the values on the way.",
    )
}

/// What was printed is not right.
pub(crate) fn wrong_text(case: &str, expected: &str, actual: &str) -> Explanation {
    let params = json!({ "case": case, "expected": expected, "actual": actual });
    if actual.trim().is_empty() {
        return explanation(
            "nothing_printed",
            params,
            format!(
                "In the case \"{case}\" the program printed nothing. It must print {}. Only `print` shows something; a value alone on a line does not.",
                code(expected)
            ),
            "Look for the line that should print. Does the program reach it?",
        );
    }
    let (expected_lines, actual_lines): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let place = (0..expected_lines.len().max(actual_lines.len()))
        .find(|place| expected_lines.get(*place).map(|line| line.trim_end()) != actual_lines.get(*place).map(|line| line.trim_end()));
    let number = place.unwrap_or(0) + 1;
    let (wanted, found) = (expected_lines.get(number - 1).copied().unwrap_or_default(), actual_lines.get(number - 1).copied().unwrap_or_default());
    if let Some((name, what)) = nearly_the_same(wanted, found) {
        return explanation(
            name,
            params,
            format!(
                "Line {number} of what was printed is {}. It must be {}. Only {what} differ. On the screen every character counts.",
                exactly(found),
                exactly(wanted)
            ),
            "Compare the two lines character by character.",
        );
    }
    if actual_lines.len() < expected_lines.len() && place == Some(actual_lines.len()) {
        return explanation(
            "printed_too_little",
            params,
            format!(
                "In the case \"{case}\" the program printed {}. It must print {}. What is there is right. The next line must be {}.",
                count(actual_lines.len() as u64, "line"),
                count(expected_lines.len() as u64, "line"),
                exactly(wanted)
            ),
            "Look for the line that should print it. Does the program reach it?",
        );
    }
    let above = if number > 1 { "Everything above that line is right." } else { "That is the first line of all." };
    explanation(
        "wrong_output",
        params,
        format!("In the case \"{case}\", line {number} of what was printed must be {}. It is {}. {above}", exactly(wanted), exactly(found)),
        "Find the `print` that made this line, and the values it shows.",
    )
}

/// Something looked at after the call or the program is not right.
pub(crate) fn wrong_afterwards(case: &str, difference: &Difference) -> Explanation {
    explanation(
        "wrong_afterwards",
        json!({ "case": case, "what": difference.what, "expected": difference.expected, "actual": difference.actual }),
        format!(
            "After the case \"{case}\", {} must be {}, and it is {}. The program may change a value it should keep, or keep one it should change.",
            code(&difference.what),
            code(&difference.expected),
            code(&difference.actual)
        ),
        format!("Find every line that changes {}.", code(&difference.what)),
    )
}
