//! The one sentence that a test result says.

use super::compare::first_difference;
use crate::worker::ErrorFacts;

/// The longest value that is put into a sentence, in characters.
const LONGEST: usize = 200;

/// A value in a sentence.
pub(super) fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain("...".chars()).collect() }
}

/// A text on one line.
fn one_line(text: &str) -> String {
    short(&text.replace('\n', "\\n"))
}

pub(super) fn stopped_with(facts: &ErrorFacts) -> String {
    let place = facts.place().map(|place| format!(" in line {} of {}", place.line, place.file)).unwrap_or_default();
    let message = if facts.is("SyntaxError") { facts.msg.as_ref().unwrap_or(&facts.message) } else { &facts.message };
    if message.is_empty() {
        format!("The program stopped with {}{place}.", facts.type_name)
    } else {
        format!("The program stopped with {}{place}: {}.", facts.type_name, one_line(message).trim_end_matches('.'))
    }
}

pub(super) fn case_stopped_with(name: &str, facts: &ErrorFacts) -> String {
    format!("Case \"{name}\": {}", lower_first(&stopped_with(facts)))
}

pub(super) fn wrong_value(name: &str, what: &str, expected: &str, actual: &str) -> String {
    format!("Case \"{name}\": {} must give {}, and gave {}.", one_line(what), short(expected), short(actual))
}

pub(super) fn wrong_print(name: &str, expected: &str, actual: &str) -> String {
    match first_difference(expected, actual) {
        Some((line, Some(expected), Some(actual))) => {
            format!("Case \"{name}\": printed line {line} must be \"{}\", and is \"{}\".", short(expected), short(actual))
        }
        Some((line, Some(expected), None)) => format!("Case \"{name}\": line {line}, \"{}\", was not printed.", short(expected)),
        Some((line, None, Some(actual))) => format!("Case \"{name}\": line {line}, \"{}\", was printed too much.", short(actual)),
        _ => format!("Case \"{name}\": the printed text differs in its blanks or line ends."),
    }
}

pub(super) fn did_not_raise(name: &str, what: &str, expected: &str, actual: Option<&str>) -> String {
    match actual {
        Some(actual) => format!("Case \"{name}\": {} must stop with {expected}, and gave {}.", one_line(what), short(actual)),
        None => format!("Case \"{name}\": the program must stop with {expected}, and came to its end."),
    }
}

pub(super) fn raised_other(name: &str, expected: &str, actual: &str) -> String {
    format!("Case \"{name}\": the error must be {}, and was {}.", one_line(expected), one_line(actual))
}

pub(super) fn wrong_file(name: &str, path: &str, why: &str) -> String {
    format!("Case \"{name}\": the file {path} {why}.")
}

pub(super) fn hidden(name: &str) -> String {
    format!("Case \"{name}\" did not give what it must give.")
}

pub(super) fn hidden_error(name: &str) -> String {
    format!("Case \"{name}\" stopped with an error.")
}

pub(super) fn not_run(name: &str) -> String {
    format!("Case \"{name}\" was not run, because the program was ended before.")
}

pub(super) fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}
