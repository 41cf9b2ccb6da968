//! The library's side: starts the runner's binary once, asks, waits.

use crate::{
    CancelToken, Interpreter, LiveInput, RunnerError, SandboxReport,
    platform::{Connection, Errno, PollFd, PollFlags, poll},
    protocol::{Files, FrameBuffer, MAX_CLIENT_FRAME, Reply, Request, Task, write_frame},
    server::Serving,
    worker::DATA_FIRST_SCRIPT,
};
use domain::{
    exercise::{Case, Limits, Mistake, Program, SourceFile, Tests},
    judge::{JudgeResult, Tier, Verdict},
};
use serde::{Deserialize, Serialize};
use std::{
    io::{ErrorKind, Read},
    net::Shutdown,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

/// How much longer than the program's own time a run may take before the runner itself is held to be stuck: setting up boxes, starting interpreters on a slow machine, judging.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs and judges programs. Cheap to clone; may be used from several threads at once.
///
/// The first request starts the runner's process, and all requests of this value and its clones go to that one. It ends when the last of them is dropped, or with the
/// app however that ends; killed, it is started again by the next request.
#[derive(Debug, Clone)]
pub struct Runner {
    serving: Arc<Serving>,
    python: Interpreter,
    strongest: Tier,
}

/// A program with all that is needed to judge it.
#[derive(Debug, Clone, Copy)]
pub struct JudgedExercise<'a> {
    /// The learner's program.
    pub program: &'a Program,
    /// Files laid beside it.
    pub data_files: &'a [SourceFile],
    /// How it is judged.
    pub tests: &'a Tests,
    /// What it may use, all cases together.
    pub limits: Limits,
    /// Wrong answers that beginners give, from the exercise's author. The message of one is said where it gives the same results as the program in every case.
    pub mistakes: &'a [Mistake],
}

/// Which of its two outputs a program wrote to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutputStream {
    /// Standard output.
    Stdout,
    /// Standard error, with the traceback of the error that ended the program.
    Stderr,
}

/// A piece of output, as soon as it was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputChunk {
    /// Where it was written.
    pub stream: OutputStream,
    /// The text.
    pub text: String,
}

/// What happens while an interactive program runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEvent {
    /// It printed something.
    Output(OutputChunk),
    /// It waits for input, and its clock stands still. The program says so itself: good for showing where to type, and for nothing else.
    WaitsForInput,
}

impl Runner {
    /// `binary` is the program `learning-studio-runner`; `python` comes from [`find_python`](crate::find_python).
    pub fn new(binary: PathBuf, python: Interpreter) -> Self {
        Self { serving: Arc::new(Serving::new(binary)), python, strongest: Tier::A }
    }

    /// The same without user name spaces: what a machine that refuses them can do. For tests, and for a person who wants to see it.
    pub fn without_name_spaces(mut self) -> Self {
        self.strongest = Tier::B;
        self
    }

    /// The same with Python as WebAssembly, whatever else this machine has. For tests, and for a person who wants to see it.
    pub fn as_web_assembly(mut self) -> Self {
        self.strongest = Tier::C;
        self
    }

    /// The interpreter that is used.
    pub fn interpreter(&self) -> &Interpreter {
        &self.python
    }

    /// Keeps two interpreters waiting in their boxes from now on, so that a run starts at once. For an app that stays; a program that runs once and ends has nothing of
    /// it. After ten minutes without a run they are ended; the next run, or calling this again, starts them anew.
    pub fn keep_warm(&self) -> Result<(), RunnerError> {
        match self.ask(&Task::KeepWarm, Duration::ZERO, None, &mut |_| (), &CancelToken::new())? {
            Reply::Done => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    /// Starts one box, tries to break out of it, and says what holds.
    pub fn probe(&self) -> Result<SandboxReport, RunnerError> {
        match self.ask(&Task::Probe, Duration::from_secs(10), None, &mut |_| (), &CancelToken::new())? {
            Reply::Report(report) => Ok(report),
            other => Err(unexpected(&other)),
        }
    }

    /// Runs a program with `stdin` as its input. `listener` gets what it prints while it runs.
    pub fn run(
        &self,
        program: &Program,
        data_files: &[SourceFile],
        stdin: &str,
        limits: Limits,
        listener: &mut dyn FnMut(OutputChunk),
        cancel: &CancelToken,
    ) -> Result<JudgeResult, RunnerError> {
        let limits = limits.within_bounds();
        let task = Task::Run { program: files(program), data_files: data_files.to_vec(), stdin: stdin.to_owned(), interactive: false, limits };
        let mut listener = |event| {
            if let RunEvent::Output(chunk) = event {
                listener(chunk);
            }
        };
        self.result(&task, limits, None, &mut listener, cancel)
    }

    /// Runs a program that a person may type to while it runs: what goes into `input` is its standard input. While it waits for that its clock stands still (`wall_ms`
    /// of the limits and of what was used leave that time out); a program that waits for ten minutes is stopped, with the verdict `cancelled`.
    pub fn run_interactive(
        &self,
        program: &Program,
        data_files: &[SourceFile],
        limits: Limits,
        input: &LiveInput,
        listener: &mut dyn FnMut(RunEvent),
        cancel: &CancelToken,
    ) -> Result<JudgeResult, RunnerError> {
        let limits = limits.within_bounds();
        let task = Task::Run { program: files(program), data_files: data_files.to_vec(), stdin: String::new(), interactive: true, limits };
        self.result(&task, limits, Some(input), listener, cancel)
    }

    /// Judges a program.
    pub fn judge(&self, exercise: &JudgedExercise<'_>, cancel: &CancelToken) -> Result<JudgeResult, RunnerError> {
        let limits = exercise.limits.within_bounds();
        let task = Task::Judge {
            program: files(exercise.program),
            data_files: exercise.data_files.to_vec(),
            tests: exercise.tests.clone(),
            limits,
            mistakes: exercise.mistakes.to_vec(),
        };
        self.result(&task, limits, None, &mut |_| (), cancel)
    }

    /// Judges the reference solution of an exercise. With tests in Python it also shows in which ways an answer's own objects may settle a comparison: what
    /// [`Tests::Python`] keeps as `decides`, and the judge holds every answer to.
    pub fn judge_reference(&self, exercise: &JudgedExercise<'_>, cancel: &CancelToken) -> Result<(JudgeResult, Vec<String>), RunnerError> {
        let limits = exercise.limits.within_bounds();
        let (data_files, tests) = (exercise.data_files.to_vec(), exercise.tests.clone());
        let task = Task::Reference { program: files(exercise.program), data_files, tests, limits };
        match self.ask(&task, Duration::from_millis(limits.wall_ms.into()), None, &mut |_| (), cancel)? {
            Reply::Reference { result, decides } => Ok((*result, decides)),
            other => Err(unexpected(&other)),
        }
    }

    /// The data tests that test files in Python are, if all they test is calls with literals and what these give (JUDGE.md, "Data first"); `None` where it is more. The files are read
    /// by Python in a box, and not run. Whether the solution passes them is for the caller to find out.
    pub fn data_tests(&self, files: &[SourceFile], module: &str, cancel: &CancelToken) -> Result<Option<Vec<Case>>, RunnerError> {
        #[derive(Deserialize)]
        struct Read {
            cases: Option<Vec<Case>>,
        }
        let texts: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
        let request = serde_json::json!({ "module": module, "files": texts }).to_string();
        let reader = SourceFile { path: "main.py".to_owned(), text: DATA_FIRST_SCRIPT.to_owned() };
        let program = Program::new(vec![reader], "main.py").map_err(|problem| RunnerError::Internal(problem.to_string()))?;
        let limits = Limits { output_bytes: 4 * 1024 * 1024, ..Limits::default() };
        let result = self.run(&program, &[], &request, limits, &mut |_| (), cancel)?;
        if result.verdict != Verdict::Passed {
            return Ok(None);
        }
        // What cannot be read is no data; it stays a test in Python.
        Ok(serde_json::from_str::<Read>(&result.stdout).ok().and_then(|read| read.cases).filter(|cases| !cases.is_empty()))
    }

    fn result(
        &self,
        task: &Task,
        limits: Limits,
        input: Option<&LiveInput>,
        listener: &mut dyn FnMut(RunEvent),
        cancel: &CancelToken,
    ) -> Result<JudgeResult, RunnerError> {
        match self.ask(task, Duration::from_millis(limits.wall_ms.into()), input, listener, cancel)? {
            Reply::Result(result) => Ok(*result),
            other => Err(unexpected(&other)),
        }
    }

    /// One request. If the runner was killed before anything came of it, it is started anew, once, and asked again.
    fn ask(
        &self,
        task: &Task,
        time: Duration,
        input: Option<&LiveInput>,
        listener: &mut dyn FnMut(RunEvent),
        cancel: &CancelToken,
    ) -> Result<Reply, RunnerError> {
        let request = Request { interpreter: self.python.clone(), strongest: self.strongest, task: task.clone() };
        let mut heard = false;
        let mut hear = |event| {
            heard = true;
            listener(event);
        };
        let first = self.ask_once(&request, time, input, &mut hear, cancel);
        match first {
            Err(RunnerError::Ended(_)) if !heard && input.is_none() => self.ask_once(&request, time, input, listener, cancel),
            other => other,
        }
    }

    fn ask_once(
        &self,
        request: &Request,
        time: Duration,
        input: Option<&LiveInput>,
        listener: &mut dyn FnMut(RunEvent),
        cancel: &CancelToken,
    ) -> Result<Reply, RunnerError> {
        let internal = |error: std::io::Error| RunnerError::Internal(format!("a socket: {error}"));
        let mut conversation = self.serving.open()?;
        let sent = write_frame(&mut &conversation.socket, request, MAX_CLIENT_FRAME);
        match sent {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Err(conversation.why_unanswered().into()),
            other => other.map_err(internal)?,
        }
        // Shut down, it tells the runner to stop.
        let _lifeline = cancel.keep(HangUp(conversation.socket.try_clone().map_err(internal)?));
        let _typing = input.map(|input| Ok(input.connect(conversation.socket.try_clone()?))).transpose().map_err(internal)?;
        let patience = if input.is_some() { None } else { Some(time + PATIENCE) };
        match read_reply(&conversation.socket, patience, listener) {
            Ok(Some(reply)) => Ok(reply),
            Ok(None) => Err(conversation.why_unanswered().into()),
            Err(error) => {
                if matches!(error, RunnerError::Internal(_)) {
                    conversation.give_up();
                }
                Err(error)
            }
        }
    }
}

/// Why there was no answer.
pub(crate) enum Unanswered {
    /// The runner was killed from outside.
    Killed(String),
    /// The runner ended by itself.
    Ended(String),
    /// It has not ended.
    StillThere,
}

impl From<Unanswered> for RunnerError {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Killed(words) => Self::Ended(words),
            Unanswered::Ended(words) => Self::Internal(format!("the runner ended without an answer ({words})")),
            Unanswered::StillThere => Self::Internal("the runner gave no answer".to_owned()),
        }
    }
}

/// Ends the sending side of a request's socket when it is dropped.
struct HangUp(Connection);

impl Drop for HangUp {
    fn drop(&mut self) {
        let _ = self.0.shutdown(Shutdown::Write);
    }
}

fn files(program: &Program) -> Files {
    Files { files: program.files().to_vec(), entry: program.entry().to_owned() }
}

fn unexpected(reply: &Reply) -> RunnerError {
    RunnerError::Internal(format!("the runner answered something else: {reply:?}"))
}

/// Reads until the answer; `None` if the socket ends before. `patience` is how long nothing at all may take.
fn read_reply(mut socket: &Connection, patience: Option<Duration>, listener: &mut dyn FnMut(RunEvent)) -> Result<Option<Reply>, RunnerError> {
    let deadline = patience.map(|patience| Instant::now() + patience);
    let mut buffer = FrameBuffer::default();
    let mut bytes = vec![0; 64 * 1024];
    loop {
        while let Some(frame) = buffer.next(MAX_CLIENT_FRAME).map_err(|_| RunnerError::Internal("a reply is too large".to_owned()))? {
            let reply = serde_json::from_slice(&frame).map_err(|error| RunnerError::Internal(format!("a reply cannot be read: {error}")))?;
            match reply {
                Reply::Chunk(chunk) => listener(RunEvent::Output(chunk)),
                Reply::Waits => listener(RunEvent::WaitsForInput),
                Reply::Error(trouble) => return Err(trouble.into()),
                other => return Ok(Some(other)),
            }
        }
        if let Some(deadline) = deadline {
            let left = deadline.saturating_duration_since(Instant::now());
            let timeout = left.try_into().map_err(|_| RunnerError::Internal("the time does not fit".to_owned()))?;
            match poll(&mut [PollFd::new(&socket, PollFlags::IN)], Some(&timeout)) {
                Ok(0) => return Err(RunnerError::Internal("the runner did not answer in time".to_owned())),
                Err(Errno::INTR) => continue,
                Err(error) => return Err(RunnerError::Internal(format!("waiting for the runner: {error}"))),
                Ok(_) => {}
            }
        }
        match socket.read(&mut bytes) {
            Ok(0) => return Ok(None),
            Ok(count) => buffer.push(&bytes[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(None),
            Err(error) => return Err(RunnerError::Internal(format!("reading from the runner: {error}"))),
        }
    }
}
