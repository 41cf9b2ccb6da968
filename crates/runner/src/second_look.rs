//! A second look at a program that did not pass, in boxes of its own: is it a mistake that the author knows, is it right on the first call only, which loop does not
//! end? What is found changes the explanation and nothing else, so a second look that fails is passed over in silence.

use crate::{
    explain::{self, Facts},
    judge::{self, Again, Job, Judged, Shown, Watching},
    worker::{Supervisor, WATCH_SCRIPT, layers},
};
use domain::{
    exercise::{Case, Limits, Mistake, Program, SourceFile, Tests},
    judge::{Explanation, JudgeResult, Status, TestResult, Verdict},
    value::{Value, same},
};
use serde_json::json;
use std::time::{Duration, Instant};

/// How long all of an author's mistakes together may run. A person is waiting.
const FOR_MISTAKES: Duration = Duration::from_secs(4);

/// How long a program is watched, in milliseconds. Under watch it is some twenty times slower; a loop that does not end has shown by then what it does.
const WATCHED_MS: u32 = 700;

/// How long tests may run, in milliseconds, up to the request from which the program is watched. A person is waiting.
const UP_TO_THE_REQUEST_MS: u32 = 4000;

/// After running: the same result, perhaps with a better explanation.
pub(crate) fn after_running(job: &Job<'_>, stdin: &str, mut result: JudgeResult) -> JudgeResult {
    if let Some(better) = stopped(job, &result, stdin, None) {
        result.explanation = Some(better);
    }
    with_line(job, result)
}

/// After judging: the same result, perhaps with a better explanation.
pub(crate) fn after_judging(job: &Job<'_>, tests: &Tests, mistakes: &[Mistake], judged: Judged) -> JudgeResult {
    let Judged { mut result, shown, asked } = judged;
    let complete = shown.len() == result.tests.len();
    if result.verdict == Verdict::Failed && complete {
        let better = named_mistake(job, tests, mistakes, &result, &shown)
            .or_else(|| first_call_only(job, tests, &result))
            .or_else(|| steps(job, tests, &result));
        result.explanation = better.or(result.explanation);
    }
    // The first test with the verdict is the one that was stopped; those after it were not run.
    let stopped_test = result.tests.iter().position(|test| test.verdict == result.verdict);
    if let Some(case) = stopped_test.filter(|place| !result.tests[*place].hidden).and_then(|place| cases(tests).get(place))
        && let Some(better) = stopped(job, &result, case.stdin.as_deref().unwrap_or_default(), Some(case))
    {
        result.explanation = Some(better);
    }
    if let Tests::Python { files, module, practice_only: false, .. } = tests
        && let Some(better) = stopped_in_tests(job, files, module, asked, result.verdict)
    {
        result.explanation = Some(better);
    }
    with_line(job, result)
}

/// Where the end of the program names no line, the line that the explanation speaks of.
fn with_line(job: &Job<'_>, mut result: JudgeResult) -> JudgeResult {
    if let (None, Some(explanation)) = (result.line, &result.explanation) {
        result.line = explanation.params.get("line").and_then(serde_json::Value::as_u64).and_then(|line| u32::try_from(line).ok());
        let file = explanation.params.get("file").and_then(serde_json::Value::as_str).unwrap_or(job.program.entry());
        result.file = result.line.map(|_| file.to_owned());
    }
    result
}

/// About a program that was stopped for time or output, or whose interpreter is gone: runs it once more, under watch.
fn stopped(job: &Job<'_>, result: &JudgeResult, stdin: &str, case: Option<&Case>) -> Option<Explanation> {
    let verdict = result.verdict;
    // Whoever wrote too much into files printed nothing that could be counted; whoever stands still does so once more.
    let known = ["many_files", "large_files", "folder_full", "halted"];
    let is_known = result.explanation.as_ref().is_some_and(|explanation| known.contains(&explanation.code.as_str()));
    if is_known || !matches!(verdict, Verdict::Timeout | Verdict::Output | Verdict::Crashed) {
        return None;
    }
    let loops = explain::loops(job.program);
    // One box more than the person asked for: if it cannot be had, what is known already is said.
    explain_again(job, verdict, &loops, &watch(job, verdict, stdin, case, &loops)?)
}

fn explain_again(job: &Job<'_>, verdict: Verdict, loops: &[explain::Loop], again: &Again) -> Option<Explanation> {
    match again {
        Again::Seen(watched) => explain::explain_watched(verdict, job.program, loops, watched, job.limits),
        Again::Gone(place) => explain::explain_end(verdict, job.program, Some(place), job.limits),
    }
}

/// About a program that was stopped, or whose interpreter is gone, while tests written in Python talked to it: the tests are run once more, up to the request in which it
/// happened, and from there on it is watched.
fn stopped_in_tests(job: &Job<'_>, files: &[SourceFile], module: &str, asked: u64, verdict: Verdict) -> Option<Explanation> {
    if !matches!(verdict, Verdict::Timeout | Verdict::Crashed) {
        return None;
    }
    let ends = verdict == Verdict::Crashed;
    let loops = explain::loops(job.program);
    if asked == 0 && !ends {
        // It did not come to its last line.
        return explain_again(job, verdict, &loops, &watch(job, verdict, "", None, &loops)?);
    }
    let limits = Limits { wall_ms: job.limits.wall_ms.min(UP_TO_THE_REQUEST_MS) + 2 * WATCHED_MS, ..job.limits };
    let watching = Watching { from: asked, milliseconds: WATCHED_MS, loops: as_json(&loops), ends };
    let again = judge::watch(&Job { limits, ..*job }, files, module, watching)?;
    explain_again(job, verdict, &loops, &again)
}

/// The loops of a program, as `worker/watch.py` wants them.
fn as_json(loops: &[explain::Loop]) -> serde_json::Value {
    loops.iter().map(|known| json!([known.file, known.line, known.end, known.body, known.names])).collect()
}

/// Runs the program, or the case with its call, once more and tells what its loops and its prints did; of an interpreter that was gone, which call did that.
fn watch(job: &Job<'_>, verdict: Verdict, stdin: &str, case: Option<&Case>, loops: &[explain::Loop]) -> Option<Again> {
    let files = layers(&[job.data_files, job.program.files(), case.map_or(&[], |case| &case.files)]);
    let ends = verdict == Verdict::Crashed;
    // What crashed once crashes after the same time again.
    let wall_ms = if ends { job.limits.wall_ms } else { 2 * WATCHED_MS };
    let limits = Limits { wall_ms, ..job.limits };
    let (mut supervisor, mut worker) = Supervisor::open(limits, job.strongest, false, &job.plan(&files, stdin, WATCH_SCRIPT)).ok()?;
    let call = case.and_then(|case| case.call.as_deref());
    let asked = supervisor.prepare(&mut worker, job.program.entry()).and_then(|_| {
        supervisor.start_clock();
        let request = json!({
            "do": "watch",
            "milliseconds": WATCHED_MS,
            "ends": ends,
            "module": if call.is_some() { job.module() } else { "__main__" },
            "setup": case.and_then(|case| case.setup.as_deref()).unwrap_or_default(),
            "call": call.unwrap_or_default(),
            "loops": as_json(loops),
        });
        supervisor.ask(&mut worker, request)
    });
    let place = if ends && asked.is_err() { worker.last_words() } else { None };
    supervisor.end(&mut worker);
    match asked {
        Ok(answer) => answer.watched.map(Again::Seen),
        Err(_) => place.map(Again::Gone),
    }
}

/// The test that the explanation speaks of: the first that did not pass and may be shown.
fn spoken_of(result: &JudgeResult) -> Option<(usize, &TestResult)> {
    result.tests.iter().enumerate().find(|(_, test)| test.status != Status::Pass && !test.hidden)
}

/// What is known of a test, for an explanation. The call is told only where it is a case's own.
fn scene<'a>(job: &Job<'a>, test: Option<&'a TestResult>, case: Option<&'a Case>) -> Facts<'a> {
    Facts {
        case: test.map(|test| test.name.as_str()),
        call: case.and_then(|case| case.call.as_deref()),
        differences: test.map_or(&[], |test| &test.differences),
        ..Facts::new(Verdict::Failed, job.program)
    }
}

fn cases(tests: &Tests) -> &[Case] {
    match tests {
        Tests::Data { cases } => cases,
        Tests::Python { .. } => &[],
    }
}

/// Runs the author's wrong answers on the same cases. One that shows the same as the program in every case, hidden ones too, says what its author says about it.
fn named_mistake(job: &Job<'_>, tests: &Tests, mistakes: &[Mistake], result: &JudgeResult, shown: &[Shown]) -> Option<Explanation> {
    let start = Instant::now();
    let limits = little_time(job, result);
    let found = mistakes.iter().take_while(|_| start.elapsed() < FOR_MISTAKES).find(|mistake| {
        let Some(program) = with_entry(job.program, &mistake.file.text) else { return false };
        let job = Job { program: &program, limits, ..*job };
        judge::judge_like(&job, tests, Some(shown)).is_ok_and(|judged| judged.shown == shown)
    })?;
    let spoken = spoken_of(result);
    let case = spoken.and_then(|(place, _)| cases(tests).get(place));
    let hidden = result.tests.iter().find(|test| test.status != Status::Pass);
    explain::explain_named_mistake(scene(job, spoken.map(|(_, test)| test).or(hidden), case), &found.message)
}

/// Follows the failing call step by step, where nothing is known yet but that its value is another one.
fn steps(job: &Job<'_>, tests: &Tests, result: &JudgeResult) -> Option<Explanation> {
    let known = result.explanation.as_ref().filter(|known| explain::may_replace(&known.code))?;
    let (place, test) = spoken_of(result)?;
    let case = cases(tests).get(place)?;
    let call = case.call.as_deref().filter(|_| test.differences.first().is_some_and(|difference| difference.what == "result"))?;
    let files = layers(&[job.data_files, job.program.files(), &case.files]);
    let limits = Limits { wall_ms: 2 * WATCHED_MS, ..job.limits };
    let stdin = case.stdin.as_deref().unwrap_or_default();
    let (mut supervisor, mut worker) = Supervisor::open(limits, job.strongest, false, &job.plan(&files, stdin, WATCH_SCRIPT)).ok()?;
    let asked = supervisor.prepare(&mut worker, job.program.entry()).and_then(|_| {
        supervisor.start_clock();
        let setup = case.setup.as_deref().unwrap_or_default();
        let request = json!({ "do": "follow", "milliseconds": WATCHED_MS, "module": job.module(), "setup": setup, "call": call });
        supervisor.ask(&mut worker, request)
    });
    supervisor.end(&mut worker);
    // What comes out another way each time is not explained by another time.
    let judged = &test.differences.first()?.actual;
    let watched = asked.ok()?.watched.filter(|watched| !watched.steps.is_empty() && same_value(&watched.gave, judged))?;
    Some(explain::explain_steps(scene(job, Some(test), Some(case)), known, &watched))
}

/// Whether two values that Python shows are one and the same: sets have no order.
fn same_value(one: &str, other: &str) -> bool {
    one == other || matches!((Value::parse(one), Value::parse(other)), (Ok(one), Ok(other)) if same(&one, &other, None))
}

/// The limits of a run that is to show the same as the one before: what takes much longer than that does not.
fn little_time(job: &Job<'_>, result: &JudgeResult) -> Limits {
    let wall_ms = result.usage.wall_ms.saturating_mul(3).saturating_add(1000).try_into().unwrap_or(u32::MAX);
    Limits { wall_ms: job.limits.wall_ms.min(wall_ms), ..job.limits }
}

/// The program with another text in the file that is run first.
fn with_entry(program: &Program, text: &str) -> Option<Program> {
    let files = program
        .files()
        .iter()
        .map(|file| SourceFile { path: file.path.clone(), text: if file.path == program.entry() { text.to_owned() } else { file.text.clone() } });
    Program::new(files.collect(), program.entry()).ok()
}

/// Runs the failing call again, alone: if it is right then, something was kept from the calls before it.
fn first_call_only(job: &Job<'_>, tests: &Tests, result: &JudgeResult) -> Option<Explanation> {
    let (place, test) = spoken_of(result)?;
    let case = cases(tests).get(place)?;
    let called_before = cases(tests).get(..place)?.iter().any(|case| case.call.is_some());
    if case.call.is_none() || !called_before || test.differences.first()?.what != "result" {
        return None;
    }
    let job = &Job { limits: little_time(job, result), ..*job };
    let alone = judge::judge(job, &Tests::Data { cases: vec![case.clone()] }).ok()?;
    (alone.result.verdict == Verdict::Passed).then(|| explain::explain_first_call_only(scene(job, Some(test), Some(case)))).flatten()
}
