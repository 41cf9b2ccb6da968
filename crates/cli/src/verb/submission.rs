//! `studio run`, `studio test`, `studio submit`, `studio submission`.

use crate::{
    acting::Desk,
    arguments::{Acting, SubmissionVerb},
    output::table,
    program,
    sentence::{PRACTICE, shut_in, tier_words},
    verb::course::next_step,
};
use api::{
    ApiError,
    exercise::ExerciseRequest,
    run::{LiveInput, OutputEvent, RunRequest},
    submission::{SubmissionListRequest, SubmissionRequest, SubmitRequest},
};
use domain::judge::{JudgeKind, JudgeResult, Status, Verdict};
use serde_json::json;
use std::{
    io::{BufRead, Write},
    path::{Path, PathBuf},
};

/// `studio run`: the program's output goes where a program's output goes; the verdict comes after it. Without a file for its input, the program hears what comes on ours
/// while it runs.
pub fn run_program(desk: &Desk<'_>, file: &Path, stdin: Option<&Path>) -> Result<(), ApiError> {
    let files = program::read(file, &[], "main.py")?;
    let interactive = stdin.is_none();
    let stdin = stdin.map(program::input).transpose()?.unwrap_or_default();
    let request = RunRequest { exercise: None, files, entry: None, stdin, interactive, run: None };
    let input = LiveInput::new();
    if interactive {
        pass_input_on(input.clone());
    }
    let json = desk.output.json;
    let print = move |event: OutputEvent| {
        if !json {
            let _ = if event.error { std::io::stderr().write_all(event.text.as_bytes()) } else { print_at_once(&event.text) };
        }
    };
    let result = api::run::run_with(&desk.context_with(&print), request, &input)?;
    let document = json!({
        "verdict": result.verdict, "stdout": result.stdout, "stderr": result.stderr, "output_cut": result.output_cut,
        "duration_ms": result.usage.wall_ms, "tier": result.tier, "line": result.line, "file": result.file,
        "explanation": result.explanation, "limits": result.limits, "usage": result.usage, "interpreter": result.interpreter,
    });
    desk.output.show(&document, String::new);
    if result.verdict != Verdict::Passed {
        desk.output.note(&trouble(&result));
    }
    desk.output.note(shut_in(result.tier));
    Ok(())
}

/// A question without a line feed at its end must be seen before it is answered.
fn print_at_once(text: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Reads our standard input line by line on a thread of its own, which ends with the program: nobody can be made to type faster.
fn pass_input_on(input: LiveInput) {
    std::thread::spawn(move || {
        let mut line = Vec::new();
        while std::io::stdin().lock().read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
            input.send(&String::from_utf8_lossy(&line));
            line.clear();
        }
        input.end();
    });
}

/// `studio test`.
pub fn test(desk: &Desk<'_>, exercise: String, file: &Path, more: &[PathBuf], acting: &Acting) -> Result<(), ApiError> {
    // Nothing is kept, so nobody has to be named; a name that is given must be right all the same.
    if acting.user.is_some() {
        desk.sign_in(acting)?;
    }
    let files = files(desk, &exercise, file, more)?;
    let result = api::submission::test(&desk.context(), SubmitRequest { exercise, files, run: None })?;
    desk.output.show(&result, || text(&result));
    Ok(())
}

/// `studio submit`.
pub fn submit(desk: &Desk<'_>, exercise: String, file: &Path, more: &[PathBuf], acting: &Acting) -> Result<(), ApiError> {
    desk.sign_in(acting)?;
    let files = files(desk, &exercise, file, more)?;
    let outcome = api::submission::submit(&desk.context(), SubmitRequest { exercise, files, run: None })?;
    desk.output.show(&outcome, || {
        let next = match &outcome.next {
            Some(next) if outcome.result.verdict == Verdict::Passed => format!("{}\n", next_step(next)),
            _ => String::new(),
        };
        format!("Attempt {}, saved.\n{}{next}", outcome.attempt_number, text(&outcome.result))
    });
    Ok(())
}

/// `studio submission`.
pub fn look(desk: &Desk<'_>, verb: SubmissionVerb) -> Result<(), ApiError> {
    match verb {
        SubmissionVerb::List { exercise, acting } => {
            desk.sign_in(&acting)?;
            let submissions = api::submission::submissions(&desk.context(), SubmissionListRequest { exercise })?;
            desk.output.show(&submissions, || {
                let row = |entry: &api::submission::SubmissionEntry| {
                    vec![
                        entry.submitted_at.clone(),
                        entry.exercise.clone(),
                        format!("attempt {}", entry.attempt_number),
                        verdict(entry.verdict, entry.practice),
                        tier_words(entry.tier).into(),
                        entry.id.clone(),
                    ]
                };
                table(&submissions.iter().map(row).collect::<Vec<_>>())
            });
        }
        SubmissionVerb::Show { submission, acting } => {
            desk.sign_in(&acting)?;
            let view = api::submission::submission(&desk.context(), SubmissionRequest { submission })?;
            desk.output.show(&view, || {
                let code: String = view.files.iter().map(|file| format!("--- {}\n{}\n", file.path, file.text.trim_end())).collect();
                format!(
                    "{}, attempt {}, {}\n{code}\n{}",
                    view.attempt.exercise,
                    view.attempt.attempt_number,
                    view.attempt.submitted_at,
                    text(&view.result)
                )
            });
        }
    }
    Ok(())
}

fn files(desk: &Desk<'_>, exercise: &str, file: &Path, more: &[PathBuf]) -> Result<Vec<domain::exercise::SourceFile>, ApiError> {
    let entry = api::exercise::entry(&desk.context(), ExerciseRequest { exercise: exercise.to_owned() })?;
    program::read(file, more, &entry)
}

fn text(result: &JudgeResult) -> String {
    let passed = result.tests.iter().filter(|test| test.status == Status::Pass).count();
    let practice = result.judge == JudgeKind::Practice;
    let mut text = format!("{}: {passed} of {} cases pass.\n", verdict(result.verdict, practice), result.tests.len());
    if practice {
        text.push_str(&format!("{PRACTICE}\n"));
    }
    if let Some(message) = &result.message {
        text.push_str(&format!("{message}\n"));
    }
    if let Some(test) = result.tests.iter().find(|test| test.status != Status::Pass) {
        text.push_str(&format!("\n  Case: {}\n", test.name));
        if let Some(purpose) = &test.purpose {
            text.push_str(&format!("  ({purpose})\n"));
        }
        if let Some(code) = &test.test_code {
            text.push_str(&format!("  You called   {}\n", code.replace('\n', "\n               ")));
        }
        for difference in &test.differences {
            text.push_str(&format!(
                "  {}: expected {}\n  {}: got      {}\n",
                difference.what, difference.expected, difference.what, difference.actual
            ));
        }
        if let Some(message) = &test.message {
            text.push_str(&format!("  {message}\n"));
        }
    }
    let trouble = trouble(result);
    if result.verdict != Verdict::Passed && !trouble.is_empty() {
        text.push_str(&format!("\n{trouble}\n"));
    }
    text.push_str(&format!("{}\n", shut_in(result.tier)));
    text
}

fn verdict(verdict: Verdict, practice: bool) -> String {
    if practice { format!("{}, practice", verdict.name()) } else { verdict.name().into() }
}

fn trouble(result: &JudgeResult) -> String {
    let place = result.line.map(|line| format!("Line {line}. ")).unwrap_or_default();
    match &result.explanation {
        // A result from before there were four parts.
        Some(explanation) if explanation.what.is_empty() => format!("{place}{} {}", explanation.text, explanation.next),
        Some(explanation) => {
            let steps: String = (explanation.steps().iter()).map(|step| format!("  line {}: {} = {}\n", step.line, step.name, step.value)).collect();
            let steps = if steps.is_empty() { steps } else { format!("Step by step:\n{steps}") };
            format!("{}\n{}\n{}\n{steps}{}", explanation.place, explanation.what, explanation.why, explanation.next)
        }
        None => format!("{place}{}", result.message.clone().unwrap_or_else(|| format!("It ended with: {}.", result.verdict.name()))),
    }
}
