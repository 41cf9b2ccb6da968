//! The box a program runs in.
//!
//! A box holds one interpreter, is used once, and leaves nothing behind. What crosses its walls are pipes: requests in; answers, standard output, standard error and
//! a trace out. The work folder is reached from outside through a descriptor that the box hands out before anything of the learner's runs in it.
//!
//! - Tier A ([`tier_a`]): name spaces of its own for users, mounts, processes, network, IPC and host name; a private root with nothing in it but the standard library, read
//!   only; the work folder as a file system in memory with a size; no capabilities; Landlock; a list of allowed system calls; resource limits.
//! - Tier B ([`tier_b`]): where user name spaces are refused. Landlock, a shorter list of system calls, resource limits, and a work folder whose size is watched.
//! - Tier C ([`tier_c`]): where neither is to be had, or no Python. A program of ours with Python as WebAssembly in it, which reaches what that program hands it and nothing else.

mod common;
mod keeper;
mod landlock;
mod raw;
mod seccomp;
mod tier_a;
mod tier_b;
mod tier_c;
mod work_folder;

use crate::{Interpreter, worker::Script};
pub(crate) use common::{BoxOrder, Death, Ended, Full, MAX_ENTRIES, SandboxProblem, SetupNews, Unreadable};
use common::{Doing, ENVIRONMENT, MIB, OPEN_FILES, OPTIONS, address_space, cpu_seconds, file_size};
pub use common::{Layer, SandboxReport};
use domain::{exercise::Limits, judge::Tier};
pub(crate) use keeper::Keeper;
use keeper::Started;
use raw::Execution;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd},
    fs::{OFlags, fcntl_setfl},
    io::{Errno, FdFlags, IoSliceMut, fcntl_setfd},
    net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg},
    pipe::{PipeFlags, pipe_with},
    process::{Pid, PidfdFlags, Resource, Rlimit, Signal, geteuid, getpid, kill_process, pidfd_open, pidfd_send_signal, prlimit, setrlimit, setsid},
    stdio::{dup2_stderr, dup2_stdin, dup2_stdout},
};
use std::{
    ffi::CString,
    fs::File,
    io::Read,
    mem::MaybeUninit,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};
pub(crate) use work_folder::{read_file, write_files};

/// Threads that a program may start at most, in a box with process ids of its own.
const THREADS: u64 = 64;

/// What counts as a thread beside them: the program itself, and the first process of the box.
const OWN_THREADS: u64 = 2;

/// The user id inside a box with a user name space. Not 0: a learner is never root.
const USER_INSIDE: u32 = 1000;

/// The user id that a box started by root gets outside: `nobody`, which owns nothing.
const NOBODY: u32 = 65534;

/// Whether this process has to become [`NOBODY`], and can. Root of a user name space that knows no such user (a container with one user in it) is an ordinary user
/// outside, and is treated as one.
fn root_of_the_machine() -> bool {
    let known = || {
        let map = std::fs::read_to_string("/proc/self/uid_map").ok()?;
        let knows = |line: &str| {
            let mut numbers = line.split_whitespace().map(|number| number.parse::<u64>().ok());
            let (inside, _outside, count) = (numbers.next()??, numbers.next()??, numbers.next()??);
            Some((inside..inside + count).contains(&u64::from(NOBODY)))
        };
        Some(map.lines().any(|line| knows(line) == Some(true)))
    };
    // Where the table cannot be read, a learner's program must not be left with what may be the machine's root.
    geteuid().is_root() && known().unwrap_or(true)
}

/// Where the work folder is in tier A.
const WORK: &str = "/work";

/// Why there is no tier C, where there is none.
pub(crate) const NO_WEB_ASSEMBLY: &str = "Python as WebAssembly is not installed";

/// Devices a program may use.
const DEVICES: [&str; 5] = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

/// What every interpreter needs beside its own folders: the C library, its settings, the time zones. What is not there is left out.
const SYSTEM: [&str; 7] = ["/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo"];

/// The usual loaders of shared libraries, for the case that the interpreter could not say which one it has (there is no `/proc` everywhere).
const LOADERS: [&str; 4] = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1"];

/// A box with its interpreter. Dropped, it is killed and gone.
pub(crate) struct Sandboxed {
    /// What the program reads on standard input: a file in memory, which is filled before the program starts.
    input: OwnedFd,
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
    /// The work folder, once it is set up.
    pub work: Option<OwnedFd>,
    /// Where it is for the program inside.
    pub work_path: PathBuf,
    /// Ends of pipes that only tell the box, by being closed, that this process has died.
    _lifeline: OwnedFd,
    /// The box's first process: with its end, everything in the box has ended.
    process: Pid,
    /// The interpreter's, which in tier A is a child of the first process.
    interpreter: Option<(Pid, OwnedFd)>,
    ended: Option<Ended>,
    tier: Tier,
    /// In the tiers B and C: the folder, removed at the end.
    folder: Option<tempfile::TempDir>,
}

/// What is left of a box whose interpreter was killed: its processes are still to be waited for. Dropped, it waits.
pub(crate) struct Remains {
    process: Pid,
    /// Removed when the processes are gone.
    folder: Option<tempfile::TempDir>,
}

impl Drop for Remains {
    fn drop(&mut self) {
        // As in `Sandboxed::end`; here nobody waits for the answer, so the interpreter's end has had its time.
        let _ = kill_process(self.process, Signal::KILL);
        while matches!(raw::wait(self.process, true), Err(Errno::INTR)) {}
        empty(self.folder.as_ref());
    }
}

/// Removing a folder itself is left to its owner, which cannot do it where the program shut a folder inside.
fn empty(folder: Option<&tempfile::TempDir>) {
    if let Some(folder) = folder.and_then(|folder| File::open(folder.path()).ok()) {
        let _ = work_folder::empty(&folder);
    }
}

impl Sandboxed {
    /// Reads one piece of news, without waiting for it.
    pub(crate) fn read_setup(&mut self) -> SetupNews {
        let mut bytes = [0; 4096];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1), ScmCredentials(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let mut sender = None;
        let received = match recvmsg(&self.setup, &mut [IoSliceMut::new(&mut bytes)], &mut control, RecvFlags::CMSG_CLOEXEC | RecvFlags::DONTWAIT) {
            Ok(message) => message.bytes,
            Err(Errno::AGAIN | Errno::INTR) => return SetupNews::Nothing,
            Err(_) => return SetupNews::Started,
        };
        for message in control.drain() {
            match message {
                RecvAncillaryMessage::ScmRights(mut descriptors) => self.work = descriptors.next().or(self.work.take()),
                RecvAncillaryMessage::ScmCredentials(credentials) => sender = Some(credentials.pid),
                _ => {}
            }
        }
        match bytes[..received].split_first() {
            Some((b'R', _)) if self.work.is_some() => SetupNews::WorkFolder,
            Some((b'P', _)) => {
                self.interpreter = sender.and_then(|pid| Some((pid, pidfd_open(pid, PidfdFlags::empty()).ok()?)));
                SetupNews::Interpreter
            }
            Some((_, text)) => SetupNews::Failed(SandboxProblem(String::from_utf8_lossy(text).into_owned())),
            None => SetupNews::Started,
        }
    }

    /// Waits for the work folder, at most as long as a machine under heavy load may need.
    pub(crate) fn wait_for_work_folder(&mut self) -> Result<(), SandboxProblem> {
        match self.wait_for_setup()? {
            SetupNews::WorkFolder => Ok(()),
            SetupNews::Failed(problem) => Err(problem),
            SetupNews::Nothing | SetupNews::Interpreter | SetupNews::Started => Err(SandboxProblem::new("the box ended while it was set up")),
        }
    }

    /// Waits until the interpreter has started. The last things that a machine may refuse, such as Landlock's rules, come after the work folder.
    pub(crate) fn wait_for_interpreter(&mut self) -> Result<(), SandboxProblem> {
        loop {
            match self.wait_for_setup()? {
                SetupNews::Started => return Ok(()),
                SetupNews::Failed(problem) => return Err(problem),
                SetupNews::Nothing | SetupNews::Interpreter | SetupNews::WorkFolder => {}
            }
        }
    }

    fn wait_for_setup(&mut self) -> Result<SetupNews, SandboxProblem> {
        let timeout = Timespec { tv_sec: 20, tv_nsec: 0 };
        let mut poll_fds = [PollFd::new(&self.setup, PollFlags::IN)];
        match poll(&mut poll_fds, Some(&timeout)) {
            Ok(0) => Err(SandboxProblem::new("the box was not ready in time")),
            Ok(_) => Ok(self.read_setup()),
            Err(error) => Err(SandboxProblem(format!("waiting for the box: {error}"))),
        }
    }

    /// What the work folder has too much of: more than `limit` bytes, with those of files that are open and have lost their name; or files.
    pub(crate) fn overfull(&self, limit: u64) -> Option<Full> {
        let work = self.work.as_ref()?;
        work_folder::overfull(work, work_folder::without_a_name(work, self.process), limit)
    }

    /// Whether the interpreter stands still because of a signal (`SIGSTOP`), which nobody but the program can have sent.
    pub(crate) fn is_halted(&self) -> bool {
        self.interpreter.as_ref().and_then(|(pid, _)| status_line(*pid, "State:")).is_some_and(|state| state.starts_with('T'))
    }

    /// How it ended, if it has.
    pub(crate) fn poll_end(&mut self) -> Option<Ended> {
        if self.ended.is_none() {
            self.ended = raw::wait(self.process, false).ok().flatten();
        }
        self.ended
    }

    /// Waits for its end, but not longer than that.
    pub(crate) fn wait_for_end(&mut self, patience: Duration) -> Option<Ended> {
        if self.poll_end().is_none()
            && let Ok(process) = pidfd_open(self.process, PidfdFlags::empty())
            && let Ok(timeout) = patience.try_into()
        {
            let mut poll_fds = [PollFd::new(&process, PollFlags::IN)];
            let _ = poll(&mut poll_fds, Some(&timeout));
        }
        self.poll_end()
    }

    /// Fills the program's standard input, which it has not read from.
    pub(crate) fn fill_input(&self, text: &str) -> Result<(), Errno> {
        let mut rest = text.as_bytes();
        let mut offset = 0;
        while !rest.is_empty() {
            // Written at a place: the place where the program will read, which both ends share, stays at the beginning.
            let count = rustix::io::pwrite(&self.input, rest, offset)?;
            rest = &rest[count..];
            offset += count as u64;
        }
        Ok(())
    }

    /// Makes the limits of memory and processor time those of one program. They can be made less, never more.
    pub(crate) fn lower_limits(&self, limits: Limits) -> Result<(), SandboxProblem> {
        let Some((pid, process)) = &self.interpreter else { return Err(SandboxProblem::new("the interpreter is not there")) };
        for (resource, value) in [memory(self.tier, limits), (Resource::Cpu, cpu_seconds(limits)), (Resource::Fsize, file_size(limits))] {
            prlimit(Some(*pid), resource, Rlimit { current: Some(value), maximum: Some(value) }).doing("setting the program's limits")?;
        }
        // If it still runs, the number was its own all the time.
        let mut poll_fds = [PollFd::new(process, PollFlags::IN)];
        match poll(&mut poll_fds, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })) {
            Ok(0) => Ok(()),
            _ => Err(SandboxProblem::new("the interpreter has ended")),
        }
    }

    /// The number that this system has for an error that the interpreter names by that number.
    pub(crate) fn errno(&self, number: i64) -> i64 {
        if self.tier == Tier::C { tier_c::errno(number) } else { number }
    }

    /// Whether the interpreter has not ended.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.poll_end().is_none()
    }

    /// Processor time the interpreter has used so far.
    pub(crate) fn cpu_time(&self) -> Option<Duration> {
        raw::cpu_time(self.interpreter.as_ref()?.0)
    }

    /// Kills the interpreter and hands over what is to be waited for, with what was used so far. `None` if the box has ended or never got so far.
    pub(crate) fn let_go(&mut self) -> Option<(Ended, Remains)> {
        if self.poll_end().is_some() {
            return None;
        }
        let used =
            Ended { status: 0, cpu_ms: self.cpu_time()?.as_millis().try_into().ok()?, memory_kb: greatest_memory(self.interpreter.as_ref()?.0)? };
        if !self.kill_interpreter() {
            return None;
        }
        self.ended = Some(used);
        Some((used, Remains { process: self.process, folder: self.folder.take() }))
    }

    /// Sends the interpreter a signal that it has a handler for; whether that was possible.
    pub(crate) fn signal(&self, number: i32) -> bool {
        let Some(signal) = Signal::from_named_raw(number) else { return false };
        self.interpreter.as_ref().is_some_and(|(_, interpreter)| pidfd_send_signal(interpreter, signal).is_ok())
    }

    fn kill_interpreter(&self) -> bool {
        self.interpreter.as_ref().is_some_and(|(_, interpreter)| pidfd_send_signal(interpreter, Signal::KILL).is_ok())
    }

    /// Kills everything in the box and waits until it is gone.
    pub(crate) fn end(&mut self) -> Ended {
        if let Some(ended) = self.poll_end() {
            return ended;
        }
        // The interpreter first, so that the first process can wait for it and what it used is added up; then the first process, if that does not happen at once.
        let killed = self.kill_interpreter();
        if !killed || self.wait_for_end(Duration::from_millis(100)).is_none() {
            let _ = kill_process(self.process, Signal::KILL);
        }
        if let Some(ended) = self.ended {
            return ended;
        }
        loop {
            match raw::wait(self.process, true) {
                Ok(Some(ended)) => {
                    self.ended = Some(ended);
                    return ended;
                }
                Err(Errno::INTR) | Ok(None) => {}
                // Nobody else waits for it, so this cannot be; nothing is known of it then.
                Err(_) => return Ended { status: 0, cpu_ms: 0, memory_kb: 0 },
            }
        }
    }
}

impl Drop for Sandboxed {
    fn drop(&mut self) {
        self.end();
        empty(self.folder.as_ref());
    }
}

/// The greatest resident memory of a process so far, in kibibytes.
fn greatest_memory(pid: Pid) -> Option<u64> {
    status_line(pid, "VmHWM:")?.strip_suffix(" kB")?.trim().parse().ok()
}

/// What the kernel says of a process under that name.
fn status_line(pid: Pid, name: &str) -> Option<String> {
    // In one piece: the kernel writes the whole of it anew for each.
    let mut bytes = [0; 4096];
    let count = File::open(format!("/proc/{}/status", pid.as_raw_nonzero())).ok()?.read(&mut bytes).ok()?;
    let status = String::from_utf8_lossy(&bytes[..count]);
    status.lines().find_map(|line| line.strip_prefix(name)).map(|rest| rest.trim().to_owned())
}

/// The box's ends of its pipes.
struct Inside {
    stdin: OwnedFd,
    live_input: OwnedFd,
    stdout: OwnedFd,
    stderr: OwnedFd,
    requests: OwnedFd,
    answers: OwnedFd,
    trace: OwnedFd,
    setup: OwnedFd,
    /// One byte comes when the parent has done its part; its end means the parent has died.
    go: OwnedFd,
    /// The worker's program, compiled, where there is one.
    code: Option<OwnedFd>,
}

impl Inside {
    /// What the worker is told the numbers of.
    fn for_worker(&self) -> impl Iterator<Item = &OwnedFd> {
        [&self.requests, &self.answers, &self.trace, &self.live_input].into_iter().chain(&self.code)
    }
}

/// Everything a box needs to know and to have, made before the process that makes it copies itself.
struct Preparation<'a> {
    order: &'a BoxOrder,
    inside: Inside,
    /// The start of the interpreter; `None` in a copy, which is one already.
    execution: Option<Execution>,
    filters: Rc<seccomp::Filters>,
    /// Folders and files that may be read, without those inside others.
    read: Vec<PathBuf>,
    execute: Vec<PathBuf>,
    tier: Tier,
}

impl Preparation<'_> {
    /// Starts the interpreter in this process, unless it is in it.
    fn execute(&self) -> Result<(), SandboxProblem> {
        let Some(execution) = &self.execution else { return Ok(()) };
        let error = execution.go();
        Err(SandboxProblem(format!("starting {}: {error}", self.order.interpreter.program(self.tier).display())))
    }
}

/// A pipe out of the box: our end does not block.
fn outward() -> Result<(OwnedFd, OwnedFd), SandboxProblem> {
    let (ours, inside) = pipe_with(PipeFlags::CLOEXEC).doing("making a pipe")?;
    fcntl_setfl(&ours, OFlags::NONBLOCK).doing("making a pipe")?;
    Ok((ours, inside))
}

/// A pipe into the box: our end does not block.
fn inward() -> Result<(OwnedFd, OwnedFd), SandboxProblem> {
    let (inside, ours) = pipe_with(PipeFlags::CLOEXEC).doing("making a pipe")?;
    fcntl_setfl(&ours, OFlags::NONBLOCK).doing("making a pipe")?;
    Ok((inside, ours))
}

/// The command line and the environment of the interpreter.
fn execution(order: &BoxOrder, inside: &Inside) -> Result<Execution, SandboxProblem> {
    let script = if inside.code.is_some() { Script::COMPILED } else { order.script.text() };
    let descriptors = inside.for_worker().map(|descriptor| descriptor.as_raw_fd().to_string());
    match order.tier {
        Tier::A | Tier::B => start_of_python(&order.interpreter, script, descriptors),
        // The environment is not for Python, which gets one from that program: where the machine code lies.
        Tier::C => start_of(order.interpreter.program(Tier::C), tier_c::arguments(order)?, script, descriptors, tier_c::environment()),
    }
}

/// Starts an interpreter of the system with a script and its arguments.
fn start_of_python(interpreter: &Interpreter, script: &str, arguments: impl Iterator<Item = String>) -> Result<Execution, SandboxProblem> {
    let here = [
        "HOME=/work",
        "PATH=/usr/bin:/bin",
        // Each further arena of the C library takes 64 MiB of address space, which is what is limited.
        "MALLOC_ARENA_MAX=1",
    ];
    let options = OPTIONS.into_iter().map(text).collect::<Result<_, _>>()?;
    let environment = ENVIRONMENT.into_iter().chain(here).map(text).collect::<Result<_, _>>()?;
    start_of(&interpreter.path, options, script, arguments, environment)
}

fn start_of(
    program: &Path,
    options: Vec<CString>,
    script: &str,
    arguments: impl Iterator<Item = String>,
    environment: Vec<CString>,
) -> Result<Execution, SandboxProblem> {
    let path = CString::new(program.as_os_str().as_bytes()).doing("the interpreter's path")?;
    let script = ["-c", script].into_iter().map(text);
    let all = [Ok(path.clone())].into_iter().chain(options.into_iter().map(Ok)).chain(script).chain(arguments.map(|argument| text(&argument)));
    Execution::prepare(&path, all.collect::<Result<_, _>>()?, environment).doing("preparing the start of the interpreter")
}

fn text(text: &str) -> Result<CString, SandboxProblem> {
    CString::new(text).doing("a text for the interpreter")
}

/// What the interpreter must be able to read, shortest first, without what lies inside another entry.
fn readable(interpreter: &Interpreter) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = SYSTEM.iter().map(PathBuf::from).chain(interpreter.reads.iter().cloned()).filter(|path| path.exists()).collect();
    paths.sort();
    let mut kept: Vec<PathBuf> = Vec::new();
    for path in paths {
        if !kept.iter().any(|outer| path.starts_with(outer) && !outer.is_symlink()) {
            kept.push(path);
        }
    }
    kept
}

fn executable(interpreter: &Interpreter) -> Vec<PathBuf> {
    let usual = LOADERS.iter().filter_map(|path| Path::new(path).canonicalize().ok());
    let mut paths: Vec<PathBuf> = [interpreter.path.clone()].into_iter().chain(interpreter.loader.clone()).chain(usual).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Where the interpreter finds itself.
struct Place<'a> {
    work: &'a Path,
    /// The only process it may send signals to; `None` where it sees no other.
    signals_to: Option<Pid>,
    /// Whether it is in a user name space of its own.
    own_users: bool,
}

/// On which side of making a box a process finds itself.
enum Side {
    /// It made it.
    Outside(Started),
    /// It is the interpreter in it, as a copy of one that was ready.
    Inside,
}

/// In the tiers B and C: starts the process that sets itself up and becomes the interpreter, with the work folder it works in.
fn start_in_folder(preparation: &Preparation<'_>, folder: &Path, set_up: fn(&Preparation<'_>, &Path) -> Result<(), SandboxProblem>) -> Side {
    match raw::copy_process(raw::CHILD_OF_PARENT) {
        Ok(Some(process)) => Side::Outside(Started { process: Some(process.as_raw_nonzero().get()), ..Started::default() }),
        Ok(None) => {
            if let Err(problem) = set_up(preparation, folder) {
                fail(preparation, &problem);
            }
            become_interpreter(preparation, &Place { work: folder, signals_to: Some(getpid()), own_users: false });
            Side::Inside
        }
        Err(error) => Side::Outside(Started { problem: Some(format!("starting a process: {error}")), ..Started::default() }),
    }
}

/// Ends a process that could not be set up.
fn fail(preparation: &Preparation<'_>, problem: &SandboxProblem) -> ! {
    tell(preparation.inside.setup.as_fd(), &format!("E{problem}"), None);
    raw::exit_now(1)
}

/// The last steps in the process that becomes the interpreter, the same in all tiers. Comes back only where it is the copy of one.
fn become_interpreter(preparation: &Preparation<'_>, place: &Place<'_>) {
    if let Err(problem) = try_become_interpreter(preparation, place) {
        fail(preparation, &problem);
    }
}

fn try_become_interpreter(preparation: &Preparation<'_>, place: &Place<'_>) -> Result<(), SandboxProblem> {
    let inside = &preparation.inside;
    tell(inside.setup.as_fd(), "P", None);
    // Away from the terminal and the process group of whoever started us.
    let _ = setsid();
    dup2_stdin(&inside.stdin).doing("giving the input")?;
    dup2_stdout(&inside.stdout).doing("giving the output")?;
    dup2_stderr(&inside.stderr).doing("giving the output")?;
    if preparation.execution.is_some() {
        raw::close_on_execution();
        for descriptor in inside.for_worker() {
            fcntl_setfd(descriptor, FdFlags::empty()).doing("giving the pipes")?;
        }
    }
    set_limits(preparation.tier, preparation.order.limits, place.own_users).doing("setting limits")?;
    if preparation.tier == Tier::C {
        // It shuts itself in, when it has opened what it needs.
        return preparation.execute();
    }
    let devices = DEVICES.map(PathBuf::from);
    let reach = landlock::Reach { read: &preparation.read, execute: &preparation.execute, devices: &devices, work: place.work };
    let enforced = landlock::restrict(&reach).doing("setting Landlock rules")?;
    if !enforced && preparation.tier != Tier::A {
        return Err(SandboxProblem::new("this kernel has no Landlock"));
    }
    preparation.filters.apply(place.signals_to).doing("limiting system calls")?;
    preparation.execute()
}

/// What limits the memory of an interpreter in that tier, in bytes. The WebAssembly machine reserves far more addresses than it uses, so that they cannot be what is counted.
fn memory(tier: Tier, limits: Limits) -> (Resource, u64) {
    match tier {
        Tier::A | Tier::B => (Resource::As, address_space(limits)),
        Tier::C => (Resource::Data, (u64::from(limits.memory_mb) + tier_c::OWN_MB) * MIB),
    }
}

fn set_limits(tier: Tier, limits: Limits, own_users: bool) -> Result<(), Errno> {
    let set = |resource, value| setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) });
    let (resource, value) = memory(tier, limits);
    set(resource, value)?;
    set(Resource::Cpu, cpu_seconds(limits))?;
    set(Resource::Fsize, file_size(limits))?;
    set(Resource::Nofile, OPEN_FILES)?;
    set(Resource::Core, 0)?;
    set(Resource::Memlock, 0)?;
    set(Resource::Msgqueue, 0)?;
    // What Python expects for its deepest recursion. Threads have less (`worker/serve.py`).
    set(Resource::Stack, 8 * MIB)?;
    if own_users {
        // Counted in the user name space. Elsewhere all that the person, or `nobody`, has running would be counted; there memory limits threads.
        set(Resource::Nproc, THREADS + OWN_THREADS)?;
    }
    Ok(())
}

/// Sends news of the setting up, with the work folder's descriptor where there is one.
fn tell(setup: BorrowedFd<'_>, text: &str, descriptor: Option<BorrowedFd<'_>>) {
    use rustix::{
        io::IoSlice,
        net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg},
    };
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    let descriptors: Vec<BorrowedFd<'_>> = descriptor.into_iter().collect();
    if !descriptors.is_empty() {
        control.push(SendAncillaryMessage::ScmRights(&descriptors));
    }
    // If the parent is gone, nobody wants to know.
    let _ = sendmsg(setup, &[IoSlice::new(text.as_bytes())], &mut control, SendFlags::NOSIGNAL);
}

/// Waits for the parent's word. An error if the parent is gone.
fn wait_for_go(go: BorrowedFd<'_>) -> Result<(), SandboxProblem> {
    let mut byte = [0];
    match rustix::io::read(go, &mut byte) {
        Ok(1) => Ok(()),
        _ => Err(SandboxProblem::new("the parent has died")),
    }
}

/// Makes this process die with its parent. The parent may have died just before: then its end of the pipe is closed.
fn die_with_parent(go: BorrowedFd<'_>) -> Result<(), SandboxProblem> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL)).doing("tying the box to its parent")?;
    let timeout = Timespec { tv_sec: 0, tv_nsec: 0 };
    let mut poll_fds = [PollFd::new(&go, PollFlags::IN)];
    match poll(&mut poll_fds, Some(&timeout)) {
        Ok(0) => Ok(()),
        _ => Err(SandboxProblem::new("the parent has died")),
    }
}

/// Gives up every privilege, for good: what a program finds of them is nothing, not even in what it could execute.
fn drop_capabilities() -> Result<(), Errno> {
    use rustix::thread::{
        CapabilitySet, CapabilitySets, clear_ambient_capability_set, remove_capability_from_bounding_set, set_capabilities, set_no_new_privs,
    };
    let nothing = CapabilitySets { effective: CapabilitySet::empty(), permitted: CapabilitySet::empty(), inheritable: CapabilitySet::empty() };
    for capability in CapabilitySet::all().iter() {
        // Fails without privileges, where there is nothing to give up, and for capabilities this kernel does not know.
        let _ = remove_capability_from_bounding_set(capability);
    }
    let _ = clear_ambient_capability_set();
    set_capabilities(None, nothing)?;
    set_no_new_privs(true)
}

/// Becomes another user, without groups.
fn become_user(id: u32) -> Result<(), Errno> {
    use rustix::thread::{set_thread_groups, set_thread_res_gid, set_thread_res_uid};
    let (user, group) = (rustix::process::Uid::from_raw(id), rustix::process::Gid::from_raw(id));
    set_thread_groups(&[])?;
    set_thread_res_gid(group, group, group)?;
    set_thread_res_uid(user, user, user)
}

/// Hands out the work folder as a descriptor. Its files are laid into it from outside.
fn hand_out_work_folder(preparation: &Preparation<'_>, work: &Path) -> Result<(), SandboxProblem> {
    let folder = File::open(work).doing("opening the work folder")?;
    tell(preparation.inside.setup.as_fd(), "R", Some(folder.as_fd()));
    Ok(())
}
