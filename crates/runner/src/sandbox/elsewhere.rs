//! The box on macOS and Windows. **Written against the systems' own interfaces and compiled for them, but never run there** (`docs/adr/0012-runner-on-other-systems.md`).
//!
//! What is the same on both is here: the pipes, the work folder, the end. How the interpreter's process is shut in, watched and killed is [`macos`] (Seatbelt) or [`windows`]
//! (AppContainer and job object). Both count as tier B: the system's own rules about files and network, limits, and a work folder whose size is watched, but no root and
//! no process numbers of its own. There is no tier C here ([`NO_WEB_ASSEMBLY`]).

mod common;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
mod windows_folder;
#[cfg(target_os = "macos")]
mod work_folder;

use crate::platform::{Errno, Folder, Inner, OwnedFd, errno, inward, outward, read};
use common::Doing;
pub(crate) use common::{BoxOrder, Death, Ended, Full, MAX_ENTRIES, SandboxProblem, SetupNews, Unreadable};
pub use common::{Layer, SandboxReport};
use domain::{exercise::Limits, judge::Tier};
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(target_os = "macos")]
pub(crate) use macos::become_interpreter_if_told;
use std::{
    fs::File,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};
#[cfg(windows)]
use windows as system;
#[cfg(windows)]
use windows_folder as work_folder;
pub(crate) use work_folder::{read_file, write_files};

/// Why there is no tier C: neither was its program (`wasi/`) ever built for these systems, nor is there anything here that would start it. So it is not looked for either.
pub(crate) const NO_WEB_ASSEMBLY: &str = "Python as WebAssembly is run on Linux only";

/// How often is looked whether a process has ended.
const LOOK: Duration = Duration::from_millis(2);

/// What becomes the interpreter's: its standard input, and the ends of its pipes.
struct Inside {
    stdin: File,
    stdout: Inner,
    stderr: Inner,
    requests: Inner,
    answers: Inner,
    trace: Inner,
    live_input: Inner,
    /// Closed when the interpreter starts. What is written to it before says why it does not.
    setup: Inner,
}

/// Makes boxes: in this process, since nothing is copied here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keeper;

impl Keeper {
    /// Makes a box. A failure is told at once, or through [`Sandboxed::read_setup`].
    pub(crate) fn make(self, order: &BoxOrder) -> Result<Sandboxed, SandboxProblem> {
        match order.tier {
            Tier::A => return Err(SandboxProblem::new(format!("it needs Linux; here it is {}, which was never tried", system::LAYERS))),
            Tier::B => {}
            Tier::C => return Err(SandboxProblem::new(NO_WEB_ASSEMBLY)),
        }
        let folder = tempfile::Builder::new().prefix("learning-studio-").tempdir().doing("making the work folder")?;
        let work_path = system::real_path(folder.path()).doing("making the work folder")?;
        let work = system::open_folder(&work_path).doing("opening the work folder")?;
        let input = tempfile::NamedTempFile::new().doing("making the input")?;
        let pipe = "making a pipe";
        let (stdout, stderr, answers) = (outward().doing(pipe)?, outward().doing(pipe)?, outward().doing(pipe)?);
        let (trace, setup) = (outward().doing(pipe)?, outward().doing(pipe)?);
        let (requests, live_input) = (inward().doing(pipe)?, inward().doing(pipe)?);
        let inside = Inside {
            stdin: File::open(input.path()).doing("opening the input")?,
            stdout: stdout.1,
            stderr: stderr.1,
            requests: requests.1,
            answers: answers.1,
            trace: trace.1,
            live_input: live_input.1,
            setup: setup.1,
        };
        let order = BoxOrder { folder: Some(work_path.clone()), ..order.clone() };
        let process = system::Process::start(&order, &work_path, inside)?;
        Ok(Sandboxed {
            input,
            live_input: Some(live_input.0),
            requests: requests.0,
            answers: answers.0,
            stdout: stdout.0,
            stderr: stderr.0,
            trace: trace.0,
            setup: setup.0,
            work: Some(work),
            work_path,
            process,
            ended: None,
            _folder: folder,
        })
    }
}

/// A box with its interpreter. Dropped, it is killed and gone. The same to the outside as the one of Linux.
pub(crate) struct Sandboxed {
    /// What the program reads on standard input, filled before it starts.
    input: tempfile::NamedTempFile,
    /// What a person types while the program runs. Does not block. `None` once it was closed.
    pub live_input: Option<OwnedFd>,
    /// Requests to the worker. Does not block.
    pub requests: OwnedFd,
    /// Answers of the worker. None of the following blocks.
    pub answers: OwnedFd,
    pub stdout: OwnedFd,
    pub stderr: OwnedFd,
    /// Where the program stood when its time was up.
    pub trace: OwnedFd,
    /// News of the setting up; the other end is closed when the interpreter starts.
    pub setup: OwnedFd,
    /// The work folder; there from the beginning.
    pub work: Option<Folder>,
    /// Where it is, inside and outside.
    pub work_path: PathBuf,
    process: system::Process,
    ended: Option<Ended>,
    /// Removed at the end.
    _folder: tempfile::TempDir,
}

/// Nothing is ever left of a box here: its end is waited for.
pub(crate) enum Remains {}

impl Sandboxed {
    /// Reads one piece of news, without waiting for it.
    pub(crate) fn read_setup(&mut self) -> SetupNews {
        let mut bytes = [0; 4096];
        match read(&self.setup, &mut bytes) {
            Ok(0) => SetupNews::Started,
            Ok(count) => SetupNews::Failed(SandboxProblem::new(String::from_utf8_lossy(&bytes[..count]))),
            Err(Errno::AGAIN | Errno::INTR) => SetupNews::Nothing,
            Err(_) => SetupNews::Started,
        }
    }

    /// The work folder is there from the beginning.
    pub(crate) fn wait_for_work_folder(&mut self) -> Result<(), SandboxProblem> {
        Ok(())
    }

    /// There is no other tier to be tried instead: what fails is heard of when it is asked.
    pub(crate) fn wait_for_interpreter(&mut self) -> Result<(), SandboxProblem> {
        Ok(())
    }

    /// What the work folder has too much of: more than `limit` bytes, or files. Files that are open and have lost their name are not seen.
    pub(crate) fn overfull(&self, limit: u64) -> Option<Full> {
        work_folder::overfull(self.work.as_ref()?, 0, limit)
    }

    /// Whether the interpreter stands still because of a signal. Not known here.
    pub(crate) fn is_halted(&self) -> bool {
        false
    }

    /// How it ended, if it has.
    pub(crate) fn poll_end(&mut self) -> Option<Ended> {
        if self.ended.is_none() {
            self.ended = self.process.poll_end();
        }
        self.ended
    }

    /// Waits for its end, but not longer than that.
    pub(crate) fn wait_for_end(&mut self, patience: Duration) -> Option<Ended> {
        let deadline = Instant::now() + patience;
        while self.poll_end().is_none() && Instant::now() < deadline {
            thread::sleep(LOOK);
        }
        self.ended
    }

    /// Fills the program's standard input, which it has not read from.
    pub(crate) fn fill_input(&self, text: &str) -> Result<(), Errno> {
        use std::io::Write;
        // The program has a file of its own with a place of its own, which stays at the beginning.
        self.input.as_file().write_all(text.as_bytes()).map_err(|error| errno(&error))
    }

    /// For warm boxes, of which there are none.
    pub(crate) fn lower_limits(&self, _: Limits) -> Result<(), SandboxProblem> {
        Err(SandboxProblem::new("the limits of a box stay what they are"))
    }

    /// The number that this system has for an error that the interpreter names by that number: the same, since it is this system's interpreter.
    #[expect(clippy::unused_self, reason = "on Linux the interpreter may be another")]
    pub(crate) fn errno(&self, number: i64) -> i64 {
        number
    }

    /// Whether the interpreter has not ended.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.poll_end().is_none()
    }

    /// Processor time the interpreter has used so far.
    pub(crate) fn cpu_time(&self) -> Option<Duration> {
        self.process.cpu_time()
    }

    /// Its end is always waited for, see [`end`](Self::end).
    pub(crate) fn let_go(&mut self) -> Option<(Ended, Remains)> {
        None
    }

    /// Sends the interpreter a signal that it has a handler for; whether that was possible.
    pub(crate) fn signal(&self, number: i32) -> bool {
        self.process.signal(number)
    }

    /// Kills the interpreter and waits until it is gone.
    pub(crate) fn end(&mut self) -> Ended {
        if self.poll_end().is_none() {
            self.process.kill();
        }
        loop {
            if let Some(ended) = self.wait_for_end(Duration::from_secs(1)) {
                return ended;
            }
        }
    }
}

impl Drop for Sandboxed {
    fn drop(&mut self) {
        self.end();
        if let Some(work) = self.work.take() {
            let _ = work_folder::empty(&work);
        }
    }
}
