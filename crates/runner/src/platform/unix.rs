//! Linux and macOS: descriptors.

use rustix::net::{RecvFlags, recv};
pub(crate) use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fd::{AsFd, OwnedFd},
    io::{Errno, read, write},
};
pub(crate) use std::os::unix::net::UnixStream as Connection;

/// A work folder, opened: what reaches into it follows no path from outside.
pub(crate) type Folder = OwnedFd;

/// The signal that asks a worker where its program is: one that beginners' programs do not use (SIGUSR2).
pub(crate) const WHERE: Option<i32> = Some(libc::SIGUSR2);

/// What is asked of `poll` to hear that the app has closed its sending side. macOS has no such question: there, reading gives the end.
#[cfg(target_os = "linux")]
pub(crate) const HANG_UP: PollFlags = PollFlags::RDHUP;
#[cfg(not(target_os = "linux"))]
pub(crate) const HANG_UP: PollFlags = PollFlags::empty();

/// Reads what has come from the app, without waiting; 0 at its end.
pub(crate) fn receive_now(client: &Connection, bytes: &mut [u8]) -> Result<usize, Errno> {
    recv(client, bytes, RecvFlags::DONTWAIT).map(|(_, count)| count)
}

/// Fills it with bytes that nobody can guess.
#[cfg(target_os = "linux")]
pub(crate) fn fill_with_random(bytes: &mut [u8]) -> Result<(), Errno> {
    rustix::rand::getrandom(bytes, rustix::rand::GetRandomFlags::empty()).map(|_| ())
}
#[cfg(not(target_os = "linux"))]
pub(crate) fn fill_with_random(bytes: &mut [u8]) -> Result<(), Errno> {
    getrandom::fill(bytes).map_err(|_| Errno::IO)
}

/// The end of a pipe that goes into a box.
#[cfg(not(target_os = "linux"))]
pub(crate) type Inner = OwnedFd;

/// A pipe out of the box: our end does not block.
#[cfg(not(target_os = "linux"))]
pub(crate) fn outward() -> std::io::Result<(OwnedFd, Inner)> {
    let (ours, inside) = std::io::pipe()?;
    Ok((not_blocking(ours.into())?, inside.into()))
}

/// A pipe into the box: our end does not block.
#[cfg(not(target_os = "linux"))]
pub(crate) fn inward() -> std::io::Result<(OwnedFd, Inner)> {
    let (inside, ours) = std::io::pipe()?;
    Ok((not_blocking(ours.into())?, inside.into()))
}

#[cfg(not(target_os = "linux"))]
fn not_blocking(end: OwnedFd) -> std::io::Result<OwnedFd> {
    rustix::fs::fcntl_setfl(&end, rustix::fs::OFlags::NONBLOCK)?;
    Ok(end)
}

/// The connection with the app that started this process: a socket as standard input.
#[cfg(not(target_os = "linux"))]
pub(crate) fn connection_with_app() -> std::io::Result<Connection> {
    Ok(rustix::stdio::stdin().try_clone_to_owned()?.into())
}

/// What went wrong, by its number.
#[cfg(not(target_os = "linux"))]
pub(crate) fn errno(error: &std::io::Error) -> Errno {
    Errno::from_io_error(error).unwrap_or(Errno::IO)
}
