//! Plain words about what went wrong: from the facts of a run or a case to an [`Explanation`]. Pure, without input or output.
//!
//! Whoever runs or judges a program fills in [`Facts`] and calls [`explain`]; it knows nothing of words. All sentences stand in `template`, so that a translation can be
//! made from `code` and `params` alone. What is said follows the rules for explanations in `docs/explanations.md`: where, what (with the learner's own names and values),
//! why, and one next thing to do or look at; 25 to 60 words; a fix only where it is certain; an honest general one for what nobody wrote words for.
//!
//! One file for each family: `syntax` (programs that Python cannot read), `name_error`, `type_error`, `value_error`, `lookup` (places, keys, names after a dot),
//! `other_error`, `limits` and `watched` (time, memory, output, sandbox), `result` and `printed` (programs that ran and gave something else), with `habits` (lines that do something
//! else than they look like), `steps` (what a call did step by step) and `tested` (tests written in Python). They look things up in `source`, a small reader of Python, and in `trouble`.

mod from_worker;
mod habits;
mod limits;
mod lookup;
mod name_error;
mod names;
mod other_error;
mod printed;
mod result;
mod source;
mod steps;
mod syntax;
mod template;
mod tested;
mod trouble;
mod type_error;
mod value_error;
mod watched;

#[cfg(test)]
mod tests;

use crate::worker::{ErrorFacts, Place, Watched};
use domain::{
    exercise::{Limits, Program, SourceFile},
    judge::{Difference, Explanation, Verdict},
};
use serde_json::{Map, Value as Json};
use source::Source;
use template::{Code, render, showable};
use trouble::{Finding, Trouble};

pub(crate) use steps::may_replace;
pub(crate) use watched::{Loop, loops};

/// An error that ended the program or a case, as the interpreter reports it. Nothing in it is trusted beyond being shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct RaisedError {
    /// Name of the exception's type: `NameError`.
    pub type_name: String,
    /// Names of the types it is derived from, nearest first.
    pub bases: Vec<String>,
    /// Its message, as Python words it: `str(error)`, but for a `SyntaxError` its `msg` alone.
    pub message: String,
    /// The learner's line where it happened (the innermost one in their files), from 1. For a `SyntaxError`: its `lineno`.
    pub line: Option<u32>,
    /// The file of that line.
    pub file: Option<String>,
    /// Names that stand on that line with the `repr` of their values, where the worker gave it whole.
    pub values: Vec<(String, String)>,
    /// How many calls of the learner's own functions were open, the program itself included; 0 if unknown.
    pub depth: u64,
    /// The same names with the type of their value and its length, also where the value is too long to be told.
    pub sizes: Vec<(String, String, u64)>,
}

/// What is known of a run or a case that did not go well.
#[derive(Debug, Clone)]
pub(crate) struct Facts<'a> {
    /// How it ended.
    pub verdict: Verdict,
    /// The program.
    pub program: &'a Program,
    /// The case's name, where there is one.
    pub case: Option<&'a str>,
    /// The call, as the learner could type it. `None` where it is hidden.
    pub call: Option<&'a str>,
    /// The error, if one was raised.
    pub error: Option<&'a RaisedError>,
    /// What differed; empty where it is hidden or did not come to a comparison.
    pub differences: &'a [Difference],
    /// The type of the value that was given back, where it is no plain data: a class of the program's or of a module, perhaps derived from a built-in one.
    pub given_type: Option<&'a str>,
    /// What was printed during the case (standard output).
    pub printed: &'a str,
    /// How many lines of input there were.
    pub input_lines: u32,
    /// How often the program asked for input, the time included for which there was none left; 0 where that is not known.
    pub input_asked: u32,
    /// The line where it was when it was stopped for time, if the worker could tell.
    pub stopped_line: Option<u32>,
    /// The file of that line; `None` is the one that is run first.
    pub stopped_file: Option<&'a str>,
    /// The line of the file that is run first where the program ended itself, with `exit` or the like.
    pub left_line: Option<u32>,
    /// The limit that was passed, in the unit of its verdict (milliseconds, mebibytes, bytes).
    pub limit: u64,
}

impl<'a> Facts<'a> {
    /// Nothing but the verdict and the program.
    pub(crate) fn new(verdict: Verdict, program: &'a Program) -> Self {
        Self {
            verdict,
            program,
            case: None,
            call: None,
            error: None,
            differences: &[],
            given_type: None,
            printed: "",
            input_lines: 0,
            input_asked: 0,
            stopped_line: None,
            stopped_file: None,
            left_line: None,
            limit: 0,
        }
    }

    /// The same with the input that the program was given.
    pub(crate) fn given(self, stdin: &str) -> Self {
        Self { input_lines: u32::try_from(stdin.lines().count()).unwrap_or(u32::MAX), ..self }
    }
}

/// About an error that ended a program or a case. `scene` says the rest; its verdict and its error are filled in here.
pub(crate) fn explain_error(error: &ErrorFacts, scene: Facts<'_>) -> Option<Explanation> {
    let raised = RaisedError::from(error);
    explain(&Facts { verdict: error.verdict(), error: Some(&raised), input_asked: error.asked, ..scene })
}

/// About a case that gave something else than it must; `error` is there where another error was wanted.
pub(crate) fn explain_differences(error: Option<&ErrorFacts>, scene: Facts<'_>) -> Option<Explanation> {
    let raised = error.map(RaisedError::from);
    explain(&Facts { verdict: Verdict::Failed, error: raised.as_ref(), ..scene })
}

/// What ended a program, where that says more than its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// It ended its interpreter in an orderly way, so that nobody could say what it gave. Where it did that is not known.
    Gone,
    /// It was killed, and not for want of memory.
    Killed,
    /// It has stopped itself with a signal, and waited to be told to go on.
    Halted,
    /// What came through the pipe for answers is no answer: the program wrote to it or closed it.
    Disturbed,
    /// It gave a value back that is too large to be told.
    LargeValue,
    /// It made too many files.
    ManyFiles,
    /// It wrote too much into files.
    LargeFiles,
}

/// About a program that was ended, and what is known to have ended it.
pub(crate) fn explain_cause(cause: Cause, verdict: Verdict, program: &Program, limits: Limits) -> Explanation {
    let finding = match cause {
        Cause::Gone => Finding::new(Code::Gone),
        Cause::Killed => Finding::new(Code::Killed),
        Cause::Halted => Finding::new(Code::Halted).number("seconds", limits::seconds(limits.wall_ms.into())),
        Cause::Disturbed => Finding::new(Code::Disturbed),
        Cause::LargeValue => Finding::new(Code::LargeValue),
        Cause::ManyFiles => Finding::new(Code::ManyFiles).number("limit", crate::sandbox::MAX_ENTRIES),
        Cause::LargeFiles => Finding::new(Code::LargeFiles).number("limit", mebibytes(limits.file_bytes)),
    };
    into_words(finding, &Facts::new(verdict, program), program.entry(), "")
}

/// Bytes as mebibytes, with one digit after the point where there is something to say there.
fn mebibytes(bytes: u32) -> Json {
    let tenths = (u64::from(bytes) * 10).div_ceil(1024 * 1024);
    if tenths.is_multiple_of(10) { Json::from(tenths / 10) } else { Json::from(tenths as f64 / 10.0) }
}

/// About a program that was ended from outside, or went down.
pub(crate) fn explain_end(verdict: Verdict, program: &Program, place: Option<&Place>, limits: Limits) -> Option<Explanation> {
    let limit = match verdict {
        Verdict::Timeout => limits.wall_ms,
        Verdict::Memory => limits.memory_mb,
        Verdict::Output => limits.output_bytes,
        _ => 0,
    };
    let stopped_line = place.map(|place| place.line);
    let stopped_file = place.map(|place| place.file.as_str());
    explain(&Facts { stopped_line, stopped_file, limit: limit.into(), ..Facts::new(verdict, program) })
}

/// A test written in Python that was not content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UnhappyTest<'a> {
    pub name: &'a str,
    /// The last call of the program, and what it gave back.
    pub call: &'a str,
    pub actual: &'a str,
    /// The line of the test where it stopped.
    pub line: &'a str,
    /// What the test says of it: `None != 5`. Empty where it says nothing.
    pub message: &'a str,
    /// The files of the tests.
    pub files: &'a [SourceFile],
}

/// About a test written in Python that was not content.
pub(crate) fn explain_test(program: &Program, test: UnhappyTest<'_>) -> Explanation {
    let said = test.message.to_lowercase();
    let code = if said.contains("not raise") {
        Code::TestNotRaised
    } else if !tested::looks_at_result(&test) {
        Code::TestElsewhere
    } else if test.actual == "None" {
        Code::TestGotNothing
    } else {
        Code::TestNotContent
    };
    let finding = Finding::new(code).with("actual", test.actual).with("test", test.line);
    let facts = Facts { case: Some(test.name), call: Some(test.call), ..Facts::new(Verdict::Failed, program) };
    into_words(finding, &facts, program.entry(), "")
}

/// About a case whose author hides what is called and expected.
pub(crate) fn explain_hidden(program: &Program, case: &str, stopped: bool) -> Option<Explanation> {
    let facts = Facts { case: Some(case), ..Facts::new(Verdict::Failed, program) };
    let code = if stopped { Code::CaseStopped } else { Code::CaseFailed };
    Some(into_words(Finding::new(code), &facts, program.entry(), ""))
}

/// About a wrong result that is just the one of a mistake which the exercise's author has named. `message` is the author's.
pub(crate) fn explain_named_mistake(scene: Facts<'_>, message: &str) -> Option<Explanation> {
    let finding = match scene.differences.first().filter(|difference| difference.what == "result" && scene.call.is_some()) {
        Some(difference) => Finding::new(Code::NamedMistake).with("expected", &difference.expected).with("actual", &difference.actual),
        None => Finding::new(Code::NamedMistakePlain),
    };
    // The author's own words are part of the course, not of the program: they are not cut.
    let message = message.trim();
    let finding = finding.number("message", if message.ends_with(['.', '!', '?']) { message.to_owned() } else { format!("{message}.") });
    Some(into_words(finding, &scene, scene.program.entry(), ""))
}

/// About a call that is right alone, and wrong after the cases before it.
pub(crate) fn explain_first_call_only(scene: Facts<'_>) -> Option<Explanation> {
    let source = Source::read(scene.program.entry_text());
    let finding = result::first_call_only(&scene, &source)?;
    let line = finding.line().map_or("", |line| source.line(line).trim());
    Some(into_words(finding, &scene, scene.program.entry(), line))
}

/// About a wrong result, with the steps of the call: `known` with a table of them, or an explanation that names the one step.
pub(crate) fn explain_steps(scene: Facts<'_>, known: &Explanation, watched: &Watched) -> Explanation {
    let source = Source::read(scene.program.entry_text());
    let mut explanation = match steps::explain(&scene, &known.code, watched, &source) {
        Some(finding) => {
            let line = finding.line().map_or("", |line| source.line(line).trim());
            into_words(finding, &scene, scene.program.entry(), line)
        }
        None => known.clone(),
    };
    explanation.params.insert("steps".to_owned(), steps::table(watched));
    explanation
}

/// About a program that was stopped for time or output, with what a second run under watch has shown. `None` where that shows nothing more.
pub(crate) fn explain_watched(verdict: Verdict, program: &Program, loops: &[Loop], seen: &Watched, limits: Limits) -> Option<Explanation> {
    let found = match verdict {
        Verdict::Timeout => watched::endless_loop(program, loops, seen)?,
        Verdict::Output => watched::too_much_output(program, loops, seen)?,
        Verdict::Crashed => watched::ended(seen)?,
        _ => return None,
    };
    let text = program.files().iter().find(|file| file.path == found.file).map_or("", |file| file.text.as_str());
    let source = Source::read(text);
    let line = found.finding.line().map_or("", |line| source.line(line).trim());
    let finding = found.finding.number("seconds", limits::seconds(limits.wall_ms.into()));
    Some(into_words(finding, &Facts::new(verdict, program), found.file, line))
}

/// Says in plain words what went wrong. `None` only where there is nothing to explain: the program passed, or the person stopped it.
pub(crate) fn explain(facts: &Facts<'_>) -> Option<Explanation> {
    if matches!(facts.verdict, Verdict::Passed | Verdict::Cancelled) {
        return None;
    }
    let file = facts.error.and_then(|error| error.file.as_deref()).or(facts.stopped_file).unwrap_or(facts.program.entry());
    let text = facts.program.files().iter().find(|known| known.path == file).map_or(facts.program.entry_text(), |known| known.text.as_str());
    let source = Source::read(text);
    let raised_difference = facts.differences.iter().find(|difference| difference.what == "raised");
    let error_ends_it = matches!(facts.verdict, Verdict::Error | Verdict::Failed | Verdict::Memory | Verdict::Refused | Verdict::Output);
    let finding = match (facts.error, raised_difference) {
        (_, Some(difference)) => result::explain(facts, difference, &source),
        (Some(error), None) if error_ends_it => of_error(facts, error, &source),
        (_, None) => of_ending(facts, &source),
    };
    let line = finding.line().or(facts.error.and_then(|error| error.line)).or(facts.stopped_line);
    Some(into_words(finding, facts, file, line.map_or("", |line| source.line(line).trim())))
}

/// About a program that an error ended.
fn of_error(facts: &Facts<'_>, error: &RaisedError, source: &Source<'_>) -> Finding {
    let trouble = Trouble::new(facts, error, source);
    let is = |name: &str| error.type_name == name || error.bases.iter().any(|base| base == name);
    if is("SyntaxError") {
        return syntax::explain(&trouble);
    }
    // No line of the program was reached: the call itself does not fit the program.
    if let (None, Some(_)) = (error.line, facts.call)
        && let Some(finding) = name_error::explain_call(&trouble).or_else(|| type_error::explain_call(&trouble))
    {
        return finding;
    }
    if let Some(finding) = other_error::stream_gone(&trouble).or_else(|| other_error::own_raise(&trouble)) {
        return finding;
    }
    let finding = match error.type_name.as_str() {
        "NameError" => name_error::explain(&trouble),
        "UnboundLocalError" => name_error::explain_unbound(&trouble),
        "TypeError" => Some(type_error::explain(&trouble)),
        "ValueError" => Some(value_error::explain(&trouble)),
        "IndexError" => Some(lookup::explain_index(&trouble)),
        "KeyError" => Some(lookup::explain_key(&trouble)),
        "AttributeError" => Some(lookup::explain_attribute(&trouble)),
        _ => Some(other_error::explain(&trouble)),
    };
    finding.unwrap_or_else(|| other_error::fallback(&trouble))
}

/// About a program that came to an end without an error, or was brought to one.
fn of_ending(facts: &Facts<'_>, source: &Source<'_>) -> Finding {
    if let Some(finding) = limits::explain(facts.verdict, source, facts.stopped_line, facts.limit) {
        return finding;
    }
    match facts.differences.first() {
        Some(difference) => result::explain(facts, difference, source),
        None if facts.verdict == Verdict::Failed => Finding::new(Code::CaseFailed),
        None => Finding::new(Code::ErrorUnknown),
    }
}

/// Fills the place in, and the sentences. `code_line` is the line it is about, as it stands in the program.
fn into_words(finding: Finding, facts: &Facts<'_>, file: &str, code_line: &str) -> Explanation {
    let Finding { code, mut params } = finding;
    let line = facts.error.and_then(|error| error.line).or(facts.stopped_line);
    if let (None, Some(line)) = (params.get("line"), line) {
        params.insert("line".to_owned(), Json::from(line));
    }
    let mut put = |name: &str, text: &str| {
        if !text.is_empty() && !params.contains_key(name) {
            params.insert(name.to_owned(), Json::String(showable(text)));
        }
    };
    // The file says nothing new where there is only one.
    if facts.program.files().len() > 1 && file != facts.program.entry() {
        put("file", file);
    }
    put("code_line", code_line);
    put("call", facts.call.unwrap_or_default());
    put("case", facts.case.unwrap_or_default());
    say(code, params)
}

/// The words of a code in English.
fn say(code: Code, params: Map<String, Json>) -> Explanation {
    let what = render(code.what(), &params);
    let why = render(code.why(), &params);
    let next = render(code.next(), &params);
    let place = render(template::WHERE, &params);
    Explanation { code: code.name().to_owned(), text: format!("{what} {why}"), place, what, why, next, params }
}
