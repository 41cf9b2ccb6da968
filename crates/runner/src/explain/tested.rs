//! Tests written in Python: whether the value that a test looks at is the one that the last call gave back. It may as well be a list that the call changed, or what it printed.

use super::{
    UnhappyTest,
    source::{Binding, Source, Token},
};

/// Whether the test's line looks at what the last call gave back, as far as its text, its message and the line that keeps the value under a name tell.
pub(super) fn looks_at_result(test: &UnhappyTest<'_>) -> bool {
    let Some(function) = test.call.split('(').next().and_then(|name| name.rsplit('.').next()) else { return false };
    let line = Source::read(test.line);
    // Of several statements on the line, the last is the one that looks.
    let Some(last) = line.statements.len().checked_sub(1) else { return false };
    let tokens = line.tokens_in(last);
    let calls = |tokens: &[Token<'_>]| tokens.windows(2).any(|pair| pair[0].is(function) && pair[1].is("("));
    if calls(tokens) || says(test.message, test.actual) {
        return true;
    }
    // `result = f(3)`, and then `result` in the line.
    test.files.iter().any(|file| {
        let source = Source::read(&file.text);
        let stands_on = |place: &usize| {
            let statement = &source.statements[*place];
            (statement.line..=statement.end_line).any(|line| source.line(line).trim() == test.line)
        };
        (0..source.statements.len()).filter(stands_on).any(|here| {
            let around = source.function_around(here);
            let kept = |name: &str| {
                let before = |binding: &&Binding<'_>| binding.name == name && binding.function == around && binding.statement < here;
                let binding = source.bindings.iter().rfind(before);
                binding.and_then(|binding| source.assigned_value(binding)).is_some_and(calls)
            };
            let statement = source.tokens_in(here);
            // A statement on more than one line has the call further down.
            (source.statements[here].line != source.statements[here].end_line && calls(statement))
                || statement.iter().any(|token| token.is_name() && kept(token.text))
        })
    })
}

/// Whether a message such as `None != 5` or `5 != None : the words of the test` names the value on one of its sides.
fn says(message: &str, actual: &str) -> bool {
    let sides = [" != ", " is not ", " not found in ", " not less than ", " not greater than "];
    sides.iter().filter_map(|sign| message.split_once(sign)).any(|(left, right)| {
        let rest = right.strip_prefix(actual);
        left == actual || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" : ") || rest.starts_with(" within "))
    })
}
