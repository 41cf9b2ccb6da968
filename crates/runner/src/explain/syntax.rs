//! Code that Python cannot read.

use super::{
    explanation, with_place,
    words::{between, code},
};
use crate::worker::ErrorFacts;
use domain::judge::Explanation;
use serde_json::json;

/// Words that start a line which ends with a colon.
const BLOCKS: [&str; 12] = ["if", "elif", "else", "for", "while", "def", "class", "try", "except", "finally", "with", "match"];

pub(super) fn explain(facts: &ErrorFacts) -> Option<Explanation> {
    let line = facts.lineno?;
    let message = facts.msg.as_deref().unwrap_or(&facts.message);
    let source = facts.text.as_deref().unwrap_or_default();
    let say = |name: &str, params, text: String, next: String| Some(explanation(name, with_place(facts, params), text, next));

    if facts.is("TabError") || message.contains("inconsistent use of tabs") {
        return say(
            "tabs_and_spaces",
            json!({}),
            format!(
                "Line {line} starts with tabs where other lines start with spaces. Both may look the same on the screen. Python tells them apart."
            ),
            format!("Delete the blanks at the start of line {line}. Then put spaces there, as in the line before."),
        );
    }
    if facts.is("IndentationError") {
        return indentation(facts, line, message);
    }
    if let Some((bracket, opened)) = never_closed(message, line) {
        return say(
            "bracket_not_closed",
            json!({ "bracket": bracket }),
            format!(
                "In line {opened} a bracket {} opens, and nothing closes it. Python reads on and looks for its end, also in the next lines.",
                code(&bracket)
            ),
            format!("Look at line {opened}. Each bracket that opens needs one that closes."),
        );
    }
    if message.contains("unterminated") || message.contains("EOL while scanning") || message.contains("EOF while scanning") {
        return say(
            "quote_not_closed",
            json!({}),
            format!("In line {line} a text starts with a quote, and no quote ends it. Python cannot tell where the text stops and the code goes on."),
            format!("Look at the end of the text in line {line}. It ends with the same quote it starts with."),
        );
    }
    if message.contains("unmatched") || message.contains("does not match opening") {
        let bracket = between(message, '\'').unwrap_or(")").to_owned();
        return say(
            "bracket_too_many",
            json!({ "bracket": bracket }),
            format!(
                "In line {line} the bracket {} closes, and none of its kind is open. Each closing bracket belongs to one that opened before.",
                code(&bracket)
            ),
            format!("Count the brackets in line {line}, from left to right."),
        );
    }
    if message.contains("Maybe you meant '=='") || (message == "invalid syntax" && has_single_equals(source)) {
        return say(
            "one_equals_sign",
            json!({ "source": source.trim() }),
            format!(
                "Line {line} has one `=` where two values are compared. One `=` gives a name to a value. Two, `==`, ask whether both sides are the same."
            ),
            format!("Look at the `=` in line {line}. Is it a question?"),
        );
    }
    if let Some(word) = misses_colon(message, source) {
        return say(
            "colon_missing",
            json!({ "word": word }),
            format!(
                "Line {line} starts with {}, and the colon at its end is missing. The colon says that the indented lines below belong to it.",
                code(word)
            ),
            format!("Put a `:` at the end of line {line}."),
        );
    }
    if message.starts_with("Missing parentheses in call to 'print'") {
        return say(
            "print_without_brackets",
            json!({}),
            format!("In line {line}, `print` stands without brackets. `print` is a function. What it shows stands in brackets after its name."),
            "Write `print(...)`, with what it shows between the brackets.".to_owned(),
        );
    }
    if message.starts_with("invalid character") || message.starts_with("invalid non-printable") {
        let character = between(message, '\'').unwrap_or("?").to_owned();
        return say(
            "strange_character",
            json!({ "character": character }),
            format!(
                "In line {line} stands the character {}, which is not part of Python. Such characters often come along when text is copied from elsewhere.",
                code(&character)
            ),
            format!("Delete it in line {line} and type it again on the keyboard."),
        );
    }
    let near = near(source, facts.offset);
    say(
        "syntax_error",
        json!({ "near": near, "message": message }),
        format!("Python cannot read line {line}. It stops near {}. Something before that place is missing, or stands there too much.", code(&near)),
        format!("Read line {line} letter by letter, and the line before. Look at brackets, quotes, commas and colons."),
    )
}

fn indentation(facts: &ErrorFacts, line: u32, message: &str) -> Option<Explanation> {
    let say = |name: &str, text: String, next: String| Some(explanation(name, with_place(facts, json!({})), text, next));
    if message.contains("expected an indented block") {
        let before = message.rsplit("on line ").next().and_then(|number| number.trim().parse::<u32>().ok());
        let opener = before.map_or_else(|| "The line before it".to_owned(), |before| format!("Line {before}"));
        return say(
            "indent_missing",
            format!("{opener} ends with a colon, so at least one indented line must follow. Line {line} does not start further to the right."),
            format!("Does line {line} belong to the line above? Then put four spaces at its start."),
        );
    }
    if message.contains("unexpected indent") {
        return say(
            "indent_too_much",
            format!("Line {line} starts further to the right than the line before. Only after a line that ends with a colon may the next one do so."),
            format!("Look at the spaces at the start of line {line}. Compare them with the line above."),
        );
    }
    say(
        "indent_uneven",
        format!("Line {line} starts at a place where no line above it starts. Lines that belong together start at the same place, to the space."),
        format!("Count the spaces at the start of line {line}, and of the lines above."),
    )
}

/// The bracket that is open, and where it opened.
fn never_closed(message: &str, line: u32) -> Option<(String, u32)> {
    if message.ends_with("was never closed") {
        return Some((between(message, '\'')?.to_owned(), line));
    }
    // Before Python 3.10.
    message.contains("unexpected EOF while parsing").then(|| ("(".to_owned(), line))
}

/// The word that starts a line whose colon is missing.
fn misses_colon<'a>(message: &str, source: &'a str) -> Option<&'a str> {
    let line = source.split('#').next().unwrap_or(source).trim();
    let first = line.split(|character: char| !character.is_alphanumeric() && character != '_').next()?;
    let says_so = message == "expected ':'" || message.starts_with("expected 'else'");
    let looks_so = message == "invalid syntax" && !line.contains(':');
    (BLOCKS.contains(&first) && (says_so || looks_so) && !line.ends_with(':')).then_some(first)
}

/// Whether a line that asks something has an `=` of its own.
fn has_single_equals(source: &str) -> bool {
    let line = source.trim();
    let asks = ["if ", "elif ", "while "].iter().any(|word| line.starts_with(word));
    let characters: Vec<char> = line.chars().collect();
    let single = characters.iter().enumerate().any(|(place, character)| {
        let before = place.checked_sub(1).and_then(|place| characters.get(place));
        *character == '=' && characters.get(place + 1) != Some(&'=') && !before.is_some_and(|before| "=!<>:+-*/".contains(*before))
    });
    asks && single
}

/// The piece of code where Python stopped reading.
fn near(source: &str, offset: Option<u32>) -> String {
    let start = offset.and_then(|offset| usize::try_from(offset).ok()).unwrap_or(1).saturating_sub(1);
    let rest: String = source.trim_end().chars().skip(start).take(20).collect();
    let word = rest.split_whitespace().next().unwrap_or_default();
    if word.is_empty() { source.trim().chars().take(30).collect() } else { word.to_owned() }
}
