//! Printed text that is not what it should be: the first line that differs, and how.

use super::{
    result::without,
    source::{Kind, Source},
    template::Code,
    trouble::Finding,
};
use domain::judge::Difference;

/// The first line in which two texts differ, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub number: usize,
    /// `None` where the text has ended.
    pub expected: Option<&'t str>,
    pub actual: Option<&'t str>,
}

/// Blanks at the ends of lines and blank lines at the end do not count.
pub(super) fn first_difference<'t>(expected: &'t str, actual: &'t str) -> Option<Line<'t>> {
    let lines = |text: &'t str| text.trim_end().split('\n').map(str::trim_end).collect::<Vec<_>>();
    let lines = |text: &'t str| if text.trim_end().is_empty() { Vec::new() } else { lines(text) };
    let (expected, actual) = (lines(expected), lines(actual));
    let place = (0..expected.len().max(actual.len())).find(|place| expected.get(*place) != actual.get(*place))?;
    Some(Line { number: place + 1, expected: expected.get(place).copied(), actual: actual.get(place).copied() })
}

/// Explains a difference in what was printed.
pub(super) fn explain(difference: &Difference, source: &Source<'_>) -> Finding {
    let (expected, actual) = (difference.expected.as_str(), difference.actual.as_str());
    if actual.trim().is_empty() {
        let first = expected.lines().find(|line| !line.trim().is_empty());
        return first.map_or_else(|| Finding::new(Code::PrintedOther), |first| Finding::new(Code::PrintedNothing).with("expected", first));
    }
    if let Some(question) = question_in_front(expected, actual, source) {
        return Finding::new(Code::PrintedQuestion).with("question", question);
    }
    let Some(line) = first_difference(expected, actual) else { return Finding::new(Code::PrintedOther) };
    let finding = |code| {
        let finding = Finding::new(code).number("number", line.number);
        let finding = line.expected.map_or_else(|| finding.clone(), |expected| finding.clone().with("expected", expected));
        line.actual.map_or_else(|| finding.clone(), |actual| finding.clone().with("actual", actual))
    };
    // A `None` that is too much, with everything else in its place.
    if line.actual.is_some_and(|actual| actual.trim() == "None") && line.expected.is_none_or(|expected| expected.trim() != "None") {
        let rest: Vec<&str> = actual.lines().enumerate().filter(|(place, _)| *place + 1 != line.number).map(|(_, text)| text).collect();
        let after = first_difference(expected, &rest.join("\n")).map(|line| line.number);
        if after.is_none_or(|after| after > line.number) || line.expected.is_none() {
            return finding(Code::PrintedNone);
        }
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let same_words = words(expected) == words(actual);
    let (should, is) = match (line.expected, line.actual) {
        (Some(""), Some(_)) => return finding(Code::PrintedNoEmptyLine),
        (Some(_), Some("")) => return finding(Code::PrintedEmptyLine),
        (Some(should), Some(is)) => (should, is),
        (Some(""), None) | (None, Some("")) | (None, None) => return Finding::new(Code::PrintedOther),
        (Some(_), None) => return finding(Code::PrintedLineMissing),
        (None, Some(_)) => return finding(Code::PrintedLineExtra),
    };
    if same_words && words(should) != words(is) {
        return finding(Code::PrintedLineJoined);
    }
    if should.to_lowercase() == is.to_lowercase() {
        return finding(Code::PrintedCase);
    }
    if without(should, char::is_whitespace) == without(is, char::is_whitespace) {
        return finding(Code::PrintedBlanks);
    }
    if with_points_removed(is).as_deref() == Some(should) {
        return finding(Code::PrintedPoint);
    }
    let no_word = |character: char| !character.is_alphanumeric();
    let letters = without(should, no_word);
    // A minus or a point in a number is more than a sign between words.
    let numbers_differ = without(should, |character| !character.is_ascii_digit() && character != '-' && character != '.')
        != without(is, |character| !character.is_ascii_digit() && character != '-' && character != '.')
        && letters.bytes().any(|byte| byte.is_ascii_digit());
    if !letters.is_empty() && letters == without(is, no_word) && !numbers_differ {
        return finding(Code::PrintedPunctuation);
    }
    finding(Code::PrintedLineDiffers)
}

/// The question of an `input` at the very beginning of what was printed, where nothing of it is expected.
fn question_in_front<'s>(expected: &str, actual: &str, source: &Source<'s>) -> Option<&'s str> {
    source.tokens.windows(4).find_map(|window| {
        let plain =
            window[0].is("input") && window[1].is("(") && matches!(window[2].kind, Kind::Text { closed: true, triple: false }) && window[3].is(")");
        let question = window[2].text.get(1..window[2].text.len().saturating_sub(1)).filter(|_| plain && window[2].text.starts_with(['"', '\'']))?;
        let stands =
            !question.trim().is_empty() && !question.contains('\\') && actual.starts_with(question) && !expected.starts_with(question.trim_end());
        (stands && !expected.contains(question.trim())).then_some(question)
    })
}

/// The line with `.0` taken from its numbers; `None` where there is none.
fn with_points_removed(line: &str) -> Option<String> {
    let mut changed = false;
    let words: Vec<String> = line
        .split(' ')
        .map(|word| {
            let (number, end) = word
                .find(|character: char| !character.is_ascii_digit() && character != '.' && character != '-')
                .map_or((word, ""), |end| word.split_at(end));
            let (number, stop) = number.strip_suffix('.').map_or((number, ""), |number| (number, "."));
            match number.strip_suffix(".0") {
                Some(whole) if !whole.is_empty() => {
                    changed = true;
                    format!("{whole}{stop}{end}")
                }
                _ => word.to_owned(),
            }
        })
        .collect();
    changed.then(|| words.join(" "))
}
