//! Plain words about what went wrong, by the rules of the teaching design: where, what with the program's own names and values, why, and one thing to do next;
//! 25 to 60 words, sentences of at most 15, only words a beginner has met (value, name, text, number, list, function, give back). A fix is given only where it is certain,
//! else a value to look at. Nobody is blamed.
//!
//! Facts travel as `params`, so that a translation can be made from `code` and `params` alone. A kind of error nobody wrote words for gets honest general ones.

mod outcome;
mod runtime;
mod syntax;
mod words;

pub(crate) use outcome::{crashed, memory, no_error, output, test_not_content, timeout, wrong_afterwards, wrong_text, wrong_value};

use crate::worker::ErrorFacts;
use domain::judge::Explanation;
use serde_json::{Map, Value as Json, json};

/// About an exception that ended the program or a call. `stdin` is what the program was given to read, where that is known.
pub(crate) fn exception(facts: &ErrorFacts, stdin: Option<&str>) -> Explanation {
    let explanation = if facts.is("SyntaxError") { syntax::explain(facts) } else { runtime::explain(facts, stdin) };
    explanation.unwrap_or_else(|| runtime::unknown(facts))
}

/// Puts an explanation together. `params` is an object.
fn explanation(code: &str, params: Json, text: impl Into<String>, next: impl Into<String>) -> Explanation {
    let params = match params {
        Json::Object(params) => params,
        _ => Map::new(),
    };
    Explanation { code: code.to_owned(), params, text: text.into(), next: next.into() }
}

/// `params` with the line and the file of an error.
fn with_place(facts: &ErrorFacts, mut params: Json) -> Json {
    if let (Some(place), Some(object)) = (facts.place(), params.as_object_mut()) {
        object.insert("line".to_owned(), json!(place.line));
        object.insert("file".to_owned(), json!(place.file));
    }
    params
}

/// The first words of an explanation: where.
fn line_of(facts: &ErrorFacts) -> String {
    match facts.place() {
        Some(place) => format!("Line {}", place.line),
        None => "The program".to_owned(),
    }
}

#[cfg(test)]
mod tests;
