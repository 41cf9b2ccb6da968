//! Printed text that is not what it should be: the first line that differs, and how.

use super::{
    habits,
    result::{braces_left, without},
    source::{Kind, Source, Token, inside},
    template::Code,
    trouble::Finding,
};
use domain::{judge::Difference, value::Value as PythonValue};

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
pub(super) fn explain(difference: &Difference, source: &Source<'_>, left_line: Option<u32>) -> Finding {
    let (expected, actual) = (difference.expected.as_str(), difference.actual.as_str());
    if let Some(line) = first_difference(expected, actual)
        && let (Some(should), None) = (line.expected, line.actual)
    {
        let finding = |code| Finding::new(code).number("number", line.number).with("expected", should);
        if let Some(left) = left_line {
            return finding(Code::PrintedLeft).at(left);
        }
        if let Some(taken) = stream_taken(source, "stdout") {
            return finding(Code::PrintedUnseen).with("stream", taken.text).at(taken.line);
        }
    }
    if actual.trim().is_empty() {
        let first = expected.lines().find(|line| !line.trim().is_empty());
        return first.map_or_else(|| Finding::new(Code::PrintedOther), |first| Finding::new(Code::PrintedNothing).with("expected", first));
    }
    if let Some(question) = question_in_front(expected, actual, source) {
        return Finding::new(Code::PrintedQuestion).with("question", question);
    }
    let Some(line) = first_difference(expected, actual) else { return ends_differ(expected, actual) };
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
    if let Some(count) = lines_left_out(expected, actual) {
        return finding(Code::PrintedLinesLeftOut).number("count", count);
    }
    if same_words && words(should) != words(is) {
        return finding(Code::PrintedLineJoined);
    }
    if braces_left(should, is) {
        return finding(Code::PrintedBraces);
    }
    let of_habit = |habit: Finding| Finding { params: finding(habit.code).params.into_iter().chain(habit.params).collect(), ..habit };
    if let Some(habit) = habits::surely_in_printed(should, is, source) {
        return of_habit(habit);
    }
    if should.to_lowercase() == is.to_lowercase() {
        return finding(Code::PrintedCase);
    }
    if case_and_blanks(should, is) {
        return finding(Code::PrintedCaseBlanks);
    }
    if without(should, char::is_whitespace) == without(is, char::is_whitespace) {
        let comma = (0..source.statements.len()).map(|place| source.tokens_in(place)).any(|tokens| {
            tokens
                .windows(2)
                .enumerate()
                .any(|(place, pair)| pair[0].is("print") && pair[1].is("(") && inside(tokens, place + 1).iter().any(|token| token.is(",")))
        });
        return finding(if comma { Code::PrintedBlanks } else { Code::PrintedBlanksPlain });
    }
    if with_points_removed(is).as_deref() == Some(should) {
        return finding(Code::PrintedPoint);
    }
    if let Some(habit) = habits::in_printed(should, is, source) {
        return of_habit(habit);
    }
    let no_word = |character: char| !character.is_alphanumeric();
    let letters = without(should, no_word);
    // A minus or a point in a number is more than a sign between words.
    let numbers_differ = without(should, |character| !character.is_ascii_digit() && character != '-' && character != '.')
        != without(is, |character| !character.is_ascii_digit() && character != '-' && character != '.')
        && letters.bytes().any(|byte| byte.is_ascii_digit());
    if !letters.is_empty() && letters == without(is, no_word) && !numbers_differ {
        let brackets = |text: &str| text.starts_with(['[', '(', '{']) && text.ends_with([']', ')', '}']);
        return finding(if brackets(is.trim()) && !brackets(should.trim()) { Code::PrintedBrackets } else { Code::PrintedPunctuation });
    }
    finding(Code::PrintedLineDiffers)
}

/// Whether two texts are the same but for capital letters and blanks.
pub(super) fn case_and_blanks(expected: &str, actual: &str) -> bool {
    let bare = |text: &str| without(&text.to_lowercase(), char::is_whitespace);
    bare(expected) == bare(actual) && without(expected, char::is_whitespace) != without(actual, char::is_whitespace)
}

/// Where two texts differ in what cannot be seen only: blanks at the end of a line, lines without anything at the end. The quotes around the pieces show it.
fn ends_differ(expected: &str, actual: &str) -> Finding {
    let (should, is): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), actual.split('\n').collect());
    let quoted = |text: &str| PythonValue::Str(text.to_owned()).repr();
    let Some(place) = should.iter().zip(&is).position(|(a, b)| a != b) else {
        if should.len() == is.len() {
            return Finding::new(Code::PrintedOther);
        }
        // One of the two goes on. Its last line with something in it begins the piece that is shown.
        let last = should.iter().rposition(|line| !line.trim().is_empty()).unwrap_or(0);
        let tail = |lines: &[&str]| quoted(&lines[last.min(lines.len() - 1)..].join("\n"));
        return Finding::new(Code::PrintedTextEnd).with("expected", &tail(&should)).with("actual", &tail(&is));
    };
    let end = |text: &str| quoted(text);
    Finding::new(Code::PrintedLineEnd).number("number", place + 1).with("expected", &end(should[place])).with("actual", &end(is[place]))
}

/// The first line that closes or replaces `sys.stdout` or `sys.stdin`: its tokens up to there.
pub(super) fn stream_taken<'t, 'a>(source: &'t Source<'a>, stream: &str) -> Option<&'t Token<'a>> {
    (0..source.statements.len()).find_map(|place| {
        let tokens = source.tokens_in(place);
        let start = tokens.iter().position(|token| token.is(stream))?;
        let after = |number: usize| tokens.get(start + number);
        let replaced = after(1).is_some_and(|next| next.is("=")) && tokens[..start].iter().all(|token| token.is("sys") || token.is("."));
        let closed = after(1).is_some_and(|next| next.is(".")) && after(2).is_some_and(|next| next.is("close") || next.is("detach"));
        (replaced || closed).then(|| &tokens[start])
    })
}

/// The question of an `input` at the very beginning of what was printed, where nothing of it is expected: without the questions, the first line is the expected one.
fn question_in_front<'s>(expected: &str, actual: &str, source: &Source<'s>) -> Option<&'s str> {
    let plain = |window: &[Token<'s>]| {
        let called =
            window[0].is("input") && window[1].is("(") && matches!(window[2].kind, Kind::Text { closed: true, triple: false }) && window[3].is(")");
        let question = window[2].text.get(1..window[2].text.len().saturating_sub(1)).filter(|_| called && window[2].text.starts_with(['"', '\'']))?;
        (!question.trim().is_empty() && !question.contains('\\')).then_some(question)
    };
    let questions: Vec<&str> = source.tokens.windows(4).filter_map(plain).collect();
    let first = questions.iter().find(|question| actual.starts_with(**question))?;
    // What is typed is not in the text, so one question may stand directly behind the other.
    let mut rest = actual;
    while let Some(after) = questions.iter().find_map(|question| rest.strip_prefix(*question)) {
        rest = after;
    }
    let (should, is) = (expected.lines().next()?, rest.lines().next().unwrap_or(""));
    (should.trim_end() == is.trim_end()).then_some(*first)
}

/// How many lines the printed text has too few, where all the others are there, in their order.
fn lines_left_out(expected: &str, actual: &str) -> Option<usize> {
    let lines = |text: &str| text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let (expected, actual) = (lines(expected), lines(actual));
    let mut wanted = expected.iter();
    let in_order = actual.iter().all(|line| wanted.any(|other| other == line));
    in_order.then(|| expected.len() - actual.len())
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
