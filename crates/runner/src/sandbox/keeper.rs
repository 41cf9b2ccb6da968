//! The keeper: a process that does nothing but make boxes.
//!
//! It is copied from the serving process before that starts its first thread and reads its first request. So it has one thread, as copying a process needs, and no
//! box ever has a copy of a program, a test or an expected value in its memory. What it makes are children of the serving process, which waits for them and with
//! which they end.

use super::{
    BoxOrder, Doing, Inside, Preparation, SandboxProblem, Sandboxed, executable, execution, inward, outward, raw, readable, seccomp, start_in_folder,
    tier_a, tier_b, tier_c,
};
use domain::judge::Tier;
use rustix::{
    fd::{AsFd, BorrowedFd, OwnedFd},
    fs::{MemfdFlags, Mode, OFlags, memfd_create, open},
    io::{Errno, IoSlice, IoSliceMut},
    net::{
        AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketFlags,
        SocketType, recv, recvmsg, send, sendmsg, socketpair, sockopt::set_socket_passcred,
    },
    pipe::{PipeFlags, pipe_with},
    process::Pid,
    stdio::{dup2_stderr, dup2_stdin, dup2_stdout},
};
use serde::{Deserialize, Serialize};
use std::{
    mem::MaybeUninit,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

/// The largest order or answer: an interpreter's paths are most of it.
const MAX_MESSAGE: usize = 64 * 1024;

/// Descriptors that go with an order, without the compiled program.
const DESCRIPTORS: usize = 9;

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
                // The app must see the end of the serving process, so nothing of what connects the two stays open here.
                let closed = open("/dev/null", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty())
                    .and_then(|null| dup2_stdin(&null).and_then(|()| dup2_stdout(&null)).and_then(|()| dup2_stderr(&null)));
                if closed.is_ok() {
                    keep(&its);
                }
                raw::exit_now(0)
            }
        }
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
        let started = self.ask(&order, &descriptors)?;
        for process in started.dead.into_iter().filter_map(Pid::from_raw) {
            let _ = raw::wait(process, true);
        }
        let Some(process) = started.process.and_then(Pid::from_raw) else {
            return Err(SandboxProblem(started.problem.unwrap_or_else(|| "the keeper made no box".to_owned())));
        };
        let sandboxed = Sandboxed {
            work_path: order.folder.clone().filter(|_| order.tier == Tier::B).unwrap_or_else(|| PathBuf::from(super::WORK)),
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
            tier: order.tier,
            folder,
            _lifeline: lifeline,
        };
        rustix::io::write(&sandboxed._lifeline, b"g").doing("starting the box")?;
        Ok(sandboxed)
    }

    fn ask(&self, order: &BoxOrder, descriptors: &[BorrowedFd<'_>]) -> Result<Started, SandboxProblem> {
        let socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
        let message = serde_json::to_vec(order).doing("writing an order")?;
        send_with(&socket, &message, descriptors).doing("asking for a box")?;
        let mut bytes = vec![0; MAX_MESSAGE];
        let (_, count) = retry(|| recv(&*socket, &mut bytes[..], RecvFlags::empty())).doing("hearing of a box")?;
        if count == 0 {
            return Err(SandboxProblem::new("the keeper has ended"));
        }
        serde_json::from_slice(&bytes[..count]).doing("reading about a box")
    }
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

/// The keeper's loop: until the serving process is gone.
fn keep(socket: &OwnedFd) {
    // Work folders that the serving process will remove, unless it is killed.
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut bytes = vec![0; MAX_MESSAGE];
    while let Ok((order, descriptors)) = receive(socket, &mut bytes) {
        folders.retain(|folder| folder.exists());
        folders.extend(order.folder.clone());
        let started = make(&order, descriptors);
        let Ok(answer) = serde_json::to_vec(&started) else { break };
        if retry(|| send(socket, &answer, SendFlags::NOSIGNAL)).is_err() {
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
}

fn make(order: &BoxOrder, descriptors: Vec<OwnedFd>) -> Started {
    let failed = |problem: SandboxProblem| Started { problem: Some(problem.to_string()), ..Started::default() };
    let preparation = match prepare(order, descriptors) {
        Ok(preparation) => preparation,
        Err(problem) => return failed(problem),
    };
    match (order.tier, &order.folder) {
        (Tier::A, _) => tier_a::start(&preparation),
        (Tier::B, Some(folder)) => start_in_folder(&preparation, folder, tier_b::set_up),
        (Tier::C, Some(folder)) => start_in_folder(&preparation, folder, tier_c::set_up),
        (Tier::B | Tier::C, None) => failed(SandboxProblem::new("there is no work folder")),
    }
}

fn prepare(order: &BoxOrder, descriptors: Vec<OwnedFd>) -> Result<Preparation<'_>, SandboxProblem> {
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
    let execution = execution(order, &inside)?;
    let filters = seccomp::Filters::new(order.tier, &execution).doing("making the list of system calls")?;
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

fn receive(socket: &OwnedFd, bytes: &mut [u8]) -> Result<(BoxOrder, Vec<OwnedFd>), Errno> {
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
