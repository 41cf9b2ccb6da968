//! Data tests: calls and programs with what they must give. The values cross the pipe, the comparing is done here.

use super::{
    Ending, Job, Judged, Shown,
    compare::same_text,
    overall, score,
    sentence::{self},
};
use crate::{
    RunnerError, explain,
    sandbox::{Unreadable, read_file, write_files},
    worker::{Answer, ErrorFacts, LEARNER_SCRIPT, Stop, Supervisor, Worker, layers},
};
use domain::{
    exercise::{Case, SourceFile, TextComparison, ValueComparison},
    judge::{Difference, Explanation, JudgeKind, Status, TestResult, Verdict},
    value::{Value, equal_in_python, same},
};
use serde_json::json;
use std::collections::VecDeque;

/// How many boxes are started before they are needed. Two keep both of a small machine's cores at work, and a start takes longer than a beginner's program.
const AHEAD: usize = 2;

/// What a test result shows of what was printed, in characters: with three points the 500 that `results.json` allows.
const SHOWN_OUTPUT: usize = 497;

/// What a difference shows of a value, in characters.
const SHOWN_VALUE: usize = 4000;

/// A case with its literals read.
struct Ready<'a> {
    case: &'a Case,
    gives: Option<Value>,
    after: Vec<Value>,
}

pub(super) fn judge(job: &Job<'_>, cases: &[Case], like: Option<&[Shown]>) -> Result<Judged, RunnerError> {
    let ready = cases.iter().map(read_literals).collect::<Result<Vec<_>, _>>()?;
    let module_files = layers(&[job.data_files, job.program.files()]);
    let mut needs = Vec::new();
    for (place, case) in cases.iter().enumerate() {
        match case.call {
            // The module is loaded once, for the first case that calls.
            Some(_) if cases[..place].iter().any(|before| before.call.is_some()) => {}
            Some(_) => needs.push(Need { files: module_files.clone(), stdin: "" }),
            None => {
                let files = layers(&[job.data_files, job.program.files(), &case.files]);
                needs.push(Need { files, stdin: case.stdin.as_deref().unwrap_or_default() });
            }
        }
    }
    let Some(first) = needs.first() else {
        return Err(RunnerError::BadExercise { why: "there is no case".to_owned() });
    };
    let (mut supervisor, worker) = Supervisor::open(job.limits, job.strongest, false, &job.plan(&first.files, first.stdin, LEARNER_SCRIPT))?;
    let boxes = Boxes { job, needs, started: VecDeque::from([worker]), next: 1 };
    let judging = Judging {
        job,
        boxes,
        like,
        module: None,
        sent: 0,
        loading: Loading::default(),
        tests: Vec::new(),
        shown: Vec::new(),
        stopped: None,
        explanation: None,
        place: None,
    };
    judging.run(&mut supervisor, &ready)
}

fn read_literals(case: &Case) -> Result<Ready<'_>, RunnerError> {
    let read = |text: &str| {
        Value::parse(text).map_err(|problem| RunnerError::BadExercise { why: format!("case \"{}\", gives {text}: {problem}", case.name) })
    };
    Ok(Ready {
        case,
        gives: case.gives.as_deref().map(read).transpose()?,
        after: case.after.iter().map(|check| read(&check.gives)).collect::<Result<_, _>>()?,
    })
}

/// What a box is started with.
struct Need<'a> {
    files: Vec<&'a SourceFile>,
    stdin: &'a str,
}

/// The boxes of all cases, in the order in which they are needed.
struct Boxes<'a> {
    job: &'a Job<'a>,
    needs: Vec<Need<'a>>,
    started: VecDeque<Worker>,
    next: usize,
}

impl Boxes<'_> {
    /// The next box, and the start of those after it.
    fn take(&mut self, supervisor: &Supervisor) -> Result<Worker, Stop> {
        while self.started.len() <= AHEAD
            && let Some(need) = self.needs.get(self.next)
        {
            self.started.push_back(supervisor.start(&self.job.plan(&need.files, need.stdin, LEARNER_SCRIPT))?);
            self.next += 1;
        }
        self.started.pop_front().ok_or(Stop::BadAnswer("there is no box left"))
    }
}

/// What loading the module printed: it belongs to no case.
#[derive(Default)]
struct Loading {
    stdout: String,
    stderr: String,
}

/// What a case showed.
struct Seen {
    /// What the call gave; `None` for a program, or where an error came.
    value: Option<Value>,
    error: Option<ErrorFacts>,
    /// Whether the error came in the case's `setup`.
    in_setup: bool,
    printed: String,
    /// The line where the program ended itself, if it did.
    left: Option<(String, u32)>,
}

struct Judging<'a> {
    job: &'a Job<'a>,
    boxes: Boxes<'a>,
    /// What the cases must show for the judging to go on.
    like: Option<&'a [Shown]>,
    module: Option<Worker>,
    /// The place of the first case whose call was not sent.
    sent: usize,
    loading: Loading,
    tests: Vec<TestResult>,
    shown: Vec<Shown>,
    /// What ended the judging before its end.
    stopped: Option<Ending>,
    /// The first explanation there is something to explain about.
    explanation: Option<Explanation>,
    place: Option<crate::worker::Place>,
}

impl Judging<'_> {
    fn run(mut self, supervisor: &mut Supervisor, cases: &[Ready<'_>]) -> Result<Judged, RunnerError> {
        for (place, ready) in cases.iter().enumerate() {
            if self.like.is_some_and(|like| !like.starts_with(&self.shown)) {
                break;
            }
            if self.stopped.is_some() {
                self.tests.push(not_run(ready.case, self.stopped.as_ref()));
                continue;
            }
            let judged = if ready.case.call.is_some() { self.call(supervisor, cases, place) } else { self.program(supervisor, ready) };
            match judged {
                Ok(Some(test)) => self.tests.push(test),
                // The program could not be loaded: that was said, and there is nothing to test.
                Ok(None) => self.tests.push(not_run(ready.case, self.stopped.as_ref())),
                Err(stop) => self.stop(supervisor, stop, ready.case)?,
            }
        }
        for mut worker in self.module.take().into_iter().chain(self.boxes.started.drain(..)) {
            supervisor.end(&mut worker);
        }
        let verdict = overall(&self.tests, self.stopped.as_ref().map(|ending| ending.verdict));
        if self.explanation.is_none()
            && self.stopped.is_none()
            && let Some(test) = self.tests.iter().find(|test| test.status != Status::Pass && test.hidden)
        {
            self.explanation = explain::explain_hidden(self.job.program, &test.name, test.status == Status::Error);
        }
        let ending = Ending {
            verdict,
            message: self.stopped.as_ref().and_then(|ending| ending.message.clone()),
            place: self.stopped.as_ref().and_then(|ending| ending.place.clone()).or(self.place),
            explanation: self.stopped.and_then(|ending| ending.explanation).or(self.explanation),
        };
        let ran = ending.message.is_none();
        let mut result = ending.into_result(self.job, supervisor, JudgeKind::Data);
        if ran && verdict != Verdict::Passed {
            // Every case was run: in the words of results.json that is a fail, also where one of them ended with an error.
            result.status = Status::Fail;
        }
        result.score = score(&self.tests);
        result.tests = self.tests;
        result.stdout = self.loading.stdout;
        result.stderr = self.loading.stderr;
        Ok(Judged { result, asked: 0, shown: self.shown })
    }

    /// The box has ended, or was ended, in the middle of a case.
    fn stop(&mut self, supervisor: &mut Supervisor, stop: Stop, case: &Case) -> Result<(), RunnerError> {
        let (mut printed, mut stderr) = (String::new(), String::new());
        if let Some(mut worker) = self.module.take() {
            supervisor.end(&mut worker);
            let _ = supervisor.drain(&mut worker);
            printed = worker.stdout.take();
            stderr = worker.stderr.take();
        }
        let ending = Ending::stopped(stop, self.job, &stderr)?;
        let mut test = blank(case);
        test.status = Status::Error;
        test.verdict = ending.verdict;
        test.message = ending.message.as_ref().map(|message| format!("Case \"{}\": {}", case.name, sentence::lower_first(message)));
        if !case.hidden {
            test.output = shown(&printed);
        }
        test.line = ending.place.as_ref().map(|place| place.line);
        self.tests.push(test);
        self.stopped = Some(ending);
        Ok(())
    }

    /// A case that calls something in the module.
    fn call(&mut self, supervisor: &mut Supervisor, cases: &[Ready<'_>], place: usize) -> Result<Option<TestResult>, Stop> {
        if self.module.is_none() && !self.load(supervisor)? {
            return Ok(None);
        }
        let Some(mut worker) = self.module.take() else { return Ok(None) };
        let judged = self.call_in(supervisor, &mut worker, cases, place);
        // Back again, also after a stop: what it printed is wanted then.
        self.module = Some(worker);
        let (seen, differences) = judged?;
        Ok(Some(self.result(cases[place].case, &cases[place], seen, differences)))
    }

    fn call_in(
        &mut self,
        supervisor: &mut Supervisor,
        worker: &mut Worker,
        cases: &[Ready<'_>],
        place: usize,
    ) -> Result<(Seen, Vec<Difference>), Stop> {
        let ready = &cases[place];
        if place >= self.sent {
            if let Some(folder) = worker.work() {
                // If the learner's program made that impossible, the case goes on without and fails by itself.
                let _ = write_files(folder, &ready.case.files);
            }
            let together = together(&cases[place..]);
            supervisor.send_cases(worker, cases[place..place + together].iter().map(request).collect())?;
            self.sent = place + together;
        }
        let answer = supervisor.receive(worker)?;
        if place + 1 == self.sent
            && let Some(stop) = worker.stop.take()
        {
            return Err(stop);
        }
        let printed = worker.stdout.take_case().ok_or(Stop::BadAnswer("what a case printed has no end"))?;
        let in_setup = answer.stage.as_deref() == Some("setup");
        let seen = Seen { value: read_value(&answer)?, error: answer.error, in_setup, printed, left: answer.left };
        let differences = self.look_after(supervisor, worker, ready, &seen)?;
        Ok((seen, differences))
    }

    /// Loads the module; false if that failed, which then is what ended the judging.
    fn load(&mut self, supervisor: &mut Supervisor) -> Result<bool, Stop> {
        let worker = self.boxes.take(supervisor)?;
        let worker = self.module.insert(worker);
        supervisor.prepare(worker, self.job.program.entry())?;
        let milliseconds = supervisor.start_clock();
        let answer = supervisor.ask(worker, json!({ "do": "load", "module": self.job.module(), "milliseconds": milliseconds }))?;
        self.loading.stdout = worker.stdout.take();
        self.loading.stderr = worker.stderr.take();
        let Some(facts) = answer.error else { return Ok(true) };
        self.loading.stderr.push_str(&facts.traceback);
        let scene = explain::Facts::new(Verdict::Error, self.job.program);
        self.stopped = Some(Ending::error(&facts, explain::explain_error(&facts, scene)));
        Ok(false)
    }

    /// A case that runs the whole program.
    fn program(&mut self, supervisor: &mut Supervisor, ready: &Ready<'_>) -> Result<Option<TestResult>, Stop> {
        let mut worker = self.boxes.take(supervisor)?;
        let judged = self.program_in(supervisor, &mut worker, ready);
        supervisor.end(&mut worker);
        let (seen, differences) = match judged {
            Ok(judged) => judged,
            Err(stop) => {
                // What it printed is wanted for the case it was ended in. The module, if there is one, is not needed any more.
                self.module = Some(worker);
                return Err(stop);
            }
        };
        if let Some(facts) = seen.error.as_ref().filter(|facts| facts.is("SyntaxError") && facts.frames.is_empty()) {
            // It would be the same for every case.
            self.loading.stderr.push_str(&facts.traceback);
            let scene = explain::Facts::new(Verdict::Error, self.job.program);
            self.stopped = Some(Ending::error(facts, explain::explain_error(facts, scene)));
            return Ok(None);
        }
        Ok(Some(self.result(ready.case, ready, seen, differences)))
    }

    fn program_in(&self, supervisor: &mut Supervisor, worker: &mut Worker, ready: &Ready<'_>) -> Result<(Seen, Vec<Difference>), Stop> {
        supervisor.prepare(worker, self.job.program.entry())?;
        let milliseconds = supervisor.start_clock();
        let answer = supervisor.ask(worker, json!({ "do": "program", "milliseconds": milliseconds }))?;
        let printed = worker.stdout.take();
        let seen = Seen { value: read_value(&answer)?, error: answer.error, in_setup: false, printed, left: answer.left };
        let differences = self.look_after(supervisor, worker, ready, &seen)?;
        Ok((seen, differences))
    }

    /// What is checked after the call or the program: expressions, and files it left.
    fn look_after(&self, supervisor: &mut Supervisor, worker: &mut Worker, ready: &Ready<'_>, seen: &Seen) -> Result<Vec<Difference>, Stop> {
        let mut differences = Vec::new();
        // After an error nobody asked for, there is nothing more to find out.
        if seen.error.is_some() && ready.case.raises.is_none() {
            return Ok(differences);
        }
        for (check, expected) in ready.case.after.iter().zip(&ready.after) {
            let answer = supervisor
                .ask(worker, json!({ "do": "look", "expression": check.expression, "derived": ready.case.equality == ValueComparison::Python }))?;
            let actual = match (read_value(&answer)?, &answer.error) {
                (Some(value), _) if fits(ready.case, expected, &value) => continue,
                (Some(value), _) => value.repr(),
                (None, Some(facts)) => format!("{}: {}", facts.type_name, facts.message),
                (None, None) => return Err(Stop::BadAnswer("an answer says nothing")),
            };
            differences.push(Difference { what: check.expression.clone(), expected: expected.repr(), actual: cut(&actual, SHOWN_VALUE) });
        }
        for file in &ready.case.writes {
            let Some(folder) = worker.work() else { continue };
            let actual = match read_file(folder, &file.path, u64::from(self.job.limits.file_bytes).max(1 << 20)) {
                Ok(text) if same_text(&file.text, &text, TextComparison::Lines) => continue,
                Ok(text) => text,
                Err(Unreadable::Missing) => "(the file is not there)".to_owned(),
                Err(Unreadable::NotAFile) => "(it cannot be read as a file)".to_owned(),
                Err(Unreadable::TooLarge) => "(the file is too large)".to_owned(),
                Err(Unreadable::NotText) => "(the file is not text)".to_owned(),
            };
            differences.push(Difference { what: file.path.clone(), expected: file.text.clone(), actual: cut(&actual, SHOWN_VALUE) });
        }
        Ok(differences)
    }

    /// Compares what was seen with what must be, and writes it down.
    fn result(&mut self, case: &Case, ready: &Ready<'_>, seen: Seen, after: Vec<Difference>) -> TestResult {
        let mut test = blank(case);
        let call = case.call.as_deref();
        let mut message = None;
        let mut say = |sentence: String| {
            if message.is_none() {
                message = Some(sentence);
            }
        };
        let mut differences = Vec::new();
        let mut errored = None;

        match (&case.raises, &seen.error) {
            (Some(expected), Some(facts)) if !seen.in_setup => {
                let message_fits = expected.message.as_ref().is_none_or(|text| match expected.exact_message {
                    true => facts.message == *text,
                    false => facts.message.contains(text.as_str()),
                });
                let type_fits = if expected.exact { facts.type_name == expected.type_name } else { facts.is(&expected.type_name) };
                if !type_fits || !message_fits {
                    let wanted = expected.message.as_ref().map_or(expected.type_name.clone(), |text| format!("{}: {text}", expected.type_name));
                    let actual = format!("{}: {}", facts.type_name, facts.message);
                    say(sentence::raised_other(&case.name, &wanted, &actual));
                    differences.push(Difference { what: "raised".into(), expected: wanted, actual: cut(&actual, SHOWN_VALUE) });
                }
            }
            (Some(expected), None) => {
                let actual = seen.value.as_ref().map(Value::repr);
                say(sentence::did_not_raise(&case.name, call.unwrap_or_default(), &expected.type_name, actual.as_deref()));
                differences.push(Difference {
                    what: "raised".into(),
                    expected: expected.type_name.clone(),
                    actual: cut(actual.as_deref().unwrap_or("(no error)"), SHOWN_VALUE),
                });
            }
            (_, Some(facts)) => {
                say(sentence::case_stopped_with(&case.name, facts));
                errored = Some(facts);
            }
            (None, None) => {}
        }
        if let (Some(expected), Some(actual)) = (&ready.gives, &seen.value)
            && !fits(case, expected, actual)
        {
            say(sentence::wrong_value(&case.name, call.unwrap_or_default(), &expected.repr(), &actual.repr()));
            differences.push(Difference { what: "result".into(), expected: expected.repr(), actual: cut(&actual.repr(), SHOWN_VALUE) });
        }
        if let Some(expected) = &case.prints
            && errored.is_none()
            && !same_text(expected, &seen.printed, case.compare)
        {
            say(sentence::wrong_print(&case.name, expected, &seen.printed));
            differences.push(Difference { what: "printed".into(), expected: expected.clone(), actual: cut(&seen.printed, SHOWN_VALUE) });
        }
        for difference in after {
            if case.writes.iter().any(|file| file.path == difference.what) {
                say(sentence::wrong_file(&case.name, &difference.what, "is not what it must be"));
            } else {
                say(sentence::wrong_value(&case.name, &difference.what, &difference.expected, &difference.actual));
            }
            differences.push(difference);
        }

        // A case that says nothing about what must be is never passed.
        let says_something =
            ready.gives.is_some() || case.raises.is_some() || case.prints.is_some() || !case.after.is_empty() || !case.writes.is_empty();
        if message.is_none() && says_something && (ready.gives.is_none() || seen.value.is_some()) {
            test.status = Status::Pass;
            test.verdict = Verdict::Passed;
        } else if let Some(facts) = errored {
            test.status = Status::Error;
            test.verdict = facts.verdict();
            test.traceback = Some(facts.traceback.clone()).filter(|text| !text.is_empty());
        }
        test.message = message.filter(|_| test.status != Status::Pass);
        test.output = shown(&seen.printed);
        test.differences = differences;
        test.line = seen.error.as_ref().filter(|_| test.status != Status::Pass).and_then(ErrorFacts::place).map(|place| place.line);
        let error = errored.map(|facts| facts.type_name.clone());
        self.shown.push(Shown { status: test.status, error, differences: test.differences.clone() });
        if case.hidden {
            // The learner sees the name and that it did not pass.
            test.message = (test.status != Status::Pass)
                .then(|| if errored.is_some() { sentence::hidden_error(&case.name) } else { sentence::hidden(&case.name) });
            test.differences.clear();
            test.output = None;
            test.traceback = None;
        } else if test.status != Status::Pass && self.explanation.is_none() {
            self.explanation = self.explain(case, &seen, &test.differences, errored);
            self.place = seen.error.as_ref().and_then(ErrorFacts::place);
        }
        test
    }

    /// Plain words about a case that did not pass and is not hidden.
    fn explain(&self, case: &Case, seen: &Seen, differences: &[Difference], errored: Option<&ErrorFacts>) -> Option<Explanation> {
        let scene = explain::Facts {
            case: Some(&case.name),
            // What the author wrote before the call is none of the learner's names; an error in it is told by its line alone.
            call: case.call.as_deref().filter(|_| !seen.in_setup),
            differences,
            given_type: seen.value.as_ref().filter(|value| matches!(value, Value::Other { .. })).map(Value::type_name),
            printed: &seen.printed,
            left_line: seen.left.as_ref().filter(|(file, _)| file == self.job.program.entry()).map(|(_, line)| *line),
            ..explain::Facts::new(Verdict::Failed, self.job.program).given(case.stdin.as_deref().unwrap_or_default())
        };
        match errored {
            Some(facts) => explain::explain_error(facts, scene),
            None => explain::explain_differences(seen.error.as_ref(), scene),
        }
    }
}

/// Whether a value is what the case wants.
fn fits(case: &Case, expected: &Value, actual: &Value) -> bool {
    match case.equality {
        ValueComparison::Exact => same(expected, actual, case.tolerance),
        ValueComparison::Python => equal_in_python(expected, actual, case.tolerance),
    }
}

/// How many of the next cases are sent without waiting for an answer in between: what costs time is the way there and back. A case that is looked at from outside before
/// or after it stands at the beginning or the end of such a row. A hidden one is not sent before the last visible one is over, whose output is shown: a program may look
/// what calls are waiting.
fn together(cases: &[Ready<'_>]) -> usize {
    let mut bytes = 0;
    let mut visible = false;
    for (place, Ready { case, .. }) in cases.iter().enumerate() {
        bytes +=
            [case.setup.as_deref(), case.call.as_deref(), case.stdin.as_deref()].into_iter().flatten().map(str::len).sum::<usize>() + ROOM_FOR_REST;
        if place > 0 && (case.call.is_none() || !case.files.is_empty() || (case.hidden && visible) || bytes > MAX_WAITING) {
            return place;
        }
        if !case.after.is_empty() || !case.writes.is_empty() {
            return place + 1;
        }
        visible |= !case.hidden;
    }
    cases.len()
}

/// What is sent ahead must fit into the pipe, which has 64 KiB and wants control characters in six bytes: nothing is to wait for it to be read.
const MAX_WAITING: usize = 10 * 1024;

/// What a request has beside its texts.
const ROOM_FOR_REST: usize = 250;

/// The request that makes the call.
fn request(Ready { case, .. }: &Ready<'_>) -> serde_json::Value {
    json!({
        "do": "case",
        "setup": case.setup.as_deref().unwrap_or_default(),
        "call": case.call.as_deref().unwrap_or_default(),
        "stdin": case.stdin,
        "derived": case.equality == ValueComparison::Python,
        // Where an error is what is wanted, nobody reads its traceback.
        "thorough": case.raises.is_none(),
    })
}

fn read_value(answer: &Answer) -> Result<Option<Value>, Stop> {
    answer.value.as_ref().map(|json| Value::from_json(json).map_err(|_| Stop::BadAnswer("a value cannot be read"))).transpose()
}

/// A test result before anything is known: failed.
fn blank(case: &Case) -> TestResult {
    let shown = !case.hidden;
    let code = || {
        let call = case.call.as_ref()?;
        Some(match &case.setup {
            Some(setup) => format!("{}\n{call}", setup.trim_end()),
            None => call.clone(),
        })
    };
    TestResult {
        name: case.name.clone(),
        status: Status::Fail,
        message: None,
        output: None,
        test_code: shown.then(code).flatten(),
        task_id: case.task_id,
        purpose: case.purpose.clone(),
        stdin: case.stdin.clone().filter(|_| shown),
        differences: Vec::new(),
        traceback: None,
        line: None,
        hidden: case.hidden,
        weight: case.weight,
        verdict: Verdict::Failed,
    }
}

fn not_run(case: &Case, ending: Option<&Ending>) -> TestResult {
    let mut test = blank(case);
    test.status = Status::Error;
    test.verdict = ending.map_or(Verdict::Error, |ending| ending.verdict);
    test.message = Some(sentence::not_run(&case.name));
    test
}

fn shown(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| cut(text, SHOWN_OUTPUT))
}

fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
