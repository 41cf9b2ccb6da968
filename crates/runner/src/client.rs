//! The library's side: starts the runner's binary, asks, waits.

use crate::{
    CancelToken, Interpreter, RunnerError, SandboxReport,
    protocol::{Files, FrameBuffer, MAX_CLIENT_FRAME, Reply, Request, Task, write_frame},
    worker::DATA_FIRST_SCRIPT,
};
use domain::{
    exercise::{Case, Limits, Mistake, Program, SourceFile, Tests},
    judge::{JudgeResult, Tier, Verdict},
};
use rustix::event::{PollFd, PollFlags, poll};
use serde::{Deserialize, Serialize};
use std::{
    io::{ErrorKind, Read},
    os::unix::process::ExitStatusExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How much longer than the program's own time a run may take before the runner itself is held to be stuck: setting up boxes, starting interpreters on a slow machine, judging.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs and judges programs. Cheap to clone; may be used from several threads at once.
#[derive(Debug, Clone)]
pub struct Runner {
    binary: PathBuf,
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
    /// Wrong answers that beginners give, from the exercise's author. Not looked at yet: the place is kept for their messages.
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

impl Runner {
    /// `binary` is the program `learning-studio-runner`; `python` comes from [`find_python`](crate::find_python).
    pub fn new(binary: PathBuf, python: Interpreter) -> Self {
        Self { binary, python, strongest: Tier::A }
    }

    /// The same without user name spaces: what a machine that refuses them can do. For tests, and for a person who wants to see it.
    pub fn without_name_spaces(mut self) -> Self {
        self.strongest = Tier::B;
        self
    }

    /// The interpreter that is used.
    pub fn interpreter(&self) -> &Interpreter {
        &self.python
    }

    /// Starts one box, tries to break out of it, and says what holds.
    pub fn probe(&self) -> Result<SandboxReport, RunnerError> {
        match self.ask(Task::Probe, Duration::from_secs(10), &mut |_| (), &CancelToken::new())? {
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
        let task = Task::Run { program: files(program), data_files: data_files.to_vec(), stdin: stdin.to_owned(), limits };
        self.result(task, limits, listener, cancel)
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
        self.result(task, limits, &mut |_| (), cancel)
    }

    /// Judges the reference solution of an exercise. With tests in Python it also shows in which ways an answer's own objects may settle a comparison: what
    /// [`Tests::Python`] keeps as `decides`, and the judge holds every answer to.
    pub fn judge_reference(&self, exercise: &JudgedExercise<'_>, cancel: &CancelToken) -> Result<(JudgeResult, Vec<String>), RunnerError> {
        let limits = exercise.limits.within_bounds();
        let (data_files, tests) = (exercise.data_files.to_vec(), exercise.tests.clone());
        let task = Task::Reference { program: files(exercise.program), data_files, tests, limits };
        match self.ask(task, Duration::from_millis(limits.wall_ms.into()), &mut |_| (), cancel)? {
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

    fn result(&self, task: Task, limits: Limits, listener: &mut dyn FnMut(OutputChunk), cancel: &CancelToken) -> Result<JudgeResult, RunnerError> {
        match self.ask(task, Duration::from_millis(limits.wall_ms.into()), listener, cancel)? {
            Reply::Result(result) => Ok(*result),
            other => Err(unexpected(&other)),
        }
    }

    /// One runner process for one request: what it may have left behind in memory ends with it.
    fn ask(&self, task: Task, time: Duration, listener: &mut dyn FnMut(OutputChunk), cancel: &CancelToken) -> Result<Reply, RunnerError> {
        let deadline = Instant::now() + time + PATIENCE;
        let mut command = Command::new(&self.binary);
        command.env_clear().current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        if let Some(folder) = std::env::var_os("TMPDIR") {
            command.env("TMPDIR", folder);
        }
        let child = command.spawn().map_err(|source| RunnerError::BinaryMissing { path: self.binary.clone(), source })?;
        let mut process = Process(child);
        let request = Request { interpreter: self.python.clone(), strongest: self.strongest, task };
        let mut stdin = process.0.stdin.take().ok_or_else(|| RunnerError::Internal("the runner has no input".to_owned()))?;
        write_frame(&mut stdin, &request, MAX_CLIENT_FRAME).map_err(|error| RunnerError::Internal(format!("the runner took no request: {error}")))?;
        // From here on the pipe carries nothing: its end tells the runner to stop.
        let _lifeline = cancel.keep(stdin);
        process.read_reply(deadline, listener)
    }
}

fn files(program: &Program) -> Files {
    Files { files: program.files().to_vec(), entry: program.entry().to_owned() }
}

fn unexpected(reply: &Reply) -> RunnerError {
    RunnerError::Internal(format!("the runner answered something else: {reply:?}"))
}

/// The runner's process; killed and reaped when it is dropped.
struct Process(Child);

impl Process {
    fn read_reply(&mut self, deadline: Instant, listener: &mut dyn FnMut(OutputChunk)) -> Result<Reply, RunnerError> {
        let mut stdout = self.0.stdout.take().ok_or_else(|| RunnerError::Internal("the runner has no output".to_owned()))?;
        let mut buffer = FrameBuffer::default();
        let mut bytes = vec![0; 64 * 1024];
        loop {
            let frame = buffer.next(MAX_CLIENT_FRAME).map_err(|_| RunnerError::Internal("a reply is too large".to_owned()))?;
            if let Some(frame) = frame {
                let reply = serde_json::from_slice(&frame).map_err(|error| RunnerError::Internal(format!("a reply cannot be read: {error}")))?;
                match reply {
                    Reply::Chunk(chunk) => listener(chunk),
                    Reply::Error(trouble) => return Err(trouble.into()),
                    other => return Ok(other),
                }
                continue;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let timeout = left.try_into().map_err(|_| RunnerError::Internal("the time does not fit".to_owned()))?;
            let mut poll_fds = [PollFd::new(&stdout, PollFlags::IN)];
            match poll(&mut poll_fds, Some(&timeout)) {
                Ok(0) => return Err(RunnerError::Internal("the runner did not answer in time".to_owned())),
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(RunnerError::Internal(format!("waiting for the runner: {error}"))),
                Ok(_) => {}
            }
            match stdout.read(&mut bytes) {
                Ok(0) => {
                    let status = self.0.wait();
                    let words = status.as_ref().map(ToString::to_string).unwrap_or_default();
                    // Nothing in the runner kills itself with this signal; its boxes are other processes.
                    let killed = status.is_ok_and(|status| status.signal() == Some(rustix::process::Signal::KILL.as_raw()));
                    return Err(if killed {
                        RunnerError::Ended(words)
                    } else {
                        RunnerError::Internal(format!("the runner ended without an answer ({words})"))
                    });
                }
                Ok(count) => buffer.push(&bytes[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(RunnerError::Internal(format!("reading from the runner: {error}"))),
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends by itself when its answer is written; it gets the time for that, because in tier B it has a folder to remove.
        for _ in 0..200 {
            match self.0.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(1)),
                _ => return,
            }
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
