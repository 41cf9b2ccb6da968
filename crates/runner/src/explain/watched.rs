//! Programs that were stopped for time or output, after a second run under watch: how many rounds a loop made, and what changed in it.

use super::{
    limits,
    source::{Source, Token},
    template::Code,
    trouble::Finding,
};
use crate::worker::{Watched, WatchedLoop};
use domain::exercise::Program;

/// A loop of a program, for the watching.
pub(crate) struct Loop {
    pub file: String,
    /// The line of its `for` or `while`.
    pub line: u32,
    /// The last line that belongs to it.
    pub end: u32,
    /// The first line of its body.
    pub body: u32,
    /// The names that its condition uses as values.
    pub names: Vec<String>,
}

/// All loops of a program.
pub(crate) fn loops(program: &Program) -> Vec<Loop> {
    let mut found = Vec::new();
    for file in program.files().iter().filter(|file| file.path.ends_with(".py")) {
        let source = Source::read(&file.text);
        for place in (0..source.statements.len()).filter(|place| source.is_loop(*place)) {
            let header = &source.statements[place];
            let block = source.block(place);
            let inner = source.statements.get(block.clone()).unwrap_or(&[]);
            found.push(Loop {
                file: file.path.clone(),
                line: header.line,
                end: inner.iter().map(|statement| statement.end_line).max().unwrap_or(header.end_line),
                body: inner.first().map_or(header.line, |statement| statement.line),
                names: condition(source.tokens_in(place)).map(names).unwrap_or_default(),
            });
        }
    }
    found
}

/// What stands between `while` and `:`.
fn condition<'t, 'a>(header: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    let (first, rest) = header.split_first()?;
    let (_, condition) = rest.split_last()?;
    first.is("while").then_some(condition)
}

/// The names of a condition that are values: not called, not after a dot.
fn names(condition: &[Token<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (place, token) in condition.iter().enumerate() {
        let after_dot = place > 0 && condition[place - 1].is(".");
        let called = condition.get(place + 1).is_some_and(|next| next.is("("));
        if token.is_name() && !after_dot && !called && !names.iter().any(|name| name == token.text) {
            names.push(token.text.to_owned());
        }
    }
    names
}

/// A condition as it is written.
fn written(condition: &[Token<'_>]) -> String {
    let mut text = String::new();
    for (place, token) in condition.iter().enumerate() {
        if place > 0 && !token.glued {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    text
}

/// What was seen of the loop that keeps a program from its end, with its place among the program's loops.
pub(super) struct Seen<'a> {
    pub finding: Finding,
    pub file: &'a str,
}

/// The loop that does not end, of those the program was in: the innermost whose condition never changed, else the innermost `while`, else the innermost `for`.
pub(super) fn endless_loop<'a>(program: &Program, loops: &'a [Loop], watched: &Watched) -> Option<Seen<'a>> {
    let active: Vec<(&WatchedLoop, &Loop)> =
        watched.loops.iter().filter(|seen| seen.rounds >= 2).filter_map(|seen| Some((seen, loops.get(seen.number)?))).collect();
    let text = |path: &str| program.files().iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
    let stuck = active.iter().find(|(seen, known)| is_stuck(seen, known));
    let header_is_while = |known: &Loop| {
        let source = Source::read(text(&known.file));
        source.line_tokens(known.line).first().is_some_and(|first| first.is("while"))
    };
    let (seen, known) = stuck.or_else(|| active.iter().find(|(_, known)| header_is_while(known))).or_else(|| active.first())?;
    let source = Source::read(text(&known.file));
    let statement = source.statements.iter().position(|statement| statement.line == known.line)?;
    let finding = match condition(source.tokens_in(statement)) {
        None => match limits::endless(&source, statement) {
            Some(limits::Endless::ListGrows { name, line }) => Finding::new(Code::LoopListGrows).with("name", name).number("other_line", line),
            _ => Finding::new(Code::ForWatched),
        },
        Some(condition) => of_while(seen, known, &source, statement).with("condition", &written(condition)),
    };
    Some(Seen { finding: finding.number("loop_line", known.line).number("rounds", seen.rounds).at(known.line), file: &known.file })
}

/// Whether every name of the condition was there, could be compared, and never changed. A condition that calls something can change without them.
fn is_stuck(seen: &WatchedLoop, known: &Loop) -> bool {
    !known.names.is_empty() && known.names.iter().all(|name| seen.names.iter().any(|(seen, .., changed)| seen == name && !changed))
}

fn of_while(seen: &WatchedLoop, known: &Loop, source: &Source<'_>, statement: usize) -> Finding {
    let calls = source.tokens_in(statement).windows(2).any(|pair| pair[1].is("(") && pair[0].is_name());
    if is_stuck(seen, known) && !calls {
        let values: Vec<String> =
            seen.names.iter().filter(|(_, first, ..)| !first.is_empty()).map(|(name, first, ..)| format!("{name} = {first}")).collect();
        let first = known.names.first().map_or("", String::as_str);
        let code = if values.is_empty() { Code::LoopStuckPlain } else { Code::LoopStuck };
        return Finding::new(code).with("name", first).with("values", &values.join(", "));
    }
    if let Some((name, first, last, _)) = seen.names.iter().find(|(_, first, last, changed)| *changed && !first.is_empty() && !last.is_empty()) {
        return Finding::new(Code::LoopMoves).with("name", name).with("first", first).with("value", last);
    }
    let begins = |word: &str| source.block(statement).any(|place| source.begins_with(place, word));
    let constant = known.names.is_empty() && !calls;
    Finding::new(match (begins("break") || begins("return"), constant) {
        (true, _) => Code::LoopNoBreak,
        (false, true) => Code::LoopNoWayOut,
        (false, false) => Code::LoopWatched,
    })
}

/// The call that ended the interpreter, or cut it off.
pub(super) fn ended(watched: &Watched) -> Option<Seen<'_>> {
    let ended = watched.ended.as_ref()?;
    let code = if ended.cuts { Code::CutOff } else { Code::LeftAtOnce };
    Some(Seen { finding: Finding::new(code).with("call", &ended.call).at(ended.line), file: &ended.file })
}

/// The line that printed most, and how often it ran.
pub(super) fn printed_most(watched: &Watched) -> Option<(&str, u32, u64)> {
    watched.printed.first().map(|(file, line, times)| (file.as_str(), *line, *times))
}

/// About a program that printed too much: the line that printed most, and the loop around it.
pub(super) fn too_much_output<'a>(program: &Program, loops: &'a [Loop], watched: &'a Watched) -> Option<Seen<'a>> {
    let (file, line, times) = printed_most(watched)?;
    let finding = match endless_loop(program, loops, watched) {
        Some(Seen { finding, .. }) if finding.code == Code::LoopMoves => Finding { code: Code::OutputMoves, ..finding },
        Some(Seen { finding, .. }) if finding.code == Code::LoopStuck => Finding { code: Code::OutputStuck, ..finding },
        _ => Finding::new(Code::OutputMost),
    };
    Some(Seen { finding: finding.number("times", times).at(line), file })
}
