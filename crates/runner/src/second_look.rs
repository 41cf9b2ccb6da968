//! A second look at a program that did not pass, in boxes of its own: is it a mistake that the author knows, is it right on the first call only? What is found changes the
//! explanation and nothing else, so a second look that fails is passed over in silence.

use crate::{
    explain::{self, Facts},
    judge::{self, Job, Judged, Shown},
};
use domain::{
    exercise::{Case, Mistake, Program, SourceFile, Tests},
    judge::{Explanation, JudgeResult, Status, TestResult, Verdict},
};
use std::time::{Duration, Instant};

/// How long all of an author's mistakes together may run. A person is waiting.
const FOR_MISTAKES: Duration = Duration::from_secs(4);

/// After judging: the same result, perhaps with a better explanation.
pub(crate) fn after_judging(job: &Job<'_>, tests: &Tests, mistakes: &[Mistake], judged: Judged) -> JudgeResult {
    let Judged { mut result, shown } = judged;
    let complete = shown.len() == result.tests.len();
    if result.verdict == Verdict::Failed && complete {
        let better = named_mistake(job, tests, mistakes, &result, &shown).or_else(|| first_call_only(job, tests, &result));
        result.explanation = better.or(result.explanation);
    }
    result
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
    // A wrong answer that takes much longer than the program is not what was written.
    let wall_ms = result.usage.wall_ms.saturating_mul(3).saturating_add(1000).try_into().unwrap_or(u32::MAX).min(job.limits.wall_ms);
    let found = mistakes.iter().take_while(|_| start.elapsed() < FOR_MISTAKES).find(|mistake| {
        let Some(program) = with_entry(job.program, &mistake.file.text) else { return false };
        let job = Job { program: &program, limits: domain::exercise::Limits { wall_ms, ..job.limits }, ..*job };
        judge::judge_like(&job, tests, Some(shown)).is_ok_and(|judged| judged.shown == shown)
    })?;
    let spoken = spoken_of(result);
    let case = spoken.and_then(|(place, _)| cases(tests).get(place));
    let hidden = result.tests.iter().find(|test| test.status != Status::Pass);
    explain::explain_named_mistake(scene(job, spoken.map(|(_, test)| test).or(hidden), case), &found.message)
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
    let alone = judge::judge(job, &Tests::Data { cases: vec![case.clone()] }).ok()?;
    (alone.result.verdict == Verdict::Passed).then(|| explain::explain_first_call_only(scene(job, Some(test), Some(case)))).flatten()
}
