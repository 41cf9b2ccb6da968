//! Programs that were stopped: for time, memory or output, by the sandbox, or because the interpreter went down.
//!
//! That a loop is endless is said only where the text proves it. A loop that waits for something this file cannot follow is called "may be endless".

use super::{
    source::{Binding, Source, Token, inside, only},
    template::Code,
    trouble::Finding,
};
use domain::judge::Verdict;
use serde_json::{Value, json};

/// Functions that cannot change what they are given.
const HARMLESS: [&str; 12] = ["print", "str", "int", "float", "len", "range", "round", "abs", "min", "max", "repr", "bool"];

/// Words that can leave a loop, or change a name from elsewhere.
const WAYS_OUT: [&str; 9] = ["break", "return", "raise", "yield", "exit", "quit", "exec", "global", "nonlocal"];

/// Why a loop cannot end.
pub(super) enum Endless<'a> {
    /// Nothing in it changes the names of its condition.
    NeverChanges { condition: String, names: Vec<&'a str> },
    /// Its condition is always true, and there is no way out.
    NoWayOut { condition: String },
    /// It goes through a list to which it adds.
    ListGrows { name: &'a str, line: u32 },
}

/// Explains why a program was stopped. `line` is where it was then, if that is known.
pub(super) fn explain(verdict: Verdict, source: &Source<'_>, line: Option<u32>, limit: u64) -> Option<Finding> {
    let finding = match verdict {
        Verdict::Timeout => timeout(source, line, limit),
        Verdict::Memory => memory(source, line, limit),
        Verdict::Output => output(source, line),
        Verdict::Crashed => Finding::new(if line.is_some() { Code::CrashedAt } else { Code::Crashed }),
        Verdict::Refused => Finding::new(if line.is_some() { Code::RefusedAt } else { Code::Refused }),
        Verdict::Passed | Verdict::Failed | Verdict::Error | Verdict::Cancelled => return None,
    };
    Some(finding)
}

fn timeout(source: &Source<'_>, line: Option<u32>, limit: u64) -> Finding {
    let here = line.and_then(|line| source.statement_at(line));
    let around = here.map(|statement| source.loops_around(statement)).unwrap_or_default();
    let found = around.iter().find_map(|place| endless(source, *place).map(|why| (*place, why))).or_else(|| {
        // Without a line, the only loop of the program must be it.
        let place = only((0..source.statements.len()).filter(|place| source.is_loop(*place)))?;
        line.is_none().then(|| endless(source, place).map(|why| (place, why))).flatten()
    });
    let finding = match (found, around.first(), line) {
        (Some((place, why)), ..) => {
            let loop_line = source.statements[place].line;
            let finding = match why {
                Endless::NeverChanges { condition, names } => {
                    Finding::new(Code::LoopNeverChanges).with("condition", &condition).with("names", &names.join(", "))
                }
                Endless::NoWayOut { condition } => Finding::new(Code::LoopWithoutEnd).with("condition", &condition),
                Endless::ListGrows { name, line } => Finding::new(Code::LoopListGrows).with("name", name).number("other_line", line),
            };
            finding.number("loop_line", loop_line).at(loop_line)
        }
        (None, _, Some(line)) if waits(source, line).is_some() => waits(source, line).unwrap_or(Finding::new(Code::TimeAtLine)),
        (None, Some(place), Some(_)) => {
            let code = if source.begins_with(*place, "while") { Code::TimeInWhile } else { Code::TimeInFor };
            Finding::new(code).number("loop_line", source.statements[*place].line)
        }
        (None, None, Some(line)) if source.tokens_at(line).iter().any(|token| token.is("sleep")) => Finding::new(Code::TimeAsleep),
        (None, None, Some(line)) => long_line(source, line),
        (None, ..) => Finding::new(Code::TimePlain),
    };
    finding.number("seconds", seconds(limit))
}

/// What a line waits for that stands still: `ready.wait()`, `items.get()`, `lock.acquire()`, `with lock:`, `thread.join()`.
fn waits(source: &Source<'_>, line: u32) -> Option<Finding> {
    let tokens = source.tokens_at(line);
    let has = |word: &str| source.tokens.iter().any(|token| token.is(word));
    if !(has("threading") || has("queue") || has("multiprocessing") || has("asyncio")) {
        return None;
    }
    // The class of what a name stands for, as far as one line of the program says it.
    let class = |name: &str| {
        let binding = source.bindings.iter().find(|binding| binding.name == name)?;
        let value = source.assigned_value(binding)?;
        value.iter().find(|token| token.text.starts_with(char::is_uppercase)).map(|token| token.text)
    };
    let finding = |name: &str, method: &str, wakes: &str| {
        let called = if name.is_empty() { wakes.to_owned() } else { format!("{name}.{wakes}") };
        Some(Finding::new(Code::TimeWaits).with("method", method).with("wakes", &called))
    };
    if let [word, name, colon] = tokens
        && word.is("with")
        && colon.is(":")
        && class(name.text).is_some_and(|class| class.ends_with("Lock") || class.ends_with("Semaphore") || class == "Condition")
    {
        return finding(name.text, &format!("with {}", name.text), "release");
    }
    if tokens.windows(3).any(|three| three[0].is("asyncio") && three[1].is(".") && three[2].is("run")) {
        return Some(Finding::new(Code::TimeWaitsAsync));
    }
    let place = tokens
        .windows(3)
        .position(|three| three[0].is(".") && matches!(three[1].text, "wait" | "get" | "put" | "acquire" | "join") && three[2].is("("))?;
    let method = tokens[place + 1].text;
    let before = place.checked_sub(1).and_then(|before| tokens.get(before))?;
    // `Event().wait()`: the class stands there itself.
    let (name, class) = if before.is_name() {
        (before.text, class(before.text))
    } else {
        ("", tokens[..place].iter().rev().find(|token| token.is_name()).map(|token| token.text))
    };
    let of_queue = class.is_some_and(|class| class.ends_with("Queue"));
    let shown = if name.is_empty() { method.to_owned() } else { format!("{name}.{method}") };
    match (method, class) {
        ("wait", Some("Condition")) => finding(name, &shown, "notify"),
        ("wait", Some("Barrier")) => finding(name, &shown, "wait"),
        ("wait", _) => finding(name, &shown, "set"),
        ("get", _) if of_queue => finding(name, &shown, "put"),
        ("put", _) if of_queue => finding(name, &shown, "get"),
        ("join", _) if of_queue => finding(name, &shown, "task_done"),
        ("acquire", _) => finding(name, &shown, "release"),
        ("join", Some("Thread" | "Process")) => Some(Finding::new(Code::TimeWaitsThread).with("method", &shown)),
        _ => None,
    }
}

/// A line outside of loops at which the time was up: does it call itself, or make a very large number?
fn long_line(source: &Source<'_>, line: u32) -> Finding {
    let tokens = source.tokens_at(line);
    let around = source.statement_at(line).and_then(|statement| source.function_around(statement));
    let function = around.and_then(|place| source.functions.iter().find(|function| function.statement == place));
    let calls =
        |name: &str| tokens.windows(2).any(|pair| pair[0].is(name) && pair[1].is("(")) && !tokens.first().is_some_and(|first| first.is("def"));
    if let Some(function) = function.filter(|function| calls(function.name)) {
        return Finding::new(Code::TimeRecursion).with("function", function.name);
    }
    match tokens.iter().find(|token| matches!(token.text, "**" | "**=" | "<<" | "factorial" | "pow")) {
        Some(operator) => Finding::new(Code::TimeBigNumber).with("operator", operator.text),
        None => Finding::new(Code::TimeAtLine),
    }
}

/// Milliseconds as seconds, whole where they are whole: `10`, `0.5`.
pub(super) fn seconds(milliseconds: u64) -> Value {
    if milliseconds.is_multiple_of(1000) { json!(milliseconds / 1000) } else { json!(milliseconds as f64 / 1000.0) }
}

fn memory(source: &Source<'_>, line: Option<u32>, limit: u64) -> Finding {
    let around = line.and_then(|line| source.statement_at(line)).map(|statement| source.loops_around(statement)).unwrap_or_default();
    let finding = match around.first() {
        Some(place) => Finding::new(Code::MemoryInLoop).number("loop_line", source.statements[*place].line),
        None => Finding::new(Code::MemoryPlain),
    };
    finding.number("limit", limit)
}

fn output(source: &Source<'_>, line: Option<u32>) -> Finding {
    let prints = |place: &usize| source.tokens_in(*place).windows(2).any(|pair| pair[0].is("print") && pair[1].is("("));
    let in_loop: Vec<(usize, usize)> =
        (0..source.statements.len()).filter(prints).filter_map(|place| source.loops_around(place).first().map(|around| (place, *around))).collect();
    // A `print` in a function is called from who knows where.
    let in_function =
        (0..source.statements.len()).filter(prints).any(|place| source.function_around(place).is_some() && source.loops_around(place).is_empty());
    let of_line = in_loop.iter().find(|(place, _)| line.is_some_and(|line| source.statements[*place].line == line));
    let alone = only(in_loop.iter()).filter(|_| !in_function);
    let Some((place, around)) = of_line.or(alone) else { return Finding::new(Code::OutputPlain) };
    let print_line = source.statements[*place].line;
    let finding = match source.loops_around(*place).into_iter().find_map(|around| endless(source, around).map(|why| (around, why))) {
        Some((around, Endless::NeverChanges { names, .. })) => {
            Finding::new(Code::OutputEndless).with("names", &names.join(", ")).number("loop_line", source.statements[around].line)
        }
        Some((around, Endless::NoWayOut { .. })) => Finding::new(Code::OutputWithoutEnd).number("loop_line", source.statements[around].line),
        _ => Finding::new(Code::OutputInLoop).number("loop_line", source.statements[*around].line),
    };
    finding.at(print_line)
}

/// Whether the text alone proves that a loop, once begun, never ends.
pub(super) fn endless<'a>(source: &Source<'a>, header: usize) -> Option<Endless<'a>> {
    let tokens = source.tokens_in(header);
    let inner = tokens.split_last().filter(|(last, _)| last.is(":")).map(|(_, rest)| rest)?;
    let body = source.block(header);
    let body_tokens: Vec<&Token<'a>> = body.clone().flat_map(|place| source.tokens_in(place)).collect();
    if body_tokens.is_empty() || body_tokens.iter().any(|token| WAYS_OUT.iter().any(|word| token.is(word))) {
        return None;
    }
    match inner {
        [word, name, in_word, list] if word.is("for") && in_word.is("in") && name.is_name() && list.is_name() => {
            // `append` in each round, at the loop's own level, with nothing taken out.
            let own_level = source.statements.get(body.start)?.indent;
            let grows = body.clone().find(|place| {
                let starts =
                    matches!(source.tokens_in(*place), [first, dot, method, ..] if first.is(list.text) && dot.is(".") && method.is("append"));
                starts && source.statements[*place].indent == own_level
            })?;
            let continues = body_tokens.iter().any(|token| token.is("continue"));
            let shrinks = body_tokens.windows(3).any(|window| window[0].is(list.text) && window[1].is(".") && !window[2].is("append"));
            let rebound = source.bindings.iter().any(|binding| binding.name == list.text && body.contains(&binding.statement));
            (!continues && !shrinks && !rebound).then(|| Endless::ListGrows { name: list.text, line: source.statements[grows].line })
        }
        [word, condition @ ..] if word.is("while") => endless_while(source, condition, &body, &body_tokens),
        _ => None,
    }
}

fn endless_while<'a>(source: &Source<'a>, condition: &[Token<'a>], body: &std::ops::Range<usize>, body_tokens: &[&Token<'a>]) -> Option<Endless<'a>> {
    let text = condition.iter().map(|token| token.text).collect::<Vec<_>>().join(" ");
    if matches!(condition, [only] if only.is("True") || only.text == "1") {
        return Some(Endless::NoWayOut { condition: text });
    }
    // Names, numbers, texts and signs only: a call or a lookup can give something else each time.
    let calm = condition.iter().enumerate().all(|(place, token)| {
        let call = token.is("(") && place > 0 && condition[place - 1].ends_value();
        !call && !token.is(".") && !token.is("[") && !token.is("{") && !token.is(":=") && !token.is("await") && !token.is("lambda")
    });
    let mut names: Vec<&str> = Vec::new();
    for token in condition.iter().filter(|token| token.is_name()) {
        if !names.contains(&token.text) {
            names.push(token.text);
        }
    }
    if !calm || names.is_empty() {
        return None;
    }
    // Another function could change a name of the whole program, and so could another thread.
    let elsewhere = source.tokens.iter().any(|token| token.is("global") || token.is("nonlocal") || token.is("globals") || token.is("threading"));
    let bound = |name: &str| source.bindings.iter().any(|binding: &Binding<'_>| binding.name == name && body.contains(&binding.statement));
    // A new name for each round of an outer `for` would be changed outside, which does not matter: this loop alone must end.
    if elsewhere || names.iter().any(|name| bound(name) || touched(body_tokens, name)) {
        return None;
    }
    Some(Endless::NeverChanges { condition: text, names })
}

/// Whether a name's value could be changed in place: by a method, at a place, or by a function that is given it.
fn touched(tokens: &[&Token<'_>], name: &str) -> bool {
    let plain: Vec<Token<'_>> = tokens.iter().map(|token| **token).collect();
    let direct = plain.windows(2).any(|pair| pair[0].is(name) && (pair[1].is(".") || pair[1].is("[")));
    let given = plain.windows(2).enumerate().any(|(place, pair)| {
        let call = pair[0].ends_value() && pair[1].is("(") && pair[1].glued;
        call && !HARMLESS.contains(&pair[0].text) && inside(&plain, place + 1).iter().any(|token| token.is(name))
    });
    // `other = items` and `other.append(1)` change it under another name.
    let ends = |next: Option<&Token<'_>>, line: u32| next.is_none_or(|next| next.line != line || next.is(","));
    let renamed = plain.windows(2).enumerate().any(|(place, pair)| pair[0].is("=") && pair[1].is(name) && ends(plain.get(place + 2), pair[1].line));
    let deleted = plain.windows(2).any(|pair| pair[0].is("del") && pair[1].is(name));
    direct || given || renamed || deleted
}
