//! macOS: a Seatbelt profile, resource limits, memory that is looked at. Never run: see [`super`].
//!
//! The runner starts its own program once more, with [`ARGUMENT`]. That process limits itself, shuts itself in (the profile is `macos.sb`) and becomes the interpreter, so
//! nothing is done between `fork` and `execve` in a process with threads. `RLIMIT_AS` means nothing to macOS; instead a thread looks at the process's memory.
#![allow(unsafe_code, reason = "Seatbelt, the numbers of a process and the descriptors of a new program have no safe interface")]

use super::{
    Inside, SandboxProblem,
    common::{BoxOrder, Doing, ENVIRONMENT, Ended, MIB, OPEN_FILES, OPTIONS, address_space, cpu_seconds, file_size},
};
use crate::{Interpreter, platform::Folder};
use domain::exercise::Limits;
use rustix::{
    fd::{AsRawFd, FromRawFd, OwnedFd, RawFd},
    io::{Errno, FdFlags, fcntl_setfd},
    process::{Pid, Resource, Rlimit, Signal, kill_process, setrlimit},
};
use std::{
    ffi::{CStr, CString, c_char, c_int},
    fmt::Write as _,
    fs::File,
    io::{self, Read, Write},
    os::unix::{ffi::OsStrExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    ptr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// What holds here, in words.
pub(super) const LAYERS: &str = "the Seatbelt sandbox of macOS with resource limits";

/// Tells the runner's program to become an interpreter.
const ARGUMENT: &str = "--box";

/// The rules, without the interpreter's folders.
const PROFILE: &str = include_str!("macos.sb");

/// How often the memory is looked at. A program that asks for memory as fast as it can touches about a gigabyte in a tenth of a second.
const WATCH: Duration = Duration::from_millis(10);

/// A path without links on the way, because that is how the system names it to its rules.
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

pub(super) fn open_folder(path: &Path) -> io::Result<Folder> {
    Ok(File::open(path)?.into())
}

/// The interpreter's process, once it is one.
pub(super) struct Process {
    pid: Pid,
    watch: Arc<Watch>,
}

/// What the thread that looks at the memory shares with whoever waits for the end.
struct Watch {
    /// Held while the process is looked at, killed or waited for: after its end its number may be another's.
    seen: Mutex<Seen>,
}

struct Seen {
    alive: bool,
    /// The greatest memory so far, in bytes.
    peak: u64,
}

impl Watch {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Process {
    pub(super) fn start(order: &BoxOrder, work: &Path, inside: Inside) -> Result<Self, SandboxProblem> {
        let binary = std::env::current_exe().doing("finding the runner's program")?;
        let (order_inside, mut order_pipe) = io::pipe().doing("making a pipe")?;
        let order_inside = OwnedFd::from(order_inside);
        let passed = [&inside.requests, &inside.answers, &inside.trace, &inside.live_input, &inside.setup, &order_inside];
        let numbers = passed.map(AsRawFd::as_raw_fd);
        let mut command = Command::new(binary);
        command.arg(ARGUMENT).args(numbers.map(|number| number.to_string())).env_clear().current_dir(work).process_group(0);
        command.stdin(inside.stdin).stdout(inside.stdout).stderr(inside.stderr);
        // SAFETY: between `fork` and `execve` only `fcntl` is called, which may be, on numbers that stay open until `spawn` returns; nothing is allocated.
        unsafe {
            command.pre_exec(move || {
                for number in numbers {
                    if libc::fcntl(number, libc::F_SETFD, 0) == -1 {
                        return Err(io::Error::last_os_error());
                    }
                }
                Ok(())
            });
        }
        let child = command.spawn().doing("starting the runner's program")?;
        // Our copies, so that their end is seen.
        drop((command, inside.requests, inside.answers, inside.trace, inside.live_input, inside.setup, order_inside));
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).ok_or_else(|| SandboxProblem::new("a process without a number"))?;
        let process = Self { pid, watch: Arc::new(Watch { seen: Mutex::new(Seen { alive: true, peak: 0 }) }) };
        process.watch_memory(address_space(order.limits))?;
        serde_json::to_writer(&mut order_pipe, order).doing("writing an order")?;
        order_pipe.flush().doing("writing an order")?;
        Ok(process)
    }

    /// Kills the process when it has more than `limit` bytes of memory.
    fn watch_memory(&self, limit: u64) -> Result<(), SandboxProblem> {
        let (pid, watch) = (self.pid, self.watch.clone());
        let looking = move || {
            loop {
                {
                    let mut seen = watch.seen();
                    if !seen.alive {
                        return;
                    }
                    if let Some(usage) = usage(pid) {
                        seen.peak = seen.peak.max(usage.ri_phys_footprint);
                    }
                    if seen.peak > limit {
                        let _ = kill_process(pid, Signal::KILL);
                        return;
                    }
                }
                thread::sleep(WATCH);
            }
        };
        thread::Builder::new().name("memory".to_owned()).spawn(looking).map(|_| ()).doing("watching the memory")
    }

    pub(super) fn poll_end(&mut self) -> Option<Ended> {
        let mut seen = self.watch.seen();
        if !seen.alive {
            return None;
        }
        let mut status = 0;
        // SAFETY: `rusage` is a plain structure of numbers, for which all zeros is a value.
        let mut used: libc::rusage = unsafe { std::mem::zeroed() };
        // SAFETY: both pointers are to live variables of the types the call writes.
        let result = unsafe { libc::wait4(self.pid.as_raw_nonzero().get(), &raw mut status, libc::WNOHANG, &raw mut used) };
        match result {
            0 => return None,
            -1 if io::Error::last_os_error().kind() == io::ErrorKind::Interrupted => return None,
            _ => seen.alive = false,
        }
        let milliseconds = |time: libc::timeval| time.tv_sec.cast_unsigned() * 1000 + u64::from(time.tv_usec.cast_unsigned()) / 1000;
        // Bytes here, not kibibytes as on Linux.
        let greatest = used.ru_maxrss.cast_unsigned().max(seen.peak);
        Some(Ended { status, cpu_ms: milliseconds(used.ru_utime) + milliseconds(used.ru_stime), memory_kb: greatest / 1024 })
    }

    pub(super) fn kill(&self) {
        if self.watch.seen().alive {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }

    pub(super) fn signal(&self, number: i32) -> bool {
        let seen = self.watch.seen();
        Signal::from_named_raw(number).is_some_and(|signal| seen.alive && kill_process(self.pid, signal).is_ok())
    }

    pub(super) fn cpu_time(&self) -> Option<Duration> {
        let seen = self.watch.seen();
        if !seen.alive {
            return None;
        }
        let usage = usage(self.pid)?;
        let mut base = TimeBase { numerator: 0, denominator: 0 };
        // SAFETY: the pointer is to a live structure of the layout the call writes.
        if unsafe { mach_timebase_info(&raw mut base) } != 0 {
            return None;
        }
        let ticks = u128::from(usage.ri_user_time + usage.ri_system_time);
        let nanoseconds = (ticks * u128::from(base.numerator)).checked_div(base.denominator.into())?;
        Some(Duration::from_nanos(nanoseconds.try_into().ok()?))
    }
}

/// What the process uses. Its times are in the units of [`TimeBase`].
fn usage(pid: Pid) -> Option<libc::rusage_info_v2> {
    // SAFETY: a plain structure of numbers, for which all zeros is a value.
    let mut usage: libc::rusage_info_v2 = unsafe { std::mem::zeroed() };
    // SAFETY: with this flavour the call writes exactly this structure; its type in C is that of a pointer to nothing in particular.
    let result = unsafe { libc::proc_pid_rusage(pid.as_raw_nonzero().get(), libc::RUSAGE_INFO_V2, (&raw mut usage).cast()) };
    (result == 0).then_some(usage)
}

/// How many nanoseconds a tick of the processor's clock is: 1 on Intel's, 125/3 on Apple's.
#[repr(C)]
struct TimeBase {
    numerator: u32,
    denominator: u32,
}

unsafe extern "C" {
    /// `<mach/mach_time.h>`
    fn mach_timebase_info(info: *mut TimeBase) -> c_int;
    /// In libSystem, without a header: shuts this process in for good. `parameters` are names and values in turn, with a null at the end. 0 if it worked.
    fn sandbox_init_with_parameters(profile: *const c_char, flags: u64, parameters: *const *const c_char, error: *mut *mut c_char) -> c_int;
    /// `<sandbox.h>`
    fn sandbox_free_error(error: *mut c_char);
}

/// In a process that was started to become an interpreter: becomes it. Gives the exit code if that failed, and `None` in any other process.
pub(crate) fn become_interpreter_if_told() -> Option<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some(ARGUMENT) {
        return None;
    }
    let numbers: Option<Vec<RawFd>> = arguments.map(|argument| argument.parse().ok()).collect();
    let Some([requests, answers, trace, live_input, setup, order]) = numbers.and_then(|numbers| <[RawFd; 6]>::try_from(numbers).ok()) else {
        return Some(ExitCode::FAILURE);
    };
    // SAFETY: the runner opened these two for this process and nothing else here owns them. Where it is somebody else who starts this program so, it is their own process.
    let (setup, order) = unsafe { (OwnedFd::from_raw_fd(setup), OwnedFd::from_raw_fd(order)) };
    if let Err(problem) = become_interpreter(&setup, order, [requests, answers, trace, live_input]) {
        let _ = rustix::io::write(&setup, problem.to_string().as_bytes());
    }
    Some(ExitCode::FAILURE)
}

/// Returns only if something failed.
fn become_interpreter(setup: &OwnedFd, order: OwnedFd, for_worker: [RawFd; 4]) -> Result<(), SandboxProblem> {
    // Its end tells that the interpreter was started.
    fcntl_setfd(setup, FdFlags::CLOEXEC).doing("keeping the pipe for news")?;
    let mut text = String::new();
    File::from(order).read_to_string(&mut text).doing("reading an order")?;
    let order: BoxOrder = serde_json::from_str(&text).doing("reading an order")?;
    let work = order.folder.as_deref().ok_or_else(|| SandboxProblem::new("there is no work folder"))?;
    let interpreter = &order.interpreter;
    let mut command = Command::new(&interpreter.path);
    command.args(OPTIONS).arg("-c").arg(order.script.text()).args(for_worker.map(|number| number.to_string()));
    command.env_clear().envs(ENVIRONMENT.iter().filter_map(|entry| entry.split_once('='))).env("HOME", work).env("PATH", "/usr/bin:/bin");
    command.stdin(Stdio::inherit()).stdout(Stdio::inherit()).stderr(Stdio::inherit());
    set_limits(order.limits).doing("setting limits")?;
    shut_in(interpreter, work)?;
    Err(SandboxProblem::new(format!("starting {}: {}", interpreter.path.display(), command.exec())))
}

fn set_limits(limits: Limits) -> Result<(), Errno> {
    let set = |resource, value| setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) });
    set(Resource::Cpu, cpu_seconds(limits))?;
    set(Resource::Fsize, file_size(limits))?;
    set(Resource::Nofile, OPEN_FILES)?;
    set(Resource::Core, 0)?;
    set(Resource::Memlock, 0)?;
    // What Python expects for its deepest recursion.
    set(Resource::Stack, 8 * MIB)
}

/// Shuts this process in, for good.
fn shut_in(interpreter: &Interpreter, work: &Path) -> Result<(), SandboxProblem> {
    let read = readable(interpreter);
    let application = application(&interpreter.path).unwrap_or_else(|| interpreter.path.clone());
    let mut profile = PROFILE.to_owned();
    let mut parameters: Vec<(String, &Path)> =
        vec![("INTERPRETER".to_owned(), &interpreter.path), ("APPLICATION".to_owned(), &application), ("WORK".to_owned(), work)];
    for (number, path) in read.iter().enumerate() {
        let _ = write!(profile, "\n(allow file-read* file-map-executable (subpath (param \"READ{number}\")))");
        parameters.push((format!("READ{number}"), path));
    }
    // The folders on the way to these: that they are there, not what is in them.
    let mut above: Vec<&Path> = parameters.iter().flat_map(|(_, path)| path.ancestors().skip(1)).collect();
    above.sort();
    above.dedup();
    let above: Vec<(String, &Path)> = above.into_iter().enumerate().map(|(number, path)| (format!("ABOVE{number}"), path)).collect();
    for (name, _) in &above {
        let _ = write!(profile, "\n(allow file-read-metadata (literal (param \"{name}\")))");
    }
    parameters.extend(above);
    let mut texts = Vec::new();
    for (name, path) in parameters {
        texts.push(CString::new(name).doing("a name in the profile")?);
        texts.push(CString::new(path.as_os_str().as_bytes()).doing("a path in the profile")?);
    }
    let pointers: Vec<*const c_char> = texts.iter().map(|text| text.as_ptr()).chain([ptr::null()]).collect();
    let profile = CString::new(profile).doing("the profile")?;
    let mut error: *mut c_char = ptr::null_mut();
    // SAFETY: the profile ends with NUL; `pointers` ends with null and points into `texts`, which lives until after the call; `error` is a live variable.
    let result = unsafe { sandbox_init_with_parameters(profile.as_ptr(), 0, pointers.as_ptr(), &raw mut error) };
    if result == 0 {
        return Ok(());
    }
    if error.is_null() {
        return Err(SandboxProblem::new("Seatbelt refused its profile"));
    }
    // SAFETY: where it is not null the call has put a text there that ends with NUL and is ours to free with this function.
    let why = unsafe {
        let why = CStr::from_ptr(error).to_string_lossy().into_owned();
        sandbox_free_error(error);
        why
    };
    Err(SandboxProblem::new(format!("Seatbelt: {why}")))
}

/// What the interpreter must be able to read beside the system's own: its folders, its framework, and the libraries of the package manager that it is from.
fn readable(interpreter: &Interpreter) -> Vec<PathBuf> {
    let manager = ["/opt/homebrew", "/usr/local", "/opt/local"].map(Path::new).into_iter().find(|prefix| interpreter.path.starts_with(prefix));
    let libraries = manager.into_iter().flat_map(|prefix| ["opt", "Cellar", "lib"].map(|name| prefix.join(name)));
    let mut paths: Vec<PathBuf> = interpreter.reads.iter().cloned().chain(framework(&interpreter.path)).chain(libraries).collect();
    // As the system names them to its rules.
    paths = paths.into_iter().filter_map(|path| path.canonicalize().ok()).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// The version of Python in its framework, for example `/Library/Frameworks/Python.framework/Versions/3.12`, where the interpreter is part of one.
fn framework(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.parent().is_some_and(|parent| parent.ends_with("Versions"))).map(Path::to_path_buf)
}

/// The program in the framework's bundle that its `bin/python3` replaces itself with.
fn application(path: &Path) -> Option<PathBuf> {
    framework(path).map(|version| version.join("Resources/Python.app/Contents/MacOS/Python")).filter(|program| program.is_file())
}
