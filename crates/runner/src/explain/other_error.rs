//! The other errors that end a program, and the honest fallback.

use super::{
    limits,
    names::{LEFT_OUT, MODULES, closest, module_names},
    printed::stream_taken,
    source::{Kind, Token, inside, only},
    template::Code,
    trouble::{Finding, Trouble, between, quoted},
};
use domain::value::Value;

/// With fewer open calls than this, a program's own functions have not called each other up to Python's limit of 1000. One that sets a lower limit has few calls, too; it knows
/// what it does.
const FEW_CALLS: u64 = 50;

/// Explains an error that has no file of its own here.
pub(super) fn explain(trouble: &Trouble<'_>) -> Finding {
    let known = |name: &str| trouble.error.type_name == name || trouble.error.bases.iter().any(|base| base == name);
    let message = trouble.message;
    match trouble.error.type_name.as_str() {
        "ZeroDivisionError" => return zero(trouble),
        "RecursionError" => {
            // With few calls of the program's own, it is Python that goes deeper and deeper, into a value.
            let in_value = message.contains("the repr of") || message.contains("JSON object") || trouble.error.depth > 0;
            if in_value && trouble.error.depth < FEW_CALLS {
                return Finding::new(Code::RecursionNested);
            }
            return match trouble.function_here() {
                Some(function) => Finding::new(Code::Recursion).with("function", function.name),
                None => Finding::new(Code::RecursionPlain),
            };
        }
        "KeyboardInterrupt" => return Finding::new(Code::Interrupted),
        "StopIteration" if trouble.tokens().iter().any(|token| token.is("next") || token.is("__next__")) => return Finding::new(Code::NothingNext),
        "MemoryError" => return memory(trouble),
        "OverflowError" => return Finding::new(Code::TooLarge),
        "SystemExit" => return Finding::new(Code::ProgramLeft),
        "EOFError" => return end_of_input(trouble),
        "AssertionError" => {
            return if message.is_empty() { Finding::new(Code::Assertion) } else { Finding::new(Code::AssertionMessage).with("message", message) };
        }
        "NotImplementedError" => return Finding::new(Code::NotWritten),
        // `io.UnsupportedOperation`
        "UnsupportedOperation" if message == "not writable" => return Finding::new(Code::FileForReading),
        "UnsupportedOperation" if message == "not readable" => return Finding::new(Code::FileForWriting),
        "RuntimeError" if message.contains("threads do not run in WebAssembly") => return Finding::new(Code::ThreadMissing),
        "RuntimeError" if message.contains("can't start new thread") => return Finding::new(Code::ThreadsTooMany),
        "RuntimeError" if message.contains("changed size during iteration") => return Finding::new(Code::ChangedWhileLooping),
        _ => {}
    }
    if known("ImportError") {
        return import(trouble).unwrap_or_else(|| fallback(trouble));
    }
    if known("UnicodeError") && trouble.tokens().iter().any(|token| matches!(token.text, "open" | "read" | "write" | "readlines" | "for")) {
        return Finding::new(Code::UnicodeOther);
    }
    if known("FileNotFoundError") {
        return file_missing(trouble);
    }
    if known("OSError") {
        return system(trouble);
    }
    fallback(trouble)
}

/// Python's own words, where nobody wrote better ones.
pub(super) fn fallback(trouble: &Trouble<'_>) -> Finding {
    let code = if trouble.message.is_empty() || trouble.line == 0 { Code::ErrorOtherBare } else { Code::ErrorOther };
    Finding::new(code).with("type", &trouble.error.type_name).with("message", trouble.message)
}

/// The line says `raise` itself: then the program's own words are the best ones.
pub(super) fn own_raise(trouble: &Trouble<'_>) -> Option<Finding> {
    let place = source_place(trouble)?;
    let tokens = trouble.source.tokens_in(place);
    let first = tokens.first().filter(|first| first.is("raise"))?;
    let named = tokens.get(1).is_some_and(|next| next.is(&trouble.error.type_name))
        // `raise problem`: an error that was made before.
        || (matches!(tokens, [_, name] if name.is_name()) && !trouble.message.starts_with("exceptions must derive"));
    // `raise "text"` is an error of its own; so is whatever fails while the message is made.
    if !named || first.depth > 0 || trouble.error.type_name == "NotImplementedError" {
        return None;
    }
    let around = trouble.source.enclosing(place);
    // Where nothing asks anything before it, there is no condition to look at.
    let function = trouble.source.function_around(place);
    let start = function.map_or(0, |function| function + 1);
    let asks =
        |place: usize| ["if", "elif", "while", "for", "match", "case", "try", "with"].iter().any(|word| trouble.source.begins_with(place, word));
    let code = if let Some(except) = around.iter().find(|place| trouble.source.begins_with(**place, "except")) {
        let line = trouble.source.statements[*except].line;
        return Some(
            Finding::new(Code::OwnRaiseExcept).with("type", &trouble.error.type_name).with("message", trouble.message).number("other_line", line),
        );
    } else if !(start..place).any(asks) {
        Code::OwnRaiseAlways
    } else if trouble.message.is_empty() {
        Code::OwnRaiseBare
    } else {
        Code::OwnRaise
    };
    Some(Finding::new(code).with("type", &trouble.error.type_name).with("message", trouble.message))
}

/// `print` or `input` fails because an earlier line closed or replaced what it works with.
pub(super) fn stream_gone(trouble: &Trouble<'_>) -> Option<Finding> {
    let called = |name: &str| trouble.tokens().windows(2).any(|pair| pair[0].is(name) && pair[1].is("("));
    let (function, stream) = if called("print") {
        ("print", "stdout")
    } else if called("input") {
        ("input", "stdin")
    } else {
        return None;
    };
    let message = trouble.message;
    let about =
        ["closed file", "lost sys.", "Bad file descriptor", "has no attribute 'write'", "has no attribute 'flush'", "has no attribute 'readline'"];
    if !about.iter().any(|words| message.contains(words)) && !message.contains("has been detached") {
        return None;
    }
    if let Some(taken) = stream_taken(trouble.source, stream).filter(|taken| taken.line != trouble.line) {
        return Some(
            Finding::new(Code::StreamGone).with("function", function).with("stream", &format!("sys.{stream}")).number("other_line", taken.line),
        );
    }
    let closes = |pair: &[Token<'_>]| pair[0].is(".") && matches!(pair[1].text, "close" | "closerange" | "dup2");
    let line = trouble.source.tokens.windows(2).find(|pair| closes(pair))?[1].line;
    message.contains("Bad file descriptor").then(|| Finding::new(Code::NumberClosed).with("function", function).number("other_line", line))
}

fn source_place(trouble: &Trouble<'_>) -> Option<usize> {
    trouble.source.statement_at(trouble.line)
}

fn memory(trouble: &Trouble<'_>) -> Finding {
    let source = trouble.source;
    let around = source.statement_at(trouble.line).map(|statement| source.loops_around(statement)).unwrap_or_default();
    let Some(innermost) = around.first() else { return Finding::new(Code::TooMuchMemory) };
    let grows = around.iter().find_map(|place| match limits::endless(source, *place) {
        Some(limits::Endless::ListGrows { name, line }) => Some((place, name, line)),
        _ => None,
    });
    match grows {
        Some((place, name, line)) => Finding::new(Code::LoopListGrows)
            .with("name", name)
            .number("other_line", line)
            .number("loop_line", source.statements[*place].line)
            .at(source.statements[*place].line),
        None => Finding::new(Code::MemoryErrorLoop).number("loop_line", source.statements[*innermost].line),
    }
}

fn zero(trouble: &Trouble<'_>) -> Finding {
    let tokens = trouble.tokens();
    let divides = |token: &Token<'_>| token.kind == Kind::Sign && matches!(token.text, "/" | "//" | "%" | "/=" | "//=" | "%=");
    let divisor = only(tokens.iter().enumerate().filter(|(_, token)| divides(token))).map(|(place, _)| &tokens[place + 1..]);
    let zero = |name: &str| {
        matches!(trouble.value_of(name), Some(Value::Int(digits)) if digits == "0") || matches!(trouble.value_of(name), Some(Value::Float(0.0)))
    };
    let ends = |token: Option<&Token<'_>>| token.is_none_or(|token| !matches!(token.text, "(" | "[" | "." | "**"));
    match divisor {
        Some([name, rest @ ..]) if name.is_name() && zero(name.text) && ends(rest.first()) => Finding::new(Code::ZeroNamed).with("name", name.text),
        Some([number, rest @ ..]) if number.kind == Kind::Number && number.text.parse() == Ok(0.0) && ends(rest.first()) => {
            Finding::new(Code::ZeroWritten)
        }
        Some(rest @ [len, open, name, close, ..])
            if len.is("len") && open.is("(") && name.is_name() && close.is(")") && inside(rest, 1).len() == 1 =>
        {
            Finding::new(Code::ZeroLength).with("name", name.text)
        }
        _ => Finding::new(Code::ZeroPlain),
    }
}

fn end_of_input(trouble: &Trouble<'_>) -> Finding {
    let (lines, asked) = (trouble.input_lines, trouble.input_asked);
    if lines == 0 {
        return Finding::new(Code::InputNone);
    }
    if asked <= lines {
        // The number of questions is not known.
        return Finding::new(Code::InputEnd).number("lines", lines);
    }
    Finding::new(Code::InputUsedUp).number("lines", lines).number("asked", asked)
}

fn import(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    let names = quoted(message);
    if message.starts_with("No module named") {
        let full = *names.first()?;
        let module = full.split('.').next()?;
        let finding = |code| Finding::new(code).with("module", full);
        // What is written in C has its name with a line before it.
        let public = module.trim_start_matches('_');
        if public == "multiprocessing" {
            return Some(Finding::new(Code::ProcessMissing));
        }
        if LEFT_OUT.contains(&public) {
            return Some(Finding::new(Code::ModuleLeftOut).with("module", public));
        }
        return Some(match closest(module, MODULES) {
            Some(close) if !MODULES.contains(&module) => finding(Code::ModuleClose).with("close", close),
            _ => finding(Code::ModuleMissing),
        });
    }
    let [wrong, module, ..] = names[..] else { return None };
    message.starts_with("cannot import name").then_some(())?;
    let finding = |code| Finding::new(code).with("module", module).with("wrong", wrong);
    if let Some(file) = trouble.covering_file(module).filter(|_| MODULES.contains(&module)) {
        return Some(finding(Code::ModuleCovered).with("own_file", &file));
    }
    Some(match closest(wrong, module_names(module).iter().copied()) {
        Some(right) => finding(Code::ImportNameClose).with("right", right),
        None => finding(Code::ImportName),
    })
}

fn file_missing(trouble: &Trouble<'_>) -> Finding {
    let Some(name) = quoted(trouble.message).last().copied().filter(|name| !name.is_empty()) else { return Finding::new(Code::FileMissingUnnamed) };
    let finding = |code| Finding::new(code).with("file_name", name);
    let files = trouble.program.files().iter().map(|file| file.path.as_str());
    match closest(name, files) {
        Some(close) => finding(Code::FileClose).with("close", close),
        None => finding(Code::FileMissing),
    }
}

/// Errors of the operating system: those of the sandbox, and others.
fn system(trouble: &Trouble<'_>) -> Finding {
    // EPERM, EAGAIN (no new processes), EACCES, EROFS, ENOSYS, and those of a network that is not there.
    const REFUSED: [&str; 8] = ["1", "11", "13", "30", "38", "97", "101", "111"];
    let number = between(trouble.message, "[Errno ", "]").unwrap_or("");
    let refused = trouble.error.type_name == "PermissionError" || REFUSED.contains(&number) || trouble.message.contains("Name or service not known");
    if refused || matches!(trouble.error.type_name.as_str(), "ConnectionRefusedError" | "BlockingIOError" | "gaierror" | "URLError") {
        return Finding::new(Code::NotAllowed);
    }
    // Too large a file, no room on the disk or no more files in it.
    if matches!(number, "27" | "28" | "122") {
        return Finding::new(Code::FolderFull);
    }
    // As Python for WebAssembly says it (`docs/adr/0008-tier-c.md`); 58 is WASI's number of "not supported", and no number of Linux's.
    if trouble.message.contains("does not support processes") {
        return Finding::new(Code::ProcessMissing);
    }
    if number == "58" && trouble.tokens().iter().any(|token| matches!(token.text, "socket" | "socketpair" | "open_connection" | "start_server")) {
        return Finding::new(Code::NetworkMissing);
    }
    let words = trouble.message.split_once("] ").map_or(trouble.message, |(_, words)| words);
    if words.is_empty() { fallback(trouble) } else { Finding::new(Code::SystemOther).with("message", words) }
}
