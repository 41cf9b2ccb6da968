//! What the binary does: it serves requests, one after the other and at the same time, until the app is gone.

use crate::{
    RunnerError,
    judge::{self, Job},
    probe,
    protocol::{Files, MAX_CLIENT_FRAME, Reply, Request, Task, read_frame, write_frame},
    run, second_look,
    worker::Host,
};
#[cfg(target_os = "linux")]
use crate::{pool::Pool, sandbox::Keeper};
use domain::exercise::Program;
#[cfg(target_os = "linux")]
use rustix::{
    fd::OwnedFd,
    io::{Errno, IoSliceMut},
    net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg},
    process::{Signal, set_parent_process_death_signal, setsid},
};
#[cfg(target_os = "linux")]
use std::{
    mem::MaybeUninit,
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// How long requests that are being stopped may take when the app is gone.
#[cfg(target_os = "linux")]
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// Serves until nobody holds the other end of standard input, which is a socket. Each message on it brings a socket of its own for one request: the request comes first,
/// then what a person types; answers go back; its end means that whoever asked is gone or wants it stopped.
///
/// For the binary `learning-studio-runner` only: it copies its process, which needs a process without other threads.
#[cfg(target_os = "linux")]
pub fn serve() -> ExitCode {
    // Away from the terminal: its signals are for the app, whose end is ours.
    let _ = setsid();
    // Besides the end of the socket, for the case that this process cannot look at it. If the app is gone already, the socket says so.
    let tied = set_parent_process_death_signal(Some(Signal::KILL));
    // Before the first thread, and before anything of anybody's is in this process's memory.
    let Ok(pool) = tied.map_err(drop).and_then(|()| Keeper::start().map_err(drop)).and_then(|keeper| Pool::new(keeper).map_err(drop)) else {
        return ExitCode::FAILURE;
    };
    let open = Arc::new(Requests::default());
    for _ in 0..LISTENERS {
        open.listen(&pool);
    }
    open.wait();
    pool.close();
    ExitCode::SUCCESS
}

/// How many threads wait for a request. The one that hears it answers it: handing it on to another costs a run of `print` a tenth of its time. Two, because a run
/// mostly comes alone; where all of them are at work, another is started.
#[cfg(target_os = "linux")]
const LISTENERS: usize = 2;

/// Who waits for requests, and who carries one out.
#[cfg(target_os = "linux")]
#[derive(Default)]
struct Requests {
    state: Mutex<Listening>,
    changed: Condvar,
}

#[cfg(target_os = "linux")]
#[derive(Default)]
struct Listening {
    waiting: usize,
    answering: usize,
    /// There will be no more requests.
    over: bool,
}

#[cfg(target_os = "linux")]
impl Requests {
    fn lock(&self) -> MutexGuard<'_, Listening> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a thread that waits for requests. If that cannot be, those that there are will come to it.
    fn listen(self: &Arc<Self>, pool: &Arc<Pool>) {
        self.lock().waiting += 1;
        let (requests, pool) = (self.clone(), pool.clone());
        if thread::Builder::new().spawn(move || requests.hear(&pool)).is_err() {
            let mut state = self.lock();
            state.waiting -= 1;
            // With nobody to hear them, requests would wait for ever.
            state.over |= state.waiting + state.answering == 0;
            self.changed.notify_all();
        }
    }

    /// The life of such a thread.
    fn hear(self: Arc<Self>, pool: &Arc<Pool>) {
        while let Some(socket) = next_request() {
            let last = {
                let mut state = self.lock();
                state.waiting -= 1;
                state.answering += 1;
                state.waiting == 0
            };
            if last {
                self.listen(pool);
            }
            // A panic is a mistake of ours. The socket is closed by it, which the app takes for what it is.
            let _ = catch_unwind(AssertUnwindSafe(|| answer(Host { pool: pool.clone(), client: socket.into() })));
            let mut state = self.lock();
            state.answering -= 1;
            self.changed.notify_all();
            if state.waiting >= LISTENERS {
                return;
            }
            state.waiting += 1;
        }
        let mut state = self.lock();
        state.waiting -= 1;
        state.over = true;
        self.changed.notify_all();
    }

    /// Waits until there will be no more requests, and then until those that there are have been answered, but not for ever.
    fn wait(&self) {
        let state = self.changed.wait_while(self.lock(), |state| !state.over).unwrap_or_else(PoisonError::into_inner);
        let _ = self.changed.wait_timeout_while(state, LAST_REQUESTS, |state| state.answering > 0);
    }
}

/// The socket of the next request; `None` when there will be no more.
#[cfg(target_os = "linux")]
fn next_request() -> Option<OwnedFd> {
    loop {
        let mut byte = [0];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        match recvmsg(rustix::stdio::stdin(), &mut [IoSliceMut::new(&mut byte)], &mut control, RecvFlags::CMSG_CLOEXEC) {
            Ok(message) if message.bytes == 0 => return None,
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(_) => return None,
        }
        let socket = control.drain().find_map(|part| match part {
            RecvAncillaryMessage::ScmRights(mut descriptors) => descriptors.next(),
            _ => None,
        });
        if socket.is_some() {
            return socket;
        }
    }
}

/// Carries out one request. Where the app does not listen any more, nobody is there to be told.
pub(crate) fn answer(host: Host) {
    let Ok(Some(request)) = read_frame::<Request>(&mut &host.client, MAX_CLIENT_FRAME) else { return };
    let reply = carry_out(&host, &request).unwrap_or_else(|error| Reply::Error(error.into()));
    let _ = write_frame(&mut &host.client, &reply, MAX_CLIENT_FRAME);
    // Nobody waits any more.
    host.pool.compile_for_next_time(&request.interpreter, request.strongest);
}

fn carry_out(host: &Host, request: &Request) -> Result<Reply, RunnerError> {
    let (interpreter, strongest) = (&request.interpreter, request.strongest);
    let program = |files: &Files| {
        Program::new(files.files.clone(), &files.entry).map_err(|problem| RunnerError::Internal(format!("the program changed on its way: {problem}")))
    };
    match &request.task {
        Task::Probe => probe::probe(host, interpreter, strongest).map(Reply::Report),
        Task::KeepWarm => host.pool.keep_warm(interpreter, strongest).map(|()| Reply::Done),
        Task::Run { program: files, data_files, stdin, interactive, limits } => {
            let job = Job { host, interpreter, strongest, program: &program(files)?, data_files, limits: *limits };
            let (result, given) = run::run(&job, stdin, *interactive)?;
            Ok(Reply::Result(Box::new(second_look::after_running(&job, &given, result))))
        }
        Task::Reference { program: files, data_files, tests, limits } => {
            let job = Job { host, interpreter, strongest, program: &program(files)?, data_files, limits: *limits };
            judge::judge_reference(&job, tests).map(|(judged, decides)| Reply::Reference { result: Box::new(judged.result), decides })
        }
        Task::Judge { program: files, data_files, tests, limits, mistakes } => {
            let job = Job { host, interpreter, strongest, program: &program(files)?, data_files, limits: *limits };
            let judged = judge::judge(&job, tests)?;
            let result = second_look::after_judging(&job, tests, mistakes, judged);
            Ok(Reply::Result(Box::new(result)))
        }
    }
}
