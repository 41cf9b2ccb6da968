//! The keeper: a process that does nothing but make boxes.
//!
//! It is copied from the serving process before that starts its first thread and reads its first request. So it has one thread, as copying a process needs, and no
//! box ever has a copy of a program, a test or an expected value in its memory. What it makes are children of the serving process, which waits for them and with
//! which they end.
//!
//! A *ready interpreter* is a keeper too: Python, started by the first one, that has loaded a worker's program and what most runs import, and then waits in
//! [`serve_copies`] (`ready.py`). The boxes it makes hold copies of itself, which saves the start of Python: a run without a warm box takes half the time. It never sees anything of a learner's, and each
//! copy is used once (`docs/adr/0013-copied-interpreters.md`).

use super::{
    BoxOrder, Doing, Inside, Preparation, SandboxProblem, Sandboxed, Side, executable, execution, inward, outward, raw, readable, seccomp,
    start_in_folder, start_of_python, tier_a, tier_b, tier_c,
};
use crate::{Interpreter, worker::Script};
use domain::judge::Tier;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd},
    fs::{MemfdFlags, Mode, OFlags, memfd_create, open},
    io::{Errno, FdFlags, IoSlice, IoSliceMut, fcntl_setfd},
    net::{
        AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketFlags,
        SocketType, recv, recvmsg, send, sendmsg, socketpair, sockopt::set_socket_passcred,
    },
    pipe::{PipeFlags, pipe_with},
    process::{Pid, Signal, kill_process, set_parent_process_death_signal},
    stdio::{dup2_stderr, dup2_stdin, dup2_stdout},
};
use serde::{Deserialize, Serialize};
use std::{
    mem::{MaybeUninit, forget},
    path::PathBuf,
    rc::Rc,
    sync::{Mutex, PoisonError},
};

/// The largest order or answer: an interpreter's paths are most of it.
const MAX_MESSAGE: usize = 64 * 1024;

/// Descriptors that go with an order, without the compiled program.
const DESCRIPTORS: usize = 9;

/// What is asked of a keeper.
#[derive(Debug, Serialize, Deserialize)]
enum Order {
    Box(BoxOrder),
    Ready(ReadyOrder),
}

/// An interpreter that is to stand ready. Descriptors: its socket, the worker's program.
#[derive(Debug, Serialize, Deserialize)]
struct ReadyOrder {
    interpreter: Interpreter,
    /// What it loads to be copied: this crate as a shared library.
    library: String,
    /// Modules that it imports beforehand.
    modules: Vec<String>,
}

/// How long Python may take to load a worker's program and some modules, on a machine under heavy load.
const READY_WITHIN: Timespec = Timespec { tv_sec: 20, tv_nsec: 0 };

/// What the keeper answers.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Started {
    /// The box's first process.
    pub process: Option<i32>,
    /// Processes that were made and given up: they are to be waited for.
    pub dead: Vec<i32>,
    /// What did not work.
    pub problem: Option<String>,
}

/// The serving process's side.
pub(crate) struct Keeper {
    socket: Mutex<OwnedFd>,
    process: Pid,
}

impl Keeper {
    /// Makes the keeper. The caller must have no other threads.
    pub(crate) fn start() -> Result<Self, SandboxProblem> {
        let (ours, its) = socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None).doing("making a pair of sockets")?;
        match raw::copy_process(0).doing("starting the keeper")? {
            Some(process) => Ok(Self { socket: Mutex::new(ours), process }),
            None => {
                drop(ours);
                raw::usual_signals();
                // The app must see the end of the serving process, so nothing of what connects the two stays open here.
                let closed = open("/dev/null", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty())
                    .and_then(|null| dup2_stdin(&null).and_then(|()| dup2_stdout(&null)).and_then(|()| dup2_stderr(&null)));
                if closed.is_ok() {
                    keep(&its, false);
                }
                raw::exit_now(0)
            }
        }
    }

    /// Has an interpreter started that stands ready to be copied, with a worker's program, and waits until it is. It makes boxes of that interpreter and that program only.
    pub(crate) fn make_ready(&self, interpreter: &Interpreter, code: BorrowedFd<'_>, modules: &[&str]) -> Result<Self, SandboxProblem> {
        let (ours, its) = socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None).doing("making a pair of sockets")?;
        let order = ReadyOrder {
            interpreter: interpreter.clone(),
            library: library()
                .and_then(|path| path.into_os_string().into_string().ok())
                .ok_or_else(|| SandboxProblem::new("what is loaded to copy an interpreter is not installed"))?,
            modules: modules.iter().map(|&name| name.to_owned()).collect(),
        };
        let process = self.ask(&Order::Ready(order), &[its.as_fd(), code])?;
        drop(its);
        let news = match retry(|| poll(&mut [PollFd::new(&ours, PollFlags::IN)], Some(&READY_WITHIN))) {
            Ok(0) => Err(SandboxProblem::new("the interpreter was not ready in time")),
            Ok(_) => hear(&ours),
            Err(error) => Err(SandboxProblem(format!("waiting for the interpreter: {error}"))),
        };
        if news.is_err() {
            // It may hang, and its end is waited for.
            let _ = kill_process(process, Signal::KILL);
        }
        let ready = Self { socket: Mutex::new(ours), process };
        news.map(|_| ready)
    }

    /// Has a box made. Its setting up goes on by itself; a failure is reported through [`Sandboxed::read_setup`]. `code` is the worker's program if it is compiled.
    pub(crate) fn make(&self, order: &BoxOrder, code: Option<BorrowedFd<'_>>) -> Result<Sandboxed, SandboxProblem> {
        let input = memfd_create("input", MemfdFlags::CLOEXEC).doing("making the input")?;
        let (stdout, stderr, answers, trace) = (outward()?, outward()?, outward()?, outward()?);
        let (requests, live_input) = (inward()?, inward()?);
        let (go, lifeline) = pipe_with(PipeFlags::CLOEXEC).doing("making a pipe")?;
        let (setup, setup_inside) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None).doing("making a pair of sockets")?;
        // The process id of whoever sends comes along, as it is called here and not in the box.
        set_socket_passcred(&setup, true).doing("making a pair of sockets")?;
        if order.tier == Tier::C {
            tier_c::prepare(&order.interpreter)?;
        }
        let folder = if order.tier == Tier::A { None } else { Some(tier_b::make_folder()?) };
        let order = BoxOrder { folder: folder.as_ref().map(|folder| folder.path().to_path_buf()), compiled: code.is_some(), ..order.clone() };
        let inside: [&OwnedFd; DESCRIPTORS] = [&input, &live_input.0, &stdout.1, &stderr.1, &requests.0, &answers.1, &trace.1, &setup_inside, &go];
        let descriptors: Vec<BorrowedFd<'_>> = inside.into_iter().map(AsFd::as_fd).chain(code).collect();
        let tier = order.tier;
        let work_path = order.folder.clone().filter(|_| tier == Tier::B).unwrap_or_else(|| PathBuf::from(super::WORK));
        let process = self.ask(&Order::Box(order), &descriptors)?;
        let sandboxed = Sandboxed {
            work_path,
            input,
            live_input: Some(live_input.1),
            requests: requests.1,
            answers: answers.0,
            stdout: stdout.0,
            stderr: stderr.0,
            trace: trace.0,
            setup,
            work: None,
            process,
            interpreter: None,
            ended: None,
            tier,
            folder,
            _lifeline: lifeline,
        };
        rustix::io::write(&sandboxed._lifeline, b"g").doing("starting the box")?;
        Ok(sandboxed)
    }

    /// Whether its process has not ended.
    pub(crate) fn is_alive(&self) -> bool {
        let socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
        // Between two questions it says nothing: what can be read is its end.
        matches!(poll(&mut [PollFd::new(&*socket, PollFlags::IN)], Some(&Timespec { tv_sec: 0, tv_nsec: 0 })), Ok(0))
    }

    /// Asks for a process, and gives it.
    fn ask(&self, order: &Order, descriptors: &[BorrowedFd<'_>]) -> Result<Pid, SandboxProblem> {
        let started = {
            let socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
            let message = serde_json::to_vec(order).doing("writing an order")?;
            send_with(&socket, &message, descriptors).doing("asking for a box")?;
            hear(&socket)?
        };
        for process in started.dead.into_iter().filter_map(Pid::from_raw) {
            let _ = raw::wait(process, true);
        }
        started.process.and_then(Pid::from_raw).ok_or_else(|| SandboxProblem(started.problem.unwrap_or_else(|| "the keeper made no box".to_owned())))
    }
}

fn hear(socket: &OwnedFd) -> Result<Started, SandboxProblem> {
    let mut bytes = vec![0; MAX_MESSAGE];
    let (_, count) = retry(|| recv(socket, &mut bytes[..], RecvFlags::empty())).doing("hearing of a box")?;
    if count == 0 {
        return Err(SandboxProblem::new("the keeper has ended"));
    }
    serde_json::from_slice(&bytes[..count]).doing("reading about a box")
}

/// Where this crate lies as a shared library: beside the runner's binary, where it was built, or where packages put libraries.
fn library() -> Option<PathBuf> {
    const NAME: &str = "librunner.so";
    let binary = std::env::current_exe().ok()?;
    let folder = binary.parent()?;
    [folder.join(NAME), folder.join("deps").join(NAME), folder.join("../lib/learning-studio").join(NAME)].into_iter().find(|path| path.is_file())
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // It ends when it hears nothing more, and it may have folders to remove first.
        let (ours, _) = match socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None) {
            Ok(pair) => pair,
            Err(_) => return,
        };
        *self.socket.get_mut().unwrap_or_else(PoisonError::into_inner) = ours;
        let _ = retry(|| raw::wait(self.process, true));
    }
}

/// Copies this process, a ready interpreter, as often as it is asked to. Comes back only in a copy, with the numbers of its pipes.
pub(super) fn serve_copies(socket: OwnedFd) -> [RawFd; 4] {
    if answer(&socket, &Started::default()).is_ok()
        && let Some(pipes) = keep(&socket, true)
    {
        // It was closed with all others.
        forget(socket);
        return pipes;
    }
    raw::exit_now(0)
}

/// A keeper's loop: until the serving process is gone, or this process is the copy of an interpreter (`ready`) in its box, with pipes of these numbers.
fn keep(socket: &OwnedFd, ready: bool) -> Option<[RawFd; 4]> {
    // Work folders that the serving process will remove, unless it is killed.
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut filters = Vec::new();
    let mut bytes = vec![0; MAX_MESSAGE];
    while let Ok((order, descriptors)) = receive(socket, &mut bytes) {
        let started = match order {
            Order::Ready(order) => start_ready(&order, descriptors),
            Order::Box(order) => {
                folders.retain(|folder| folder.exists());
                folders.extend(order.folder.clone());
                match prepare(&order, descriptors, ready.then_some(&mut filters)) {
                    Err(problem) => failed(&problem),
                    Ok(preparation) => match start(&preparation) {
                        Side::Outside(started) => started,
                        Side::Inside => return Some(keep_pipes(preparation)),
                    },
                }
            }
        };
        if answer(socket, &started).is_err() {
            break;
        }
    }
    for folder in folders {
        // What runs in there is being killed at this moment, and may still be writing.
        for _ in 0..20 {
            if std::fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
    None
}

fn start(preparation: &Preparation<'_>) -> Side {
    match (preparation.tier, &preparation.order.folder) {
        (Tier::A, _) => tier_a::start(preparation),
        (Tier::B, Some(folder)) => start_in_folder(preparation, folder, tier_b::set_up),
        (Tier::C, Some(folder)) => start_in_folder(preparation, folder, tier_c::set_up),
        (Tier::B | Tier::C, None) => Side::Outside(failed(&SandboxProblem::new("there is no work folder"))),
    }
}

/// In a copy: leaves open only what the worker needs.
fn keep_pipes(preparation: Preparation<'_>) -> [RawFd; 4] {
    let Inside { requests, answers, trace, live_input, .. } = &preparation.inside;
    let pipes = [requests, answers, trace, live_input].map(AsRawFd::as_raw_fd);
    forget(preparation);
    let mut kept = pipes;
    kept.sort_unstable();
    raw::close_all_but(&kept);
    pipes
}

/// Starts an interpreter that stands ready.
fn start_ready(order: &ReadyOrder, descriptors: Vec<OwnedFd>) -> Started {
    let process = match raw::copy_process(raw::CHILD_OF_PARENT) {
        Ok(Some(process)) => process,
        Ok(None) => {
            // The serving process sees that the socket is closed.
            let _ = become_ready(order, &descriptors);
            raw::exit_now(1)
        }
        Err(error) => return failed(&SandboxProblem(format!("starting a process: {error}"))),
    };
    Started { process: Some(process.as_raw_nonzero().get()), ..Started::default() }
}

/// Comes back only if it failed.
fn become_ready(order: &ReadyOrder, descriptors: &[OwnedFd]) -> Result<(), SandboxProblem> {
    set_parent_process_death_signal(Some(Signal::KILL)).doing("tying the interpreter to its parent")?;
    // What Python finds out at its start about where its input and output lead must be true of the copies.
    let input = memfd_create("input", MemfdFlags::CLOEXEC).doing("making the input")?;
    let (_end, output) = pipe_with(PipeFlags::CLOEXEC).doing("making a pipe")?;
    dup2_stdin(&input).and_then(|()| dup2_stdout(&output)).and_then(|()| dup2_stderr(&output)).doing("giving the output")?;
    raw::close_on_execution();
    for descriptor in descriptors {
        fcntl_setfd(descriptor, FdFlags::empty()).doing("giving the socket")?;
    }
    let numbers = descriptors.iter().map(|descriptor| descriptor.as_raw_fd().to_string());
    let arguments = [order.library.clone()].into_iter().chain(order.modules.iter().cloned()).chain(numbers);
    let execution = start_of_python(&order.interpreter, Script::READY, arguments)?;
    Err(SandboxProblem(format!("starting {}: {}", order.interpreter.path.display(), execution.go())))
}

fn failed(problem: &SandboxProblem) -> Started {
    Started { problem: Some(problem.to_string()), ..Started::default() }
}

fn answer(socket: &OwnedFd, started: &Started) -> Result<(), SandboxProblem> {
    let answer = serde_json::to_vec(started).doing("writing about a box")?;
    retry(|| send(socket, &answer, SendFlags::NOSIGNAL)).map(|_| ()).doing("telling of a box")
}

/// Filters that were made before, by tier: those of copies are the same every time.
type Made = Vec<(Tier, Rc<seccomp::Filters>)>;

fn filters_of_copies(made: &mut Made, tier: Tier) -> Result<Rc<seccomp::Filters>, SandboxProblem> {
    if let Some((_, filters)) = made.iter().find(|(known, _)| *known == tier) {
        return Ok(filters.clone());
    }
    let filters = Rc::new(seccomp::Filters::new(tier, None).doing("making the list of system calls")?);
    made.push((tier, filters.clone()));
    Ok(filters)
}

/// `made` is there in an interpreter that is ready.
fn prepare<'a>(order: &'a BoxOrder, descriptors: Vec<OwnedFd>, made: Option<&mut Made>) -> Result<Preparation<'a>, SandboxProblem> {
    let mut descriptors = descriptors.into_iter();
    let mut next = || descriptors.next().ok_or_else(|| SandboxProblem::new("a descriptor is missing"));
    // In the order in which `make` sends them.
    let inside = Inside {
        stdin: next()?,
        live_input: next()?,
        stdout: next()?,
        stderr: next()?,
        requests: next()?,
        answers: next()?,
        trace: next()?,
        setup: next()?,
        go: next()?,
        code: if order.compiled { Some(next()?) } else { None },
    };
    let (execution, filters) = match made {
        Some(made) => (None, filters_of_copies(made, order.tier)?),
        None => {
            let execution = execution(order, &inside)?;
            let filters = seccomp::Filters::new(order.tier, Some(&execution)).doing("making the list of system calls")?;
            (Some(execution), Rc::new(filters))
        }
    };
    Ok(Preparation {
        order,
        inside,
        execution,
        filters,
        read: readable(&order.interpreter),
        execute: executable(&order.interpreter),
        tier: order.tier,
    })
}

fn send_with(socket: &OwnedFd, message: &[u8], descriptors: &[BorrowedFd<'_>]) -> Result<(), Errno> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS + 1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    control.push(SendAncillaryMessage::ScmRights(descriptors));
    retry(|| sendmsg(socket, &[IoSlice::new(message)], &mut control, SendFlags::NOSIGNAL)).map(|_| ())
}

fn receive(socket: &OwnedFd, bytes: &mut [u8]) -> Result<(Order, Vec<OwnedFd>), Errno> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS + 1))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let message = retry(|| recvmsg(socket, &mut [IoSliceMut::new(bytes)], &mut control, RecvFlags::CMSG_CLOEXEC))?;
    let mut received = Vec::new();
    for part in control.drain() {
        if let RecvAncillaryMessage::ScmRights(descriptors) = part {
            received.extend(descriptors);
        }
    }
    let order = serde_json::from_slice(&bytes[..message.bytes]).map_err(|_| Errno::PIPE)?;
    Ok((order, received))
}

fn retry<T>(mut call: impl FnMut() -> Result<T, Errno>) -> Result<T, Errno> {
    loop {
        match call() {
            Err(Errno::INTR) => {}
            other => return other,
        }
    }
}
