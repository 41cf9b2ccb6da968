//! An interpreter in a box, and what is said to it.
//!
//! The Python side is beside this file: `channel.py` frames, `values.py` data, `errors.py` facts about exceptions, `learner.py` what the box with the learner's program
//! does, `objects.py` and `tests.py` the two sides of a test written in Python, `running.py` and `pytest.py` how tests are
//! found and run, `practice.py` tests in the learner's own box, `serve.py` the loop. None of them holds an expected value, and nothing that comes
//! from a box is believed further than its form: every answer must have the right number and the run's nonce, come in time and not be too large.

use crate::{
    Interpreter, RunnerError,
    client::{OutputChunk, OutputStream},
    platform::{
        AsFd, Connection, Errno, Folder, HANG_UP, OwnedFd, PollFd, PollFlags, Timespec, WHERE, fill_with_random, poll, read, receive_now, write,
    },
    pool::Pool,
    protocol::{FrameBuffer, FromClient, MAX_CLIENT_FRAME, MAX_WORKER_FRAME, Reply, encode_frame, write_frame},
    sandbox::{BoxOrder, Ended, Full, NO_WEB_ASSEMBLY, SandboxProblem, Sandboxed, SetupNews, write_files},
};
use domain::{
    exercise::{Limits, SourceFile},
    judge::{Tier, Usage, Verdict},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

/// The program of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Script {
    /// Of the box that holds the learner's module, for data tests and for runs.
    Learner,
    /// Of the box that holds the learner's module, when tests written in Python reach it. Does all that `Learner` does.
    Objects,
    /// Of the box that holds the tests.
    Tests,
    /// Of the box in which a program is run once more, under watch. Does all that `Objects` does.
    Watch,
    /// Of the box that holds the learner's program and the tests, for practice only.
    Practice,
}

pub(crate) const LEARNER_SCRIPT: Script = Script::Learner;
pub(crate) const OBJECTS_SCRIPT: Script = Script::Objects;
pub(crate) const TESTS_SCRIPT: Script = Script::Tests;
pub(crate) const WATCH_SCRIPT: Script = Script::Watch;
pub(crate) const PRACTICE_SCRIPT: Script = Script::Practice;

impl Script {
    pub(crate) const ALL: [Self; 5] = [Self::Learner, Self::Objects, Self::Tests, Self::Watch, Self::Practice];

    /// Loads the program from the descriptor that is the last argument, where it lies compiled.
    pub(crate) const COMPILED: &str = include_str!("compiled.py");

    /// Does the same, and stands ready to be copied.
    pub(crate) const READY: &str = concat!(include_str!("compiled.py"), include_str!("ready.py"));

    /// The program's text.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Learner => concat!(
                include_str!("channel.py"),
                include_str!("values.py"),
                include_str!("errors.py"),
                include_str!("learner.py"),
                include_str!("serve.py"),
            ),
            Self::Objects => concat!(
                include_str!("channel.py"),
                include_str!("values.py"),
                include_str!("errors.py"),
                include_str!("learner.py"),
                include_str!("crossing.py"),
                include_str!("objects.py"),
                include_str!("serve.py"),
            ),
            Self::Tests => concat!(
                include_str!("channel.py"),
                include_str!("values.py"),
                include_str!("errors.py"),
                include_str!("crossing.py"),
                include_str!("running.py"),
                include_str!("tests.py"),
                include_str!("serve.py"),
            ),
            Self::Watch => concat!(
                include_str!("channel.py"),
                include_str!("values.py"),
                include_str!("errors.py"),
                include_str!("learner.py"),
                include_str!("crossing.py"),
                include_str!("objects.py"),
                include_str!("watch.py"),
                include_str!("serve.py"),
            ),
            Self::Practice => concat!(
                include_str!("channel.py"),
                include_str!("values.py"),
                include_str!("errors.py"),
                include_str!("learner.py"),
                include_str!("running.py"),
                include_str!("practice.py"),
                include_str!("serve.py"),
            ),
        }
    }
}

/// What a request is carried out with.
#[derive(Debug)]
pub(crate) struct Host {
    /// Where its boxes come from.
    pub pool: Arc<Pool>,
    /// Who asked. Its end means that the request is to stop.
    pub client: Connection,
}

/// What is to run in a box.
pub(crate) struct Plan<'a> {
    pub host: &'a Host,
    pub interpreter: &'a Interpreter,
    pub limits: Limits,
    /// Files in the work folder; a later one replaces an earlier one of the same name.
    pub files: &'a [&'a SourceFile],
    /// Bytes of files that may come later.
    pub room: u64,
    /// What the program reads on standard input.
    pub stdin: &'a str,
    pub script: Script,
}

impl Plan<'_> {
    /// The bytes that the files take in the work folder. They do not count against what the program may write. The kernel counts in pages, and a folder or a short
    /// file takes one.
    pub(crate) fn own_bytes(&self) -> u64 {
        self.files.iter().map(|file| file.text.len() as u64).map(|length| length.div_ceil(4096) * 4096 + 4096).sum::<u64>() + self.room
    }
}

/// Reads test files and says which data tests they are. Run as a program of its own.
pub(crate) const DATA_FIRST_SCRIPT: &str = include_str!("data_first.py");

/// What of pytest there is, for the boxes whose tests need it.
pub(crate) const PYTEST_SCRIPT: &str = include_str!("pytest.py");

/// How many times the kept output a program may print before it is ended. What is beyond the limit is thrown away, but reading it costs time.
const FLOOD: u64 = 4;

/// How long after its time a program may still be there to say where it stands.
const LAST_WORDS: Duration = Duration::from_millis(150);

/// How often the size of the work folder is looked at in tier B.
const WATCH: Duration = Duration::from_millis(50);

/// How long a program may wait for a person to type something.
const THINKING: Duration = Duration::from_secs(10 * 60);

/// How often a program that says it waits for input is asked how much it computes meanwhile.
const WATCH_WAITING: Duration = Duration::from_millis(250);

/// While more than this waits to be read by the program, no more is taken from the app.
const MAX_TYPED: usize = 1024 * 1024;

/// Why an answer is not one, where the worker itself says so.
pub(crate) const TOO_LARGE: &str = "the value that it gives back is too large";

/// Why a run came to an end before its answer.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Its time is up. With the place where it stood, if it could say so.
    Timeout(Option<Place>),
    /// It printed too much.
    Output,
    /// It filled its folder.
    Folder(Full),
    /// Its time is up, and it stands still because of a signal that it has sent itself.
    Halted,
    /// The person stopped it, or the app is gone.
    Cancelled,
    /// The interpreter ended without an answer.
    Ended(Ended),
    /// An answer that is not one: the wrong number or nonce, too large, not readable.
    BadAnswer(&'static str),
    /// The box could not be made.
    Sandbox(SandboxProblem),
    /// A system call of ours failed.
    System(Errno),
}

impl From<Errno> for Stop {
    fn from(error: Errno) -> Self {
        Self::System(error)
    }
}

/// A line of the learner's program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub file: String,
    pub line: u32,
}

/// Facts about an exception.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorFacts {
    /// The name of its type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The names of its type and of all it derives from.
    pub bases: Vec<String>,
    pub message: String,
    pub errno: Option<i64>,
    /// Of a name error, attribute error or import error: the name.
    pub name: Option<String>,
    /// Of a syntax error or a file that is not there: the file.
    pub filename: Option<String>,
    pub lineno: Option<u32>,
    pub offset: Option<u32>,
    pub text: Option<String>,
    pub msg: Option<String>,
    /// Of a key error: the key.
    pub key: Option<String>,
    /// File, line and function, the outermost first; the learner's only.
    pub frames: Vec<(String, u32, String)>,
    /// How many there were.
    pub depth: u64,
    /// The line where it happened.
    pub source: String,
    /// First line, last line, first column, last column of the expression, counted in bytes; from Python 3.11.
    pub columns: Option<[i64; 4]>,
    /// What the names on that line held.
    pub names: BTreeMap<String, Sketch>,
    /// How often the program had asked for input by then.
    pub asked: u32,
    pub traceback: String,
}

impl ErrorFacts {
    /// Whether it is of that type or of one derived from it.
    pub(crate) fn is(&self, type_name: &str) -> bool {
        self.bases.iter().any(|base| base == type_name)
    }

    /// The line of the learner's program that it points to.
    pub(crate) fn place(&self) -> Option<Place> {
        if self.is("SyntaxError")
            && let (Some(file), Some(line)) = (&self.filename, self.lineno)
        {
            return Some(Place { file: file.clone(), line });
        }
        self.frames.last().map(|(file, line, _)| Place { file: file.clone(), line: *line })
    }

    /// The verdict on a program that it ended.
    pub(crate) fn verdict(&self) -> Verdict {
        const NOT_PERMITTED: i64 = 1;
        const ACCESS_DENIED: i64 = 13;
        const FILE_TOO_LARGE: i64 = 27;
        const NO_SPACE: i64 = 28;
        const READ_ONLY: i64 = 30;
        match self.errno {
            _ if self.is("MemoryError") => Verdict::Memory,
            Some(FILE_TOO_LARGE | NO_SPACE) => Verdict::Output,
            Some(NOT_PERMITTED | ACCESS_DENIED | READ_ONLY) => Verdict::Refused,
            _ => Verdict::Error,
        }
    }
}

/// A value in short.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sketch {
    #[serde(rename = "type")]
    pub type_name: String,
    pub length: Option<u64>,
    pub text: Option<String>,
}

/// What a worker answers. Which fields are there depends on the request.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    n: u64,
    nonce: String,
    too_large: bool,
    pub version: Option<String>,
    pub stage: Option<String>,
    /// JSON's null is a value here: None.
    #[serde(deserialize_with = "present")]
    pub value: Option<Json>,
    pub error: Option<ErrorFacts>,
    pub exit: Option<i64>,
    /// The line where the program ended itself, with `sys.exit` or the like.
    pub left: Option<(String, u32)>,
    /// What was seen under watch.
    pub watched: Option<Watched>,
    /// The program is about to wait for what a person types. No answer, and believed no further than that: see `Typing`.
    waits: bool,
    /// A message for the other box.
    pub relay: Option<Json>,
    /// The box with the tests tells of one of them.
    pub report: Option<TestReport>,
    /// The box with the tests is done.
    pub finished: Option<Count>,
}

/// What was seen of a program under watch, up to the moment when it was told to stop.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Watched {
    /// The loops that the program was in, the innermost first.
    pub loops: Vec<WatchedLoop>,
    /// The line that printed most: file, line, how often it ran.
    pub printed: Vec<(String, u32, u64)>,
    /// What the function that was called did: line, name and the new value, in order.
    pub steps: Vec<(u32, String, String)>,
    /// The line where it gave its value back.
    pub returned: u32,
    /// What it gave back, as Python shows it.
    pub gave: String,
    /// The call that ended the interpreter, or was about to.
    pub ended: Option<WatchedEnd>,
}

/// A call that ends the interpreter, or cuts it off from the runner.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WatchedEnd {
    pub file: String,
    pub line: u32,
    /// The call with its values, as the program could have written it.
    pub call: String,
    /// It closes the pipes through which the interpreter answers; else it ends the interpreter.
    pub cuts: bool,
}

/// A loop that the program was in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WatchedLoop {
    /// Its place in the list that the request gave.
    pub number: usize,
    /// How many rounds it had made since it began.
    pub rounds: u64,
    /// The names of its condition: what each held at first and at last (empty where that is too long), and whether it ever changed.
    pub names: Vec<(String, String, String, bool)>,
}

/// What the box with the tests tells: the names of all of them first, then how each ended.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TestReport {
    pub found: Option<Vec<String>>,
    pub name: String,
    pub status: String,
    pub message: Option<String>,
    pub output: String,
    pub purpose: Option<String>,
    /// The last call of the learner's code, and what it gave.
    pub call: Option<(String, Option<String>)>,
    /// The line of the test where it stopped.
    pub code: Option<String>,
    /// The type of the error.
    pub kind: Option<String>,
    /// What the learner's box told about the error.
    pub facts: Option<ErrorFacts>,
}

/// The count of the box with the tests.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Count {
    pub found: u64,
    pub run: u64,
    pub passed: u64,
    /// Why nothing of it counts.
    pub spoiled: Option<String>,
    /// In which ways the learner's own objects settled a comparison.
    pub decided: Vec<String>,
}

/// Tells a field that is null from one that is not there.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// What is left of the output a run may make, all its boxes together.
#[derive(Debug)]
struct OutputBudget {
    limit: u64,
    kept: u64,
    seen: u64,
}

/// What a person types while a program runs, and the time that the program waits for it.
#[derive(Debug, Default)]
struct Typing {
    /// All of it, up to a bound.
    typed: String,
    /// Whether this run has live input at all.
    on: bool,
    /// Typed, and not yet in the pipe.
    pending: VecDeque<u8>,
    /// No more will be typed.
    ended: bool,
    /// Since when the program has been waiting, and the processor time it had used then.
    waiting: Option<(Instant, Duration)>,
    /// Time that was spent waiting so far. What the program computed meanwhile is not in it.
    thought: Duration,
}

/// What watches over one request: its time, its output, the person who may stop it.
pub(crate) struct Supervisor {
    limits: Limits,
    tier: Tier,
    pool: Arc<Pool>,
    /// Who asked: its end means that the run is to stop.
    client: Connection,
    from_client: FrameBuffer,
    /// Whether output is passed on while it is printed.
    live: bool,
    output: OutputBudget,
    typing: Typing,
    /// The time is up, and the program was asked where it stands.
    asked_where: bool,
    sent: Option<Instant>,
    usage: Usage,
    /// Where what was read stands until it is looked at. Made once: most of what is read has a few bytes.
    read: Vec<u8>,
    /// Why the boxes are not of tier A, where they are not.
    pub why_not_stronger: Option<String>,
}

impl Supervisor {
    fn new(limits: Limits, tier: Tier, host: &Host, live: bool) -> Result<Self, RunnerError> {
        let client = host.client.try_clone().map_err(|error| RunnerError::Internal(format!("the client's socket: {error}")))?;
        Ok(Self {
            limits,
            tier,
            pool: host.pool.clone(),
            client,
            from_client: FrameBuffer::default(),
            live,
            output: OutputBudget { limit: limits.output_bytes.into(), kept: 0, seen: 0 },
            typing: Typing::default(),
            asked_where: false,
            sent: None,
            usage: Usage::default(),
            read: vec![0; 64 * 1024],
            why_not_stronger: None,
        })
    }

    /// The tier of the boxes.
    pub(crate) fn tier(&self) -> Tier {
        self.tier
    }

    /// Whether output had to be thrown away.
    pub(crate) fn output_cut(&self) -> bool {
        self.output.seen > self.output.kept
    }

    /// What was used so far by the workers that have ended.
    pub(crate) fn usage(&self) -> Usage {
        let wall_ms = self.sent.map_or(0, |sent| sent.elapsed().saturating_sub(self.typing.thought).as_millis().try_into().unwrap_or(u64::MAX));
        Usage { wall_ms, ..self.usage }
    }

    /// From now the program's time runs. Gives the milliseconds that are left.
    pub(crate) fn start_clock(&mut self) -> u64 {
        let sent = *self.sent.get_or_insert_with(Instant::now);
        let wall = Duration::from_millis(self.limits.wall_ms.into());
        u64::try_from(wall.saturating_sub(sent.elapsed()).as_millis()).unwrap_or(0).max(1)
    }

    fn deadline(&self) -> Option<Instant> {
        if let Some((since, _)) = self.typing.waiting {
            return Some(since + THINKING);
        }
        let last_words = if self.asked_where { LAST_WORDS } else { Duration::ZERO };
        self.sent.map(|sent| sent + self.typing.thought + Duration::from_millis(self.limits.wall_ms.into()) + last_words)
    }

    /// Opens the first box, and with it finds out what this machine can do: tier A, else B, else C, else nothing is run at all. A warm box, if there is one, knows already.
    pub(crate) fn open(limits: Limits, strongest: Tier, live: bool, plan: &Plan<'_>) -> Result<(Self, Worker), RunnerError> {
        while let Some((mut worker, tier, why_not_stronger)) = plan.host.pool.take(plan, strongest, None) {
            let mut supervisor = Self::new(limits, tier, plan.host, live)?;
            if worker.equip_warm(plan).is_ok() {
                supervisor.why_not_stronger = why_not_stronger;
                return Ok((supervisor, worker));
            }
        }
        plan.host.pool.refill();
        Self::open_cold(limits, strongest, live, plan)
    }

    /// The same, always with a new box.
    pub(crate) fn open_cold(limits: Limits, strongest: Tier, live: bool, plan: &Plan<'_>) -> Result<(Self, Worker), RunnerError> {
        let mut reasons = Vec::new();
        if !plan.interpreter.has_native() {
            reasons.push("there is no Python of the system, and another runs as WebAssembly only".to_owned());
        }
        for tier in tiers(plan.interpreter, strongest) {
            let mut supervisor = Self::new(limits, tier, plan.host, live)?;
            match supervisor.start_cold(plan).and_then(Worker::in_its_box) {
                Ok(worker) => {
                    supervisor.why_not_stronger = Some(reasons.join("; ")).filter(|why| !why.is_empty());
                    return Ok((supervisor, worker));
                }
                Err(Stop::Sandbox(problem)) => reasons.push(format!("tier {tier:?}: {problem}")),
                Err(other) => return Err(RunnerError::Internal(format!("opening a box: {other:?}"))),
            }
        }
        if plan.interpreter.web_assembly.is_none() {
            reasons.push(format!("tier C: {NO_WEB_ASSEMBLY}"));
        }
        Err(RunnerError::NoSandbox { why: reasons.join("; ") })
    }

    /// Starts a worker, or takes one that is warm. It gets ready by itself.
    pub(crate) fn start(&self, plan: &Plan<'_>) -> Result<Worker, Stop> {
        while let Some((mut worker, _, _)) = self.pool.take(plan, self.tier, Some(self.tier)) {
            if worker.equip_warm(plan).is_ok() {
                return Ok(worker);
            }
        }
        self.pool.refill();
        self.start_cold(plan)
    }

    fn start_cold(&self, plan: &Plan<'_>) -> Result<Worker, Stop> {
        let order = BoxOrder {
            interpreter: plan.interpreter.clone(),
            limits: plan.limits,
            own_bytes: plan.own_bytes(),
            script: plan.script,
            compiled: false,
            tier: self.tier,
            folder: None,
        };
        let sandbox = self.pool.make(&order).map_err(Stop::Sandbox)?;
        sandbox.fill_input(plan.stdin)?;
        Ok(Worker {
            sandbox,
            frames: FrameBuffer::default(),
            next: 0,
            nonce: nonce()?,
            warm: None,
            entry: None,
            stop: None,
            files: plan.files.iter().copied().cloned().collect(),
            stdout: Captured::default(),
            stderr: Captured::default(),
            trace: Vec::new(),
            closed: false,
            watched: false,
            started: false,
            file_limit: u64::from(plan.limits.file_bytes) + order.own_bytes + 65536,
            looked: Instant::now(),
        })
    }

    /// Ends a worker and adds up what it used. Its processes are killed at once; that they are gone is waited for elsewhere.
    pub(crate) fn end(&mut self, worker: &mut Worker) -> Ended {
        if worker.warm.take().is_some() {
            self.pool.refill();
        }
        let ended = match worker.sandbox.let_go() {
            Some((ended, remains)) => {
                self.pool.bury(remains);
                ended
            }
            None => worker.sandbox.end(),
        };
        if !std::mem::replace(&mut worker.closed, true) {
            self.usage.cpu_ms += ended.cpu_ms;
            self.usage.memory_kb = self.usage.memory_kb.max(ended.memory_kb);
        }
        ended
    }

    /// The first request: names and places. Nothing of the learner's has run before its answer, so that answer can be believed. A warm worker has answered it
    /// before; it hears the name of the program with the next request.
    pub(crate) fn prepare(&mut self, worker: &mut Worker, entry: &str) -> Result<Answer, Stop> {
        if let Some(version) = &worker.warm {
            worker.entry = Some(entry.to_owned());
            return Ok(Answer { version: Some(version.clone()), ..Answer::default() });
        }
        worker.lay_files()?;
        let request = json!({ "do": "prepare", "nonce": worker.nonce, "entry": entry, "work": worker.sandbox.work_path, "signal": WHERE });
        self.ask(worker, request)
    }

    /// Lets a person type while the program runs. The worker must be prepared, and the program not yet sent.
    pub(crate) fn listen_to_typing(&mut self) {
        self.typing.on = true;
    }

    /// What was typed so far, as far as it is kept: with it a program can be explained, and run once more.
    pub(crate) fn typed(&self) -> &str {
        &self.typing.typed
    }

    /// Asks a worker and waits for its answer.
    pub(crate) fn ask(&mut self, worker: &mut Worker, request: Json) -> Result<Answer, Stop> {
        self.send(worker, request)?;
        let answer = self.receive(worker)?;
        worker.stop.take().map_or(Ok(answer), Err)
    }

    /// Waits for the next answer. One that came before the end of the box, its time or its output counts; the end is kept in `worker.stop`, and told by the next call.
    pub(crate) fn receive(&mut self, worker: &mut Worker) -> Result<Answer, Stop> {
        loop {
            if let Some(answer) = worker.next_answer()? {
                if let Err(stop) = self.drain(worker).and_then(|()| self.look_at_folder(worker)) {
                    worker.stop.get_or_insert(stop);
                }
                if answer.waits {
                    self.program_waits(worker)?;
                    continue;
                }
                return Ok(answer);
            }
            if let Some(stop) = worker.stop.take() {
                return Err(stop);
            }
            if let Err(stop) = self.wait(&mut [&mut *worker]) {
                // What lies in the pipe was there before.
                let _ = worker.read_answers(&mut self.read);
                worker.stop = Some(stop);
            }
        }
    }

    /// Sends a request: the next answer must have its number.
    pub(crate) fn send(&mut self, worker: &mut Worker, request: Json) -> Result<(), Stop> {
        let frame = worker.frame(request, 0)?;
        self.send_frames(worker, &frame)
    }

    /// Sends one case after the other without waiting for an answer in between. Each ends what it prints with a mark of its own, by which [`Captured::take_case`] tells
    /// what it printed from what the next one does.
    pub(crate) fn send_cases(&mut self, worker: &mut Worker, requests: Vec<Json>) -> Result<(), Stop> {
        let mark = nonce()?;
        let mut frames = Vec::new();
        for (mut request, place) in requests.into_iter().zip(0..) {
            let mark = format!("{mark}{:016x}", worker.next + place);
            worker.stdout.marks.push_back([&[MARK], mark.as_bytes()].concat());
            if let Some(object) = request.as_object_mut() {
                object.insert("mark".to_owned(), Json::String(mark));
            }
            frames.extend(worker.frame(request, place)?);
        }
        self.send_frames(worker, &frames)
    }

    fn send_frames(&mut self, worker: &mut Worker, frames: &[u8]) -> Result<(), Stop> {
        let mut rest = frames;
        while !rest.is_empty() {
            match write(&worker.sandbox.requests, rest) {
                Ok(count) => rest = &rest[count..],
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => self.wait_until(&mut [&mut *worker], true)?,
                Err(Errno::PIPE) => return Err(self.closed_its_pipe(worker)),
                Err(error) => return Err(error.into()),
            }
        }
        // Only now: what begins here comes before the box that takes this one's place.
        if worker.warm.take().is_some() {
            self.pool.refill();
        }
        Ok(())
    }

    /// Waits until something has come from one of the workers.
    pub(crate) fn wait(&mut self, workers: &mut [&mut Worker]) -> Result<(), Stop> {
        self.wait_until(workers, false)
    }

    fn wait_until(&mut self, workers: &mut [&mut Worker], also_writable: bool) -> Result<(), Stop> {
        // Of each worker: answers, stdout, stderr, trace, setup, requests.
        const EACH: usize = 6;
        let ready: Vec<PollFlags> = {
            let listening = if self.typing.pending.len() < MAX_TYPED { PollFlags::IN | HANG_UP } else { HANG_UP };
            let mut poll_fds = vec![PollFd::new(&self.client, listening)];
            for worker in workers.iter() {
                let sandbox = &worker.sandbox;
                for descriptor in [&sandbox.answers, &sandbox.stdout, &sandbox.stderr, &sandbox.trace, &sandbox.setup] {
                    poll_fds.push(PollFd::new(descriptor, PollFlags::IN));
                }
                poll_fds.push(PollFd::new(&sandbox.requests, if also_writable { PollFlags::OUT } else { PollFlags::empty() }));
            }
            // A pipe whose other end is closed is always ready: those are left out once they were read to their end.
            for (place, poll_fd) in poll_fds.iter_mut().enumerate().skip(1) {
                let worker = &workers[(place - 1) / EACH];
                let closed = match (place - 1) % EACH {
                    1 => worker.stdout.closed,
                    2 => worker.stderr.closed,
                    3 => worker.trace.len() > MAX_TRACE,
                    4 => worker.started,
                    5 => !also_writable,
                    _ => false,
                };
                if closed {
                    *poll_fd = PollFd::from_borrowed_fd(self.client.as_fd(), HANG_UP);
                }
            }
            // A person's typing goes to the first of them.
            let typing = workers.first().and_then(|worker| worker.sandbox.live_input.as_ref()).filter(|_| !self.typing.pending.is_empty());
            if let Some(input) = typing {
                poll_fds.push(PollFd::new(input, PollFlags::OUT));
            }
            let timeout = self.timeout();
            match poll(&mut poll_fds, timeout.as_ref()) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            poll_fds.iter().take(1 + workers.len() * EACH).map(PollFd::revents).collect()
        };
        let any = PollFlags::IN | PollFlags::HUP | PollFlags::ERR;
        if ready[0].intersects(HANG_UP | PollFlags::HUP | PollFlags::ERR) {
            return Err(Stop::Cancelled);
        }
        if ready[0].intersects(PollFlags::IN) {
            self.hear_client()?;
        }
        if let Some(first) = workers.first_mut() {
            self.pass_typing_on(first)?;
            self.watch_waiting(first)?;
        }
        for (worker, ready) in workers.iter_mut().zip(ready[1..].chunks(EACH)) {
            if !worker.started {
                worker.hear_setup()?;
            }
            self.drain(worker)?;
            if ready[0].intersects(any) && !worker.read_answers(&mut self.read)? {
                self.drain(worker)?;
                return Err(self.closed_its_pipe(worker));
            }
            if ready[3].intersects(any) && worker.read_trace() {
                return Err(Stop::Timeout(worker.place()));
            }
            if worker.looked.elapsed() >= WATCH {
                self.look_at_folder(worker)?;
            }
        }
        if self.deadline().is_some_and(|deadline| Instant::now() >= deadline) {
            if self.typing.waiting.is_some() {
                return Err(Stop::Cancelled);
            }
            if std::mem::replace(&mut self.asked_where, true)
                || !workers.iter().any(|worker| worker.watched && WHERE.is_some_and(|signal| worker.sandbox.signal(signal)))
            {
                if workers.iter().any(|worker| worker.sandbox.is_halted()) {
                    return Err(Stop::Halted);
                }
                return Err(Stop::Timeout(workers.iter().find_map(|worker| worker.place())));
            }
        }
        Ok(())
    }

    /// Where the work folder has no size of its own: whether the program wrote more than it may. Asked every now and then, and once more when it has answered, because
    /// much can be written between two looks.
    fn look_at_folder(&self, worker: &mut Worker) -> Result<(), Stop> {
        if self.tier == Tier::A {
            return Ok(());
        }
        worker.looked = Instant::now();
        worker.sandbox.overfull(worker.file_limit).map_or(Ok(()), |full| Err(Stop::Folder(full)))
    }

    /// The pipe to or from an interpreter is closed: it has ended, or the program closed it.
    fn closed_its_pipe(&mut self, worker: &mut Worker) -> Stop {
        let ended = worker.sandbox.wait_for_end(Duration::from_millis(500));
        // It may have ended because it could not be set up, which it said just before.
        if let Err(stop) = worker.hear_setup() {
            self.end(worker);
            return stop;
        }
        match ended {
            Some(_) => Stop::Ended(self.end(worker)),
            None => {
                self.end(worker);
                Stop::BadAnswer("the program closed the pipe")
            }
        }
    }

    fn timeout(&self) -> Option<Timespec> {
        let left = self.deadline().map_or(Duration::from_secs(20), |deadline| deadline.saturating_duration_since(Instant::now()));
        let left = if self.tier == Tier::A { left } else { left.min(WATCH) };
        let left = if self.typing.waiting.is_some() { left.min(WATCH_WAITING) } else { left };
        left.try_into().ok()
    }

    /// Reads what the app sends during a run: what a person types, or nothing more, which means that the run is to stop.
    fn hear_client(&mut self) -> Result<(), Stop> {
        let mut bytes = [0; 16 * 1024];
        match receive_now(&self.client, &mut bytes) {
            Ok(0) => return Err(Stop::Cancelled),
            Ok(count) => self.from_client.push(&bytes[..count]),
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(_) => return Err(Stop::Cancelled),
        }
        while let Some(frame) = self.from_client.next(MAX_CLIENT_FRAME).map_err(|_| Stop::Cancelled)? {
            match serde_json::from_slice(&frame).map_err(|_| Stop::Cancelled)? {
                FromClient::Typed(text) => {
                    self.typing.pending.extend(text.as_bytes());
                    if self.typing.typed.len() < MAX_TYPED {
                        self.typing.typed.push_str(&text);
                    }
                }
                FromClient::NothingMore => self.typing.ended = true,
            }
        }
        Ok(())
    }

    /// Gives the program what was typed, as much as the pipe takes.
    fn pass_typing_on(&mut self, worker: &mut Worker) -> Result<(), Stop> {
        if !self.typing.on {
            return Ok(());
        }
        while let Some(input) = &worker.sandbox.live_input {
            let (bytes, _) = self.typing.pending.as_slices();
            if bytes.is_empty() {
                if !self.typing.ended {
                    break;
                }
                self.waited(worker);
                worker.sandbox.live_input = None;
                break;
            }
            match write(input, bytes) {
                Ok(count) => {
                    self.typing.pending.drain(..count);
                    self.waited(worker);
                }
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => break,
                // Nobody reads it any more.
                Err(Errno::PIPE) => {
                    self.typing.pending.clear();
                    worker.sandbox.live_input = None;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The program says that it is about to wait for input. From here its clock stands still until something is typed; what it computes meanwhile counts all the same,
    /// so that a program that only says so wins nothing but a notice.
    fn program_waits(&mut self, worker: &Worker) -> Result<(), Stop> {
        if !self.typing.on || self.typing.waiting.is_some() || !self.typing.pending.is_empty() || worker.sandbox.live_input.is_none() {
            return Ok(());
        }
        self.typing.waiting = Some((Instant::now(), worker.sandbox.cpu_time().unwrap_or_default()));
        write_frame(&mut &self.client, &Reply::Waits, MAX_CLIENT_FRAME).map_err(|_| Stop::Cancelled)
    }

    /// The waiting is over: something was typed.
    fn waited(&mut self, worker: &Worker) {
        if let Some((since, cpu)) = self.typing.waiting.take() {
            self.typing.thought += since.elapsed().saturating_sub(worker.sandbox.cpu_time().unwrap_or_default().saturating_sub(cpu));
        }
    }

    /// Ends a program that computes beyond its time while it says that it waits.
    fn watch_waiting(&mut self, worker: &Worker) -> Result<(), Stop> {
        let (Some((since, cpu)), Some(sent)) = (self.typing.waiting, self.sent) else { return Ok(()) };
        let computed = worker.sandbox.cpu_time().unwrap_or_default().saturating_sub(cpu);
        let before = since.saturating_duration_since(sent).saturating_sub(self.typing.thought);
        if before + computed >= Duration::from_millis(self.limits.wall_ms.into()) {
            // From here the clock goes on, and its time is up.
            self.waited(worker);
        }
        Ok(())
    }

    /// Reads what a worker has printed so far.
    pub(crate) fn drain(&mut self, worker: &mut Worker) -> Result<(), Stop> {
        let Worker { sandbox, stdout, stderr, .. } = worker;
        self.drain_one(&sandbox.stdout, stdout, OutputStream::Stdout)?;
        self.drain_one(&sandbox.stderr, stderr, OutputStream::Stderr)?;
        if self.output.seen > self.output.limit * FLOOD {
            return Err(Stop::Output);
        }
        Ok(())
    }

    fn drain_one(&mut self, descriptor: &OwnedFd, captured: &mut Captured, stream: OutputStream) -> Result<(), Stop> {
        while !captured.closed {
            let mut bytes = std::mem::take(&mut self.read);
            let count = read(descriptor, &mut bytes[..]);
            let kept = match count {
                Ok(0) => {
                    captured.closed = true;
                    let rest = std::mem::take(&mut captured.held);
                    self.keep(captured, &rest, stream)
                }
                Ok(count) if captured.marks.is_empty() && captured.held.is_empty() => self.keep(captured, &bytes[..count], stream),
                Ok(count) => {
                    captured.held.extend_from_slice(&bytes[..count]);
                    self.keep_marked(captured, stream)
                }
                Err(_) => Ok(()),
            };
            self.read = bytes;
            kept?;
            match count {
                Err(Errno::AGAIN) => break,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
                Ok(_) if self.output.seen > self.output.limit * FLOOD => break,
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// Keeps what was printed, case by case.
    fn keep_marked(&mut self, captured: &mut Captured, stream: OutputStream) -> Result<(), Stop> {
        while let Some(text) = captured.before_mark() {
            self.keep(captured, &text, stream)?;
            let part = captured.take_rest();
            captured.parts.push_back(part);
        }
        let text = captured.before_half_mark();
        self.keep(captured, &text, stream)
    }

    /// Keeps what was printed, as far as there is room for it.
    fn keep(&mut self, captured: &mut Captured, bytes: &[u8], stream: OutputStream) -> Result<(), Stop> {
        self.output.seen += bytes.len() as u64;
        let room = usize::try_from(self.output.limit - self.output.kept).unwrap_or(usize::MAX);
        let kept = &bytes[..bytes.len().min(room)];
        self.output.kept += kept.len() as u64;
        let text = captured.push(kept);
        if self.live && !text.is_empty() {
            self.tell(OutputChunk { stream, text })?;
        }
        Ok(())
    }

    /// Passes output on to the app.
    pub(crate) fn tell(&self, chunk: OutputChunk) -> Result<(), Stop> {
        write_frame(&mut &self.client, &Reply::Chunk(chunk), MAX_CLIENT_FRAME).map_err(|_| Stop::Cancelled)
    }
}

/// The first byte of a mark: no text has it.
const MARK: u8 = 0xff;

/// More than this is not a trace of Python's own.
const MAX_TRACE: usize = 256 * 1024;

/// An interpreter in its box.
pub(crate) struct Worker {
    pub sandbox: Sandboxed,
    frames: FrameBuffer,
    next: u64,
    nonce: String,
    /// The interpreter's version, of a worker that was prepared before it was needed.
    warm: Option<String>,
    /// The name of the program, for a warm worker that has not heard it.
    entry: Option<String>,
    /// What ended it, while there may still be answers from before.
    pub stop: Option<Stop>,
    /// What is to be laid into the work folder as soon as it is there.
    files: Vec<SourceFile>,
    pub stdout: Captured,
    pub stderr: Captured,
    trace: Vec<u8>,
    closed: bool,
    /// Whether it can be asked where its program is.
    watched: bool,
    /// Whether its setting up is over, well or badly.
    started: bool,
    /// What its folder may hold, the program's own files included.
    file_limit: u64,
    looked: Instant,
}

impl Worker {
    /// Lays the files into the work folder, for which it waits.
    /// The same worker when its box is made to the last step: only then is it known that this machine can make one of that tier.
    fn in_its_box(mut self) -> Result<Self, Stop> {
        self.lay_files()?;
        self.sandbox.wait_for_interpreter().map_err(Stop::Sandbox)?;
        Ok(self)
    }

    fn lay_files(&mut self) -> Result<(), Stop> {
        if self.sandbox.work.is_none() {
            self.sandbox.wait_for_work_folder().map_err(Stop::Sandbox)?;
        }
        let files = std::mem::take(&mut self.files);
        let Some(work) = &self.sandbox.work else { return Ok(()) };
        write_files(work, &files).map_err(|error| Stop::Sandbox(SandboxProblem::new(format!("writing the program: {error}"))))
    }

    /// The worker is ready, and now waits for whatever will be sent.
    pub(crate) fn is_warm(&mut self, version: String) -> Result<(), Stop> {
        self.hear_setup()?;
        self.warm = Some(version);
        Ok(())
    }

    /// Whether its interpreter still waits.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.sandbox.is_alive()
    }

    /// Gives a warm worker what one program needs.
    fn equip_warm(&mut self, plan: &Plan<'_>) -> Result<(), Stop> {
        self.sandbox.lower_limits(plan.limits).map_err(Stop::Sandbox)?;
        self.sandbox.fill_input(plan.stdin)?;
        self.file_limit = u64::from(plan.limits.file_bytes) + plan.own_bytes() + 65536;
        let Some(work) = &self.sandbox.work else { return Err(Stop::Sandbox(SandboxProblem::new("there is no work folder"))) };
        write_files(work, plan.files.iter().copied()).map_err(|error| Stop::Sandbox(SandboxProblem::new(format!("writing the program: {error}"))))
    }

    /// A request as it is sent, after `before` others that have not been answered.
    fn frame(&mut self, mut request: Json, before: u64) -> Result<Vec<u8>, Stop> {
        if let Some(object) = request.as_object_mut() {
            object.insert("n".to_owned(), json!(self.next + before));
            // Requests that run the program bring the milliseconds that are left for it.
            self.watched |= object.contains_key("milliseconds");
            if let Some(entry) = self.entry.take() {
                object.insert("entry".to_owned(), json!(entry));
            }
        }
        encode_frame(&request, MAX_WORKER_FRAME).map_err(|_| Stop::BadAnswer("a request is too large"))
    }

    fn hear_setup(&mut self) -> Result<(), Stop> {
        // All there is: what failed must be known before the end of the other pipes is taken for the program's doing.
        loop {
            match self.sandbox.read_setup() {
                SetupNews::Nothing => return Ok(()),
                SetupNews::WorkFolder | SetupNews::Interpreter => {}
                SetupNews::Started => {
                    self.started = true;
                    return Ok(());
                }
                SetupNews::Failed(problem) => return Err(Stop::Sandbox(problem)),
            }
        }
    }

    /// Reads what has come on the answers' pipe; false at its end.
    fn read_answers(&mut self, bytes: &mut [u8]) -> Result<bool, Stop> {
        loop {
            match read(&self.sandbox.answers, &mut *bytes) {
                Ok(0) => return Ok(false),
                Ok(count) => {
                    self.frames.push(&bytes[..count]);
                    // A frame is bounded; so is what may lie before it.
                    if self.frames.len() > 2 * MAX_WORKER_FRAME {
                        return Err(Stop::BadAnswer("too much came at once"));
                    }
                }
                Err(Errno::AGAIN) => return Ok(true),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The next answer, if it has come.
    pub(crate) fn next_answer(&mut self) -> Result<Option<Answer>, Stop> {
        let Some(frame) = self.frames.next(MAX_WORKER_FRAME).map_err(|_| Stop::BadAnswer("an answer is too large"))? else { return Ok(None) };
        let mut answer = read_answer(&frame, &self.nonce, self.next)?;
        for facts in [answer.error.as_mut(), answer.report.as_mut().and_then(|report| report.facts.as_mut())].into_iter().flatten() {
            facts.errno = facts.errno.map(|number| self.sandbox.errno(number));
        }
        if answer.waits {
            return Ok(Some(answer));
        }
        self.next += 1;
        Ok(Some(answer))
    }

    /// Reads the trace; true if there is one.
    fn read_trace(&mut self) -> bool {
        let before = self.trace.len();
        let mut bytes = [0; 16 * 1024];
        while let Ok(count @ 1..) = read(&self.sandbox.trace, &mut bytes) {
            if self.trace.len() <= MAX_TRACE {
                self.trace.extend_from_slice(&bytes[..count]);
            }
        }
        if self.trace.len() > before {
            // The rest of it is written in the next moment.
            std::thread::sleep(Duration::from_millis(5));
            while let Ok(count @ 1..) = read(&self.sandbox.trace, &mut bytes) {
                self.trace.extend_from_slice(&bytes[..count]);
            }
        }
        self.trace.len() > before
    }

    /// Where the program was when its interpreter crashed, if that wrote it down.
    pub(crate) fn last_words(&mut self) -> Option<Place> {
        // It is written piece by piece, up to the end of the process.
        self.sandbox.wait_for_end(Duration::from_millis(500));
        self.read_trace();
        self.place()
    }

    /// Where the program stood, by the trace.
    fn place(&self) -> Option<Place> {
        read_trace_place(&String::from_utf8_lossy(&self.trace))
    }

    /// The work folder.
    pub(crate) fn work(&self) -> Option<&Folder> {
        self.sandbox.work.as_ref()
    }
}

/// The tiers to be tried, the strongest first. A and B need a Python of the system, C its own.
fn tiers(interpreter: &Interpreter, strongest: Tier) -> impl Iterator<Item = Tier> {
    let (native, web_assembly) = (interpreter.has_native(), interpreter.web_assembly.is_some());
    [Tier::A, Tier::B, Tier::C].into_iter().filter(move |tier| match tier {
        Tier::A => native && strongest == Tier::A,
        Tier::B => native && strongest != Tier::C,
        Tier::C => web_assembly,
    })
}

/// The answer in a frame, if it answers the request of that number.
pub(crate) fn read_answer(frame: &[u8], nonce: &str, number: u64) -> Result<Answer, Stop> {
    let answer: Answer = serde_json::from_slice(frame).map_err(|_| Stop::BadAnswer("an answer cannot be read"))?;
    if answer.nonce != nonce || answer.n != number {
        return Err(Stop::BadAnswer("an answer has the wrong number"));
    }
    if answer.too_large {
        return Err(Stop::BadAnswer(TOO_LARGE));
    }
    Ok(answer)
}

/// The innermost line of the learner's in what Python's `faulthandler` wrote: `  File "main.py", line 3 in count`. Of several threads the main one comes last, and it
/// is the one that has our frames. Where that one only waits for the others, it is the line of another that counts.
pub(crate) fn read_trace_place(trace: &str) -> Option<Place> {
    let mut threads: Vec<&str> = trace.split("(most recent call first)").collect();
    let main = threads.pop()?;
    let waits = main.lines().any(|line| line.ends_with(" in join") || line.ends_with(" in _shutdown") || line.ends_with(" in _wait_for_tstate_lock"));
    let place = read_thread_place(main);
    if waits || place.is_none() { threads.into_iter().find_map(read_thread_place).or(place) } else { place }
}

fn read_thread_place(thread: &str) -> Option<Place> {
    thread.lines().find_map(|line| {
        let (file, rest) = line.trim_start().strip_prefix("File \"")?.split_once("\", line ")?;
        let line = rest.split(' ').next()?.parse().ok()?;
        let in_library = file.starts_with('<') || (file.starts_with('/') && !file.starts_with("/work/"));
        let file = file.strip_prefix("/work/").unwrap_or(file);
        (!in_library).then(|| Place { file: file.to_owned(), line })
    })
}

/// What a program printed, as text.
#[derive(Debug, Default)]
pub(crate) struct Captured {
    text: String,
    /// The first bytes of a character whose end has not come yet.
    partial: Vec<u8>,
    closed: bool,
    /// The marks that are to come, each the end of what a case prints.
    marks: VecDeque<Vec<u8>>,
    /// Read, and not yet told from the beginning of a mark.
    held: Vec<u8>,
    /// What came before the marks that have come.
    parts: VecDeque<String>,
}

impl Captured {
    /// Adds bytes and gives the new text.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> String {
        self.partial.extend_from_slice(bytes);
        let mut text = String::new();
        loop {
            match std::str::from_utf8(&self.partial) {
                Ok(valid) => {
                    text.push_str(valid);
                    self.partial.clear();
                    break;
                }
                Err(error) => {
                    let (valid, rest) = self.partial.split_at(error.valid_up_to());
                    text.push_str(&String::from_utf8_lossy(valid));
                    match error.error_len() {
                        Some(bad) => {
                            text.push(char::REPLACEMENT_CHARACTER);
                            self.partial = rest[bad..].to_vec();
                        }
                        None => {
                            self.partial = rest.to_vec();
                            break;
                        }
                    }
                }
            }
        }
        self.text.push_str(&text);
        text
    }

    /// The bytes before the next mark, if it has come. The mark is gone then.
    fn before_mark(&mut self) -> Option<Vec<u8>> {
        let mark = self.marks.front()?;
        let place = self.held.windows(mark.len()).position(|bytes| bytes == mark)?;
        let rest = self.held.split_off(place + mark.len());
        self.held.truncate(place);
        self.marks.pop_front();
        Some(std::mem::replace(&mut self.held, rest))
    }

    /// The bytes that are not the beginning of the next mark.
    fn before_half_mark(&mut self) -> Vec<u8> {
        let half = self.marks.front().map_or(0, |mark| {
            let longest = self.held.len().min(mark.len() - 1);
            (1..=longest).rev().find(|length| self.held.ends_with(&mark[..*length])).unwrap_or(0)
        });
        let rest = self.held.split_off(self.held.len() - half);
        std::mem::replace(&mut self.held, rest)
    }

    /// Takes what the next case printed, if it has come to its end.
    pub(crate) fn take_case(&mut self) -> Option<String> {
        self.parts.pop_front()
    }

    /// Takes what has come since the last time.
    pub(crate) fn take(&mut self) -> String {
        let mut text: String = self.parts.drain(..).collect();
        text.push_str(&self.take_rest());
        text
    }

    fn take_rest(&mut self) -> String {
        let mut text = std::mem::take(&mut self.text);
        if !std::mem::take(&mut self.partial).is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        text
    }
}

/// A number nobody in the box can know beforehand.
fn nonce() -> Result<String, Errno> {
    let mut bytes = [0; 16];
    fill_with_random(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The files of a box, in the order in which they are laid down: what the exercise brings, what the learner wrote, what the case adds.
pub(crate) fn layers<'a>(layers: &[&'a [SourceFile]]) -> Vec<&'a SourceFile> {
    layers.iter().flat_map(|layer| layer.iter()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_in_pieces_are_put_together() {
        let mut captured = Captured::default();
        let text = "né🙂";
        let seen: String = text.as_bytes().iter().map(|byte| captured.push(&[*byte])).collect();
        assert_eq!(seen, text);
        assert_eq!(captured.take(), text);
        assert_eq!(captured.push(b"\xffa"), "\u{fffd}a");
        captured.push(b"\xc3");
        assert_eq!(captured.take(), "\u{fffd}a\u{fffd}");
    }

    /// The pieces of a script share one module: a later piece that takes a name of an earlier one changes what that one does.
    #[test]
    fn no_piece_of_a_script_takes_a_name_of_another() {
        for script in Script::ALL {
            let mut names: Vec<&str> = script
                .text()
                .lines()
                .filter_map(|line| line.strip_prefix("def ").or_else(|| line.strip_prefix("class ")))
                .filter_map(|rest| rest.split(['(', ':']).next())
                .collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{script:?}");
        }
    }

    #[test]
    fn what_cases_print_is_told_apart_by_their_marks() {
        let marks = [b"\xffab1".to_vec(), b"\xffab2".to_vec()];
        let bytes = b"one\xff\xffab2\xffab1\xffab1two\xffab2three\xffab";
        for step in 1..=bytes.len() {
            let mut captured = Captured { marks: marks.clone().into(), ..Captured::default() };
            for piece in bytes.chunks(step) {
                captured.held.extend_from_slice(piece);
                while let Some(text) = captured.before_mark() {
                    captured.push(&text);
                    let part = captured.take_rest();
                    captured.parts.push_back(part);
                }
                let text = captured.before_half_mark();
                captured.push(&text);
            }
            // A mark that is not the next one is text as any other.
            assert_eq!(captured.take_case().as_deref(), Some("one\u{fffd}\u{fffd}ab2"), "in pieces of {step}");
            assert_eq!(captured.take_case().as_deref(), Some("\u{fffd}ab1two"), "in pieces of {step}");
            assert_eq!(captured.take_case(), None);
            assert_eq!(captured.take(), "three\u{fffd}ab");
        }
    }

    #[test]
    fn the_place_is_read_from_a_trace() {
        let trace = "Timeout (0:00:01)!\nThread 0x1 (most recent call first):\n  File \"/usr/lib/python3.11/threading.py\", line 5 in wait\n\n\
                     Thread 0x2 (most recent call first):\n  File \"/usr/lib/python3.11/random.py\", line 9 in choice\n  File \"main.py\", line 3 in count\n  \
                     File \"main.py\", line 7 in <module>\n  File \"<string>\", line 8 in run_program\n";
        assert_eq!(read_trace_place(trace), Some(Place { file: "main.py".into(), line: 3 }));
        assert_eq!(read_trace_place("nonsense"), None);
        let waiting = "Thread 0x1 (most recent call first):\n  File \"main.py\", line 4 in work\n  File \"/usr/lib/python3.11/threading.py\", line 5 in run\n\n\
                       Current thread 0x2 (most recent call first):\n  File \"/usr/lib/python3.11/threading.py\", line 9 in join\n  \
                       File \"main.py\", line 7 in <module>\n  File \"<string>\", line 8 in run_program\n";
        assert_eq!(read_trace_place(waiting), Some(Place { file: "main.py".into(), line: 4 }));
        let last_line = waiting.replace("  File \"main.py\", line 7 in <module>\n", "").replace("in join", "in _shutdown");
        assert_eq!(read_trace_place(&last_line), Some(Place { file: "main.py".into(), line: 4 }));
        // Threads that are none of the learner's say nothing.
        assert_eq!(
            read_trace_place(&waiting.replace("\"main.py\", line 4", "\"/usr/lib/x.py\", line 4")),
            Some(Place { file: "main.py".into(), line: 7 })
        );
    }
}
