//! What a box is, whatever system makes it: the order for it, its limits, its end, what may be read of its work folder, and the report on what holds.

use crate::{Interpreter, worker::Script};
use domain::{exercise::Limits, judge::Tier};
use serde::{Deserialize, Serialize};
use std::{fs::File, io::Read, path::PathBuf};

/// What the sandbox of this machine holds, found by trying to break out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxReport {
    /// How well programs are shut in.
    pub tier: Tier,
    /// Version of the interpreter that was really started, for example `3.11.2`.
    pub python: String,
    /// What was tried.
    pub layers: Vec<Layer>,
    /// Why not tier A, where it is not.
    pub why_not_stronger: Option<String>,
}

/// One thing that a program must not be able to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// A short name: `network`, `other_programs`, `files_outside`, ...
    pub name: String,
    /// Whether the program was kept from it.
    pub holds: bool,
    /// What happened when it was tried.
    pub detail: String,
}

/// Address space that an interpreter needs for itself before it holds anything of the learner's, in mebibytes. Measured (`VmPeak`) with the worker loaded and one
/// thread started: 18 with Python 3.8 to 23 with 3.12; twice that, so that [`Limits::memory_mb`] is left to the program on versions to come.
const INTERPRETER_MB: u64 = 48;

/// Open files at most: a beginner's program has a few; each pipe may hold 64 KiB of the kernel's memory.
pub(super) const OPEN_FILES: u64 = 64;

/// How the interpreter is started.
///
/// Not `-I`: it would ignore PYTHONHASHSEED, and the environment is ours to the last variable. `-S -s` leave out the packages of the machine, `-B` keeps
/// compiled files out of the work folder; the worker takes the current folder out of `sys.path` before it imports anything.
pub(super) const OPTIONS: [&str; 5] = ["-S", "-s", "-B", "-X", "utf8"];

/// The variables that every interpreter finds in its environment.
pub(super) const ENVIRONMENT: [&str; 3] = [
    // The same order of sets in every run, so that a program that depends on it fails, or passes, every time.
    "PYTHONHASHSEED=0",
    "LANG=C.UTF-8",
    "TZ=UTC",
];

/// A box that is to be made. Nothing in it comes from a learner: what is to run in the box arrives when it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BoxOrder {
    pub interpreter: Interpreter,
    /// What the box may use at most; [`Sandboxed::lower_limits`] makes memory and processor time less later.
    pub limits: Limits,
    /// Bytes that the files take that are laid into the work folder, beside what the program may write.
    pub own_bytes: u64,
    /// The program of the worker, given to the interpreter with `-c`.
    pub script: Script,
    /// Whether the worker's program comes compiled, through a descriptor.
    pub compiled: bool,
    pub tier: Tier,
    /// In the tiers B and C: the work folder.
    pub folder: Option<PathBuf>,
}

/// Why a box could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct SandboxProblem(pub(super) String);

impl SandboxProblem {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// Says what was being done when a system call failed.
pub(super) trait Doing<T> {
    fn doing(self, what: &str) -> Result<T, SandboxProblem>;
}

impl<T, E: std::fmt::Display> Doing<T> for Result<T, E> {
    fn doing(self, what: &str) -> Result<T, SandboxProblem> {
        self.map_err(|error| SandboxProblem(format!("{what}: {error}")))
    }
}

/// News of the setting up.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SetupNews {
    /// None so far.
    Nothing,
    /// The work folder is there, empty.
    WorkFolder,
    /// The process that becomes the interpreter is there.
    Interpreter,
    /// It failed.
    Failed(SandboxProblem),
    /// The interpreter was started, or the box has died.
    Started,
}

/// How a process ended, and what it and the children it waited for used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ended {
    /// As the system says it: the wait status of `waitpid`, or on Windows the exit code.
    pub status: i32,
    /// Processor time in milliseconds.
    pub cpu_ms: u64,
    /// Greatest resident memory in kibibytes.
    pub memory_kb: u64,
}

/// What ended an interpreter that gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Death {
    /// It ended by itself.
    Itself,
    /// It was refused memory, in a way that ends it.
    #[cfg_attr(unix, expect(dead_code, reason = "elsewhere than on Windows memory is refused as an error, or ends it by a kill"))]
    Memory,
    /// It was killed: by the kernel or a watcher for want of memory, or by itself.
    #[cfg_attr(windows, expect(dead_code, reason = "Windows has no such end"))]
    Killed,
    /// It computed longer than it may.
    Processor,
    /// It did what is not allowed, and that ends it.
    Refused,
    /// A fault in the interpreter, or in what it was made to do.
    Fault,
}

#[cfg(unix)]
impl Ended {
    /// What ended it. The first process of a tier A box passes a signal on as 128 and its number, as a shell does.
    pub(crate) fn death(self) -> Death {
        let signal = if libc::WIFSIGNALED(self.status) { libc::WTERMSIG(self.status) } else { (libc::WEXITSTATUS(self.status) - 128).max(0) };
        match signal {
            0 => Death::Itself,
            libc::SIGKILL => Death::Killed,
            libc::SIGXCPU => Death::Processor,
            libc::SIGSYS => Death::Refused,
            _ => Death::Fault,
        }
    }
}

/// More files and folders than this may not be in a work folder, in any tier: where nobody else counts them, a walk over more would take too long.
pub(crate) const MAX_ENTRIES: u32 = 8192;

/// Folders inside folders deeper than this count as a full folder too.
pub(super) const MAX_DEPTH: u32 = 64;

/// What a work folder has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// Bytes.
    Bytes,
    /// Files and folders, or folders inside folders.
    Files,
}

/// Why a file that a test asks for could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is not there.
    Missing,
    /// It is a folder, a link, or it may not be opened.
    NotAFile,
    /// It has more bytes than the work folder may hold.
    TooLarge,
    /// It is not UTF-8.
    NotText,
}

/// Reads an opened file of the work folder, at most `limit` bytes.
pub(super) fn read_text(file: File, limit: u64) -> Result<String, Unreadable> {
    let mut content = Vec::new();
    file.take(limit + 1).read_to_end(&mut content).map_err(|_| Unreadable::NotAFile)?;
    if content.len() as u64 > limit {
        return Err(Unreadable::TooLarge);
    }
    String::from_utf8(content).map_err(|_| Unreadable::NotText)
}

pub(super) const MIB: u64 = 1024 * 1024;

pub(super) fn address_space(limits: Limits) -> u64 {
    (u64::from(limits.memory_mb) + INTERPRETER_MB) * MIB
}

/// The clock ends a run before: this is for the case that it does not, and for several threads at once.
pub(super) fn cpu_seconds(limits: Limits) -> u64 {
    u64::from(limits.wall_ms).div_ceil(1000) * 4 + 2
}

pub(super) fn file_size(limits: Limits) -> u64 {
    u64::from(limits.file_bytes).max(1)
}
