//! Tests written in Python: one box holds the tests, another the learner's module, and the messages between them pass through here.
//!
//! The tests' box decides what passed, because the learner's program is not in it. Here is checked that every message has its number, comes in time and is not too large,
//! and that the count is complete: what was found was run, and what was run was reported.

use super::{Ending, Job, Judged, Shown, overall, score, sentence};
use crate::{
    RunnerError, explain,
    worker::{
        Answer, Count, OBJECTS_SCRIPT, PYTEST_SCRIPT, Place, Stop, Supervisor, TESTS_SCRIPT, TestReport, WATCH_SCRIPT, Watched, Worker, layers,
    },
};
use domain::{
    exercise::SourceFile,
    judge::{Difference, Explanation, JudgeKind, Status, TestResult, Verdict},
};
use serde_json::json;

/// The greatest number of tests: five times the cases that a pack may have (`docs/pack-format.md`, limits).
const MAX_TESTS: usize = 1000;

/// Memory that the tests have at least, in mebibytes: the learner's limit is not theirs, and `unittest` alone takes 10.
pub(super) const TESTS_MB: u32 = 128;

/// What a test result shows of what was printed, in characters (`results.json`: 500).
const SHOWN_OUTPUT: usize = 497;

/// In which ways the learner's own objects may settle a comparison.
#[derive(Debug, Clone, Copy)]
pub(super) enum Belief<'a> {
    /// In those that the reference showed; or, where nobody has looked, by a rule that holds for most tests.
    Shown(Option<&'a [String]>),
    /// In all: this is the reference, which shows them.
    Reference,
}

/// Judges; with the ways in which the program's own objects settled a comparison.
pub(super) fn judge(job: &Job<'_>, files: &[SourceFile], module: &str, belief: Belief<'_>) -> Result<(Judged, Vec<String>), RunnerError> {
    let learner_files = layers(&[job.data_files, job.program.files()]);
    let test_files = layers(&[job.data_files, files]);
    let (mut supervisor, learner) = Supervisor::open(job.limits, job.strongest, false, &job.plan(&learner_files, "", OBJECTS_SCRIPT))?;
    let mut judging = Judging::new(job, files, learner, JudgeKind::TwoBoxes);
    let done = judging.run(&mut supervisor, &test_files, files, module, belief, None);
    let decided = done.as_ref().ok().map(Done::decided).unwrap_or_default();
    Ok((judging.finish(&mut supervisor, done)?, decided))
}

/// What is watched for in a program that tests talk to.
#[derive(Debug, Clone)]
pub(crate) struct Watching {
    /// The tests' request at which the watching begins, from 1.
    pub from: u64,
    /// Milliseconds for which it goes on.
    pub milliseconds: u32,
    /// The loops, as `worker/watch.py` wants them.
    pub loops: serde_json::Value,
    /// Not the loops are watched, but the calls that end the interpreter.
    pub ends: bool,
}

/// What a program under watch has shown.
pub(crate) enum Again {
    Seen(Watched),
    /// The interpreter crashed, and wrote down where it was.
    Gone(Place),
}

/// The tests once more, with the program in a box that watches it.
pub(super) fn watch(job: &Job<'_>, files: &[SourceFile], module: &str, watching: Watching) -> Option<Again> {
    let learner_files = layers(&[job.data_files, job.program.files()]);
    let test_files = layers(&[job.data_files, files]);
    let (mut supervisor, learner) = Supervisor::open(job.limits, job.strongest, false, &job.plan(&learner_files, "", WATCH_SCRIPT)).ok()?;
    let mut judging = Judging::new(job, files, learner, JudgeKind::TwoBoxes);
    let ends = watching.ends;
    let done = judging.run(&mut supervisor, &test_files, files, module, Belief::Shown(None), Some(watching));
    let place = if ends && done.is_err() { judging.learner.last_words() } else { None };
    supervisor.end(&mut judging.learner);
    if let Some(tests) = &mut judging.tests {
        supervisor.end(tests);
    }
    match done {
        Ok(Done::Watched(watched)) => Some(Again::Seen(watched)),
        _ => place.map(Again::Gone),
    }
}

pub(super) struct Judging<'a> {
    job: &'a Job<'a>,
    /// The files of the tests.
    files: &'a [SourceFile],
    pub learner: Worker,
    tests: Option<Worker>,
    kind: JudgeKind,
    /// The names of all tests, as the tests' box found them.
    names: Vec<String>,
    results: Vec<TestResult>,
    shown: Vec<Shown>,
    explanation: Option<Explanation>,
    place: Option<Place>,
    /// How often the tests have asked something of the program.
    asked: u64,
}

/// How the judging ended, where nothing stopped it.
pub(super) enum Done {
    /// The program could not be loaded.
    NotLoaded(Box<crate::worker::ErrorFacts>),
    /// The tests' box came to its end.
    Counted(Count),
    /// The program, under watch, has told what was asked for.
    Watched(Watched),
}

impl Done {
    fn decided(&self) -> Vec<String> {
        match self {
            Self::NotLoaded(_) | Self::Watched(_) => Vec::new(),
            Self::Counted(count) => count.decided.clone(),
        }
    }
}

impl<'a> Judging<'a> {
    pub(super) fn new(job: &'a Job<'a>, files: &'a [SourceFile], learner: Worker, kind: JudgeKind) -> Self {
        Self {
            job,
            files,
            learner,
            tests: None,
            kind,
            names: Vec::new(),
            results: Vec::new(),
            shown: Vec::new(),
            explanation: None,
            place: None,
            asked: 0,
        }
    }

    fn run(
        &mut self,
        supervisor: &mut Supervisor,
        test_files: &[&SourceFile],
        files: &[SourceFile],
        module: &str,
        belief: Belief<'_>,
        watching: Option<Watching>,
    ) -> Result<Done, Stop> {
        let modules = self.modules(module);
        let mut plan = self.job.plan(test_files, "", TESTS_SCRIPT);
        plan.limits.memory_mb = plan.limits.memory_mb.max(TESTS_MB);
        let tests = self.tests.insert(supervisor.start(&plan)?);
        supervisor.prepare(&mut self.learner, self.job.program.entry())?;
        supervisor.prepare(tests, "tests")?;
        let milliseconds = supervisor.start_clock();
        if let Some(Watching { from, milliseconds, loops, ends }) = watching {
            let request = json!({ "do": "guard", "from": from, "milliseconds": milliseconds, "loops": loops, "ends": ends });
            supervisor.ask(&mut self.learner, request)?;
        }
        let loaded = supervisor.ask(&mut self.learner, json!({ "do": "load", "module": module, "milliseconds": milliseconds }))?;
        if let Some(watched) = loaded.watched {
            return Ok(Done::Watched(watched));
        }
        if let Some(facts) = loaded.error {
            return Ok(Done::NotLoaded(Box::new(facts)));
        }
        supervisor.ask(&mut self.learner, json!({ "do": "open" }))?;

        let (decides, reference) = match belief {
            Belief::Shown(decides) => (decides, false),
            Belief::Reference => (None, true),
        };
        let mut request = request(files);
        request["modules"] = json!(modules);
        request["decides"] = json!(decides);
        request["reference"] = json!(reference);
        supervisor.send(tests, request)?;
        loop {
            let Some(tests) = &mut self.tests else { return Err(Stop::BadAnswer("the tests are gone")) };
            let answer = loop {
                if let Some(answer) = tests.next_answer()? {
                    break answer;
                }
                supervisor.wait(&mut [&mut *tests, &mut self.learner])?;
            };
            if let Some(body) = answer.relay {
                // The rest are answers to what the program asked of the tests.
                self.asked += u64::from(body.get("ask").is_some());
                let reply = supervisor.ask(&mut self.learner, json!({ "do": "act", "body": body }))?;
                if let Some(watched) = reply.watched {
                    return Ok(Done::Watched(watched));
                }
                let body = reply.relay.ok_or(Stop::BadAnswer("an answer says nothing"))?;
                supervisor.send(tests, json!({ "body": body }))?;
            } else if let Some(count) = self.hear(answer)? {
                return Ok(Done::Counted(count));
            }
        }
    }

    /// The learner's modules that a test may import: the program, and the files beside it.
    fn modules(&self, module: &str) -> Vec<String> {
        let beside = self.job.program.files().iter().filter(|file| file.path != self.job.program.entry());
        let names = beside.filter_map(|file| file.path.strip_suffix(".py")).filter(|name| !name.contains('/'));
        std::iter::once(module).chain(names).map(str::to_owned).collect()
    }

    /// Takes a report; gives the count where that was the last of them.
    pub(super) fn hear(&mut self, answer: Answer) -> Result<Option<Count>, Stop> {
        match (answer.report, answer.finished) {
            (Some(report), _) => self.take(report),
            (None, Some(count)) => return Ok(Some(count)),
            (None, None) => return Err(Stop::BadAnswer("an answer says nothing")),
        }
        Ok(None)
    }

    fn take(&mut self, report: TestReport) {
        if self.results.len() + self.names.len() > 2 * MAX_TESTS {
            return;
        }
        if let Some(names) = report.found {
            self.names.extend(names);
            return;
        }
        let status = match report.status.as_str() {
            "pass" => Status::Pass,
            "fail" => Status::Fail,
            _ => Status::Error,
        };
        let verdict = match (&status, &report.facts) {
            (Status::Pass, _) => Verdict::Passed,
            (Status::Fail, _) => Verdict::Failed,
            (Status::Error, Some(facts)) => facts.verdict(),
            (Status::Error, None) => Verdict::Error,
        };
        let facts = report.facts.as_ref();
        self.shown.push(shown(&report, status));
        if status != Status::Pass && self.explanation.is_none() {
            let scene = explain::Facts { case: Some(&report.name), ..explain::Facts::new(Verdict::Error, self.job.program) };
            self.explanation = facts.and_then(|facts| explain::explain_error(facts, scene)).or_else(|| wrong_result(self.job, &report, self.files));
            self.place = facts.and_then(|facts| facts.place());
        }
        self.results.push(TestResult {
            message: message(&report, status),
            output: (!report.output.is_empty()).then(|| report.output.chars().take(SHOWN_OUTPUT).collect()),
            test_code: report.code.clone(),
            task_id: None,
            purpose: report.purpose.as_ref().map(|text| text.trim().to_owned()),
            stdin: None,
            differences: Vec::new(),
            traceback: facts.map(|facts| facts.traceback.clone()).filter(|text| !text.is_empty()),
            line: facts.and_then(|facts| facts.place()).map(|place| place.line),
            hidden: false,
            weight: 1,
            name: report.name,
            status,
            verdict,
        });
    }

    pub(super) fn finish(mut self, supervisor: &mut Supervisor, done: Result<Done, Stop>) -> Result<Judged, RunnerError> {
        supervisor.end(&mut self.learner);
        if let Some(tests) = &mut self.tests {
            supervisor.end(tests);
        }
        let _ = supervisor.drain(&mut self.learner);
        let stdout = self.learner.stdout.take();
        let mut stderr = self.learner.stderr.take();
        let ending = match done {
            Ok(Done::Counted(count)) => self.counted(&count),
            // Only a box that watches tells that, and none is judged.
            Ok(Done::Watched(_)) => Ending::stopped(Stop::BadAnswer("an answer says nothing"), self.job, &stderr)?,
            Ok(Done::NotLoaded(facts)) => {
                stderr.push_str(&facts.traceback);
                Ending::error(&facts, explain::explain_error(&facts, explain::Facts::new(Verdict::Error, self.job.program)))
            }
            Err(stop) => Ending::stopped(stop, self.job, &stderr)?,
        };
        // The tests that were found but not reported were not run.
        for name in std::mem::take(&mut self.names) {
            if !self.results.iter().any(|result| result.name == name) {
                self.results.push(not_run(&name, ending.verdict));
            }
        }
        let all_were_run = ending.message.is_none();
        let mut result = ending.into_result(self.job, supervisor, self.kind);
        if all_were_run && result.verdict != Verdict::Passed {
            result.status = Status::Fail;
        }
        result.score = match (self.kind, result.verdict) {
            (JudgeKind::Practice, _) => 0,
            (_, Verdict::Passed) => 100,
            _ => score(&self.results).min(99),
        };
        result.tests = self.results;
        result.stdout = stdout;
        result.stderr = stderr;
        Ok(Judged { result, asked: self.asked, shown: self.shown })
    }

    /// Whether the count is complete, and what it says.
    fn counted(&self, count: &Count) -> Ending {
        let reported = self.results.len() as u64;
        let passed = self.results.iter().filter(|result| result.status == Status::Pass).count() as u64;
        let complete =
            count.found > 0 && count.found == count.run && count.run == reported && count.passed == passed && self.names.len() as u64 <= count.found;
        let verdict = overall(&self.results, None);
        let message = match &count.spoiled {
            Some(why) => Some(format!("The tests cannot be believed: {}.", why.trim_end_matches('.'))),
            None if count.found == 0 => Some("There are no tests.".to_owned()),
            None if !complete => Some("Not all tests were run.".to_owned()),
            None => None,
        };
        // Whatever is not complete is not passed.
        let verdict = if message.is_some() && verdict == Verdict::Passed { Verdict::Failed } else { verdict };
        Ending { verdict, message, place: self.place.clone(), explanation: self.explanation.clone() }
    }
}

/// Asks for the tests of these files.
pub(super) fn request(files: &[SourceFile]) -> serde_json::Value {
    /// What shows that a test needs more than functions and `unittest`.
    const PYTEST: [&str; 4] = ["pytest", "class Test", "capsys", "monkeypatch"];
    let needs_pytest = files.iter().any(|file| PYTEST.iter().any(|word| file.text.contains(word)));
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).filter(|path| path.ends_with(".py")).collect();
    json!({ "do": "tests", "files": paths, "pytest": needs_pytest.then_some(PYTEST_SCRIPT) })
}

fn message(report: &TestReport, status: Status) -> Option<String> {
    let name = &report.name;
    if status == Status::Pass {
        return report.message.clone();
    }
    if let Some(facts) = &report.facts {
        return Some(sentence::case_stopped_with(name, facts));
    }
    let call = report.call.as_ref().map(|(call, result)| match result {
        Some(result) => format!("{} gave {}", sentence::short(call), sentence::short(result)),
        None => format!("{} did not come to its end", sentence::short(call)),
    });
    let said = report.message.as_deref().filter(|text| !text.is_empty());
    Some(match (said, call, &report.code) {
        (Some(said), _, _) if status == Status::Error => {
            format!("Case \"{name}\": the test stopped with {}: {}.", report.kind.as_deref().unwrap_or("an error"), said.trim_end_matches('.'))
        }
        (Some(said), Some(call), _) => format!("Case \"{name}\": {call}, but {}.", said.trim_end_matches('.')),
        (Some(said), None, _) => format!("Case \"{name}\": {}.", said.trim_end_matches('.')),
        (None, Some(call), Some(code)) => format!("Case \"{name}\": {call}, and the test wants `{}`.", sentence::short(code)),
        (None, Some(call), None) => format!("Case \"{name}\": {call}, and that is not what the test wants."),
        (None, None, Some(code)) => format!("Case \"{name}\": the test wants `{}`.", sentence::short(code)),
        (None, None, None) => format!("Case \"{name}\" did not pass."),
    })
}

/// What the test showed of the program: the last call and what it gave, which stands for a passed test in its status.
fn shown(report: &TestReport, status: Status) -> Shown {
    let call = report.call.as_ref().filter(|_| status != Status::Pass);
    let difference = call.map(|(call, result)| Difference {
        what: call.clone(),
        expected: report.code.clone().unwrap_or_default(),
        actual: result.clone().unwrap_or_default(),
    });
    let error = report.facts.as_ref().map(|facts| facts.type_name.clone());
    Shown { status, error, differences: difference.into_iter().collect() }
}

/// Plain words about a test that was not content with a result.
fn wrong_result(job: &Job<'_>, report: &TestReport, files: &[SourceFile]) -> Option<Explanation> {
    let (call, result) = report.call.as_ref()?;
    let test = explain::UnhappyTest {
        name: &report.name,
        call,
        actual: result.as_deref()?,
        line: report.code.as_deref().unwrap_or_default(),
        message: report.message.as_deref().unwrap_or_default(),
        files,
    };
    Some(explain::explain_test(job.program, test))
}

fn not_run(name: &str, verdict: Verdict) -> TestResult {
    TestResult {
        name: name.to_owned(),
        status: Status::Error,
        message: Some(sentence::not_run(name)),
        output: None,
        test_code: None,
        task_id: None,
        purpose: None,
        stdin: None,
        differences: Vec::new(),
        traceback: None,
        line: None,
        hidden: false,
        weight: 1,
        verdict,
    }
}
