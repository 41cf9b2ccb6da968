//! The runner's process, as the app sees it: started at the first need, started again when it was killed, ended with the last [`Runner`](crate::Runner).

use crate::{
    RunnerError,
    cache::{self, Cache},
    client::Unanswered,
};
use rustix::{
    fd::{AsFd, OwnedFd},
    io::{Errno, IoSlice},
    net::{AddressFamily, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketFlags, SocketType, sendmsg, socketpair},
    process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal},
};
use std::{
    io,
    mem::MaybeUninit,
    os::unix::{net::UnixStream, process::ExitStatusExt},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Condvar, Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

/// How long the runner may take to end after it was told: in tier B it has folders to remove.
const FAREWELL: Duration = Duration::from_secs(2);

/// What the runner gets of the app's environment: where temporary files go, and where the person keeps what can be made again, as the machine code of tier C. Boxes get an
/// environment of their own.
const ENVIRONMENT: [&str; 3] = ["TMPDIR", "HOME", "XDG_CACHE_HOME"];

/// The runner's process, if there is one.
#[derive(Debug)]
pub(crate) struct Serving {
    binary: PathBuf,
    server: Mutex<Option<Arc<Server>>>,
}

/// A socket for one request.
pub(crate) struct Conversation {
    pub socket: UnixStream,
    server: Arc<Server>,
}

impl Serving {
    pub(crate) fn new(binary: PathBuf) -> Self {
        Self { binary, server: Mutex::new(None) }
    }

    /// Opens the socket of one request, and starts the runner if there is none.
    pub(crate) fn open(&self) -> Result<Conversation, RunnerError> {
        let (socket, its) = UnixStream::pair().map_err(|error| RunnerError::Internal(format!("making a pair of sockets: {error}")))?;
        let mut kept = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = &*kept
            && server.hand(&its).is_ok()
        {
            return Ok(Conversation { socket, server: server.clone() });
        }
        let server = Arc::new(Server::start(&self.binary)?);
        server.hand(&its).map_err(|error| RunnerError::Internal(format!("the runner takes no request: {error}")))?;
        *kept = Some(server.clone());
        Ok(Conversation { socket, server })
    }
}

impl Conversation {
    /// Why the socket ended before an answer.
    pub(crate) fn why_unanswered(&self) -> Unanswered {
        match self.server.end.wait(Duration::from_secs(1)) {
            // Nothing in the runner kills itself with this signal; its boxes are other processes.
            Some(status) if status.signal() == Some(Signal::KILL.as_raw()) => Unanswered::Killed(status.to_string()),
            Some(status) => Unanswered::Ended(status.to_string()),
            None => Unanswered::StillThere,
        }
    }

    /// Ends a runner that does not do what it must. The next request starts another.
    pub(crate) fn give_up(&mut self) {
        self.server.kill();
    }
}

/// One process.
#[derive(Debug)]
struct Server {
    /// Each message brings a request's socket. Its end ends the process.
    control: Option<OwnedFd>,
    process: Option<OwnedFd>,
    end: Arc<End>,
}

/// How the process ended, once it has.
#[derive(Debug, Default)]
struct End {
    status: Mutex<Option<ExitStatus>>,
    known: Condvar,
}

impl End {
    fn wait(&self, patience: Duration) -> Option<ExitStatus> {
        let status = self.status.lock().unwrap_or_else(PoisonError::into_inner);
        *self.known.wait_timeout_while(status, patience, |status| status.is_none()).unwrap_or_else(PoisonError::into_inner).0
    }

    fn set(&self, status: Option<ExitStatus>) {
        *self.status.lock().unwrap_or_else(PoisonError::into_inner) = status;
        self.known.notify_all();
    }
}

impl Server {
    fn start(binary: &Path) -> Result<Self, RunnerError> {
        let internal = |error: io::Error| RunnerError::Internal(format!("starting the runner: {error}"));
        let (control, its) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None).map_err(|error| internal(error.into()))?;
        let mut command = Command::new(binary);
        command.env_clear().current_dir("/").stdin(Stdio::from(its)).stdout(Stdio::null()).stderr(Stdio::null());
        // Every thread that answers a request would otherwise keep memory of its own.
        command.env("MALLOC_ARENA_MAX", "2");
        command.envs(ENVIRONMENT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        if let Some(cache) = Cache::open() {
            command.env(cache::VARIABLE, cache.folder());
        }
        let end = Arc::new(End::default());
        let (sender, started) = mpsc::channel();
        let end_of_it = end.clone();
        // The process is to die with its parent, which to the kernel is the thread that started it. So one thread stays as long as the process, and waits for it.
        let watch = move || {
            let spawned = command.spawn();
            drop(command);
            match spawned {
                Ok(mut child) => {
                    let _ = sender.send(open_process(&child));
                    end_of_it.set(child.wait().ok());
                }
                Err(error) => drop(sender.send(Err(error))),
            }
        };
        thread::Builder::new().name("runner".to_owned()).spawn(watch).map_err(internal)?;
        let started = started.recv().map_err(|_| RunnerError::Internal("the thread that starts the runner has ended".to_owned()))?;
        let process = started.map_err(|source| RunnerError::BinaryMissing { path: binary.to_path_buf(), source })?;
        Ok(Self { control: Some(control), process, end })
    }

    /// Gives a request's socket to the process. An error if it is gone.
    fn hand(&self, socket: &UnixStream) -> Result<(), Errno> {
        let Some(control) = &self.control else { return Err(Errno::PIPE) };
        let sockets = [socket.as_fd()];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        loop {
            let mut ancillary = SendAncillaryBuffer::new(&mut space);
            ancillary.push(SendAncillaryMessage::ScmRights(&sockets));
            match sendmsg(control, &[IoSlice::new(b"r")], &mut ancillary, SendFlags::NOSIGNAL) {
                Ok(_) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn kill(&self) {
        if let Some(process) = &self.process {
            let _ = pidfd_send_signal(process, Signal::KILL);
        }
    }
}

/// A descriptor by which the process can be killed, whoever has its number by then. Where the kernel gives none, its end is waited for without.
fn open_process(child: &Child) -> io::Result<Option<OwnedFd>> {
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    Ok(pid.and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok()))
}

impl Drop for Server {
    fn drop(&mut self) {
        self.control = None;
        if self.end.wait(FAREWELL).is_none() {
            self.kill();
            self.end.wait(FAREWELL);
        }
    }
}
