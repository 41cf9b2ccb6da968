//! The runner's process on macOS and Windows, as the app sees it: one for each request. Handing a connection to a process that stays is another matter on each system;
//! starting one anew costs some milliseconds, which the interpreter's own start exceeds.

use crate::{RunnerError, client::Unanswered, platform::Connection};
use std::{
    io,
    net::Shutdown,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long the runner may take to end after it was told: it has folders to remove.
const FAREWELL: Duration = Duration::from_secs(2);

/// How often is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(5);

/// What the runner gets of the app's environment: where temporary files go, and what Windows wants every program to have.
const ENVIRONMENT: [&str; 7] = ["TMPDIR", "TEMP", "TMP", "SystemRoot", "SystemDrive", "LOCALAPPDATA", "USERPROFILE"];

/// Starts runners.
#[derive(Debug)]
pub(crate) struct Serving {
    binary: PathBuf,
}

/// One request's runner, and the connection with it. Dropped, it is told to end, and killed if it does not.
pub(crate) struct Conversation {
    pub socket: Connection,
    process: Child,
}

impl Serving {
    pub(crate) fn new(binary: PathBuf) -> Self {
        Self { binary }
    }

    /// Starts a runner.
    pub(crate) fn open(&self) -> Result<Conversation, RunnerError> {
        let mut command = Command::new(&self.binary);
        command.env_clear().stdout(Stdio::null()).stderr(Stdio::null());
        command.envs(ENVIRONMENT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        let (socket, process) = start(&mut command, &self.binary)?;
        Ok(Conversation { socket, process })
    }
}

#[cfg(unix)]
fn start(command: &mut Command, binary: &std::path::Path) -> Result<(Connection, Child), RunnerError> {
    use std::os::{fd::OwnedFd, unix::process::CommandExt};
    let (ours, its) = Connection::pair().map_err(|error| internal(&error))?;
    // Away from the terminal: its signals are for the app, whose end is ours.
    command.current_dir("/").process_group(0).stdin(Stdio::from(OwnedFd::from(its)));
    let process = command.spawn().map_err(|source| RunnerError::BinaryMissing { path: binary.to_path_buf(), source })?;
    // The command still holds the other side.
    command.stdin(Stdio::null());
    Ok((ours, process))
}

#[cfg(windows)]
fn start(command: &mut Command, binary: &std::path::Path) -> Result<(Connection, Child), RunnerError> {
    use std::os::windows::process::CommandExt;
    /// No console window for a program without one (`CREATE_NO_WINDOW`).
    const WITHOUT_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(WITHOUT_WINDOW).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = command.spawn().map_err(|source| RunnerError::BinaryMissing { path: binary.to_path_buf(), source })?;
    let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
        return Err(RunnerError::Internal("the runner has no pipes".to_owned()));
    };
    let socket = Connection::both(output, input).map_err(|error| internal(&error))?;
    Ok((socket, process))
}

fn internal(error: &io::Error) -> RunnerError {
    RunnerError::Internal(format!("starting the runner: {error}"))
}

impl Conversation {
    /// Why the connection ended before an answer.
    pub(crate) fn why_unanswered(&mut self) -> Unanswered {
        match self.wait(Duration::from_secs(1)) {
            Some(status) if was_killed(status) => Unanswered::Killed(status.to_string()),
            Some(status) => Unanswered::Ended(status.to_string()),
            None => Unanswered::StillThere,
        }
    }

    /// Ends a runner that does not do what it must.
    pub(crate) fn give_up(&mut self) {
        let _ = self.process.kill();
    }

    fn wait(&mut self, patience: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + patience;
        loop {
            match self.process.try_wait() {
                Ok(None) if Instant::now() < deadline => thread::sleep(LOOK),
                other => return other.ok().flatten(),
            }
        }
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        let _ = self.socket.shutdown(Shutdown::Both);
        if self.wait(FAREWELL).is_none() {
            self.give_up();
            let _ = self.process.wait();
        }
    }
}

#[cfg(unix)]
fn was_killed(status: ExitStatus) -> bool {
    std::os::unix::process::ExitStatusExt::signal(&status) == Some(libc::SIGKILL)
}

/// Who ends a process on Windows gives it any exit code, and the task manager gives it 1, which a runner that fails gives too. So nobody can tell, and the request is not asked again.
#[cfg(windows)]
fn was_killed(_: ExitStatus) -> bool {
    false
}
