//! Values of the right kind that cannot be used: `ValueError`.

use super::{
    source::inside,
    template::Code,
    trouble::{Finding, Trouble, between},
};
use domain::value::Value;

/// Explains a `ValueError`.
pub(super) fn explain(trouble: &Trouble<'_>) -> Finding {
    number_of_text(trouble)
        .or_else(|| unpacking(trouble.message))
        .or_else(|| not_there(trouble))
        .or_else(|| others(trouble.message))
        .unwrap_or_else(|| Finding::new(Code::ValueOther).with("message", trouble.message))
}

fn number_of_text(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    let (function, repr) = if let Some(repr) = message.strip_prefix("invalid literal for int() with base 10: ") {
        ("int", repr)
    } else {
        ("float", message.strip_prefix("could not convert string to float: ")?)
    };
    let text = match Value::parse(repr) {
        Ok(Value::Str(text)) => text,
        _ => repr.trim_matches('\'').to_owned(),
    };
    let finding = |code| Finding::new(code).with("function", function).with("value", repr);
    let text = text.trim();
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    let pieces: Vec<&str> = text.split_whitespace().collect();
    Some(if text.is_empty() {
        finding(Code::IntEmpty)
    } else if function == "int" && plain(text) && text.parse::<f64>().is_ok() {
        finding(Code::IntPoint)
    } else if text.contains(',') && plain(&text.replace(',', "")) {
        finding(Code::NumberComma)
    } else if pieces.len() > 1 && pieces.iter().all(|piece| plain(piece)) {
        finding(Code::IntSeveral)
    } else if function == "int" {
        finding(Code::IntWord)
    } else {
        finding(Code::FloatWord)
    })
}

fn unpacking(message: &str) -> Option<Finding> {
    let expected: Option<u32> = between(&message.replace(')', ","), "expected ", ",")
        .map(|number| number.trim_start_matches("at least "))
        .and_then(|number| number.parse().ok());
    if message.starts_with("too many values to unpack") {
        return Some(Finding::new(Code::UnpackMany).number("expected", expected?));
    }
    let given: u32 = between(message, "got ", ")")?.parse().ok()?;
    message.starts_with("not enough values to unpack").then_some(())?;
    Some(Finding::new(Code::UnpackFew).number("expected", expected?).number("given", given))
}

/// `remove` and `index` of a value that is not in the list or the text.
fn not_there(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    if message == "substring not found" {
        return Some(Finding::new(Code::PieceNotInText));
    }
    let method = if message.starts_with("list.remove(x)") { "remove" } else { "index" };
    let missing = message.contains("x not in") || message.ends_with("is not in list");
    if !missing {
        return None;
    }
    let named = || {
        let tokens = trouble.tokens();
        let place = tokens.windows(4).position(|window| window[0].is_name() && window[1].is(".") && window[2].is(method) && window[3].is("("))?;
        let list = trouble.repr_of(tokens[place].text).filter(|repr| repr.len() <= 40)?;
        let value = match inside(tokens, place + 3) {
            [token] if token.is_name() => trouble.repr_of(token.text)?,
            [token] => token.text,
            _ => return None,
        };
        Some(Finding::new(Code::ValueNotInNamed).with("name", tokens[place].text).with("value", value).with("list", list))
    };
    Some(named().unwrap_or_else(|| Finding::new(Code::ValueNotInList)).with("method", method))
}

fn others(message: &str) -> Option<Finding> {
    let code = if message.ends_with("arg is an empty sequence") || message.ends_with("iterable argument is empty") {
        let function = message.split(['(', ' ']).next()?;
        return Some(Finding::new(Code::GreatestOfNothing).with("function", function));
    } else if message == "math domain error"
        || message.starts_with("expected a nonnegative input")
        || message.starts_with("expected a positive input")
    {
        Code::MathDomain
    } else if message.starts_with("range() arg 3 must not be zero") {
        Code::RangeStepZero
    } else if message.starts_with("I/O operation on closed file") {
        Code::FileClosed
    } else if message.starts_with("Exceeds the limit") {
        // For the way back, from a text to a number, Python tells how many digits the text has.
        let limit = between(message, "(", ")").map(|limit| limit.trim_end_matches(" digits")).filter(|_| !message.contains("value has"));
        return Some(limit.map_or(Finding::new(Code::TooLarge), |limit| Finding::new(Code::TooLongToShow).with("limit", limit)));
    } else {
        return None;
    };
    Some(Finding::new(code))
}
