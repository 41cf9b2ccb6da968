//! Windows: ends of pipes behind threads ([`pumped`](super::pumped)).

pub(crate) use super::pumped::{AsFd, End as Connection, End as OwnedFd, Errno, PollFd, PollFlags, poll, read, read as receive_now, write};
use std::{
    fs::File,
    io,
    os::windows::io::{AsHandle, OwnedHandle},
    path::PathBuf,
};

/// How long is waited.
pub(crate) type Timespec = std::time::Duration;

/// A work folder. Each step below it is opened without following links, and held while the next one is.
pub(crate) type Folder = PathBuf;

/// There is no signal that a worker could be asked with.
pub(crate) const WHERE: Option<i32> = None;

/// The end of the app's sending side is told without being asked for.
pub(crate) const HANG_UP: PollFlags = PollFlags::empty();

/// The end of a pipe that goes into a box.
pub(crate) type Inner = OwnedHandle;

/// Fills it with bytes that nobody can guess.
pub(crate) fn fill_with_random(bytes: &mut [u8]) -> Result<(), Errno> {
    getrandom::fill(bytes).map_err(|_| Errno::IO)
}

/// A pipe out of the box: our end does not block.
pub(crate) fn outward() -> io::Result<(OwnedFd, Inner)> {
    let (ours, inside) = io::pipe()?;
    Ok((OwnedFd::reading(ours)?, inside.into()))
}

/// A pipe into the box: our end does not block.
pub(crate) fn inward() -> io::Result<(OwnedFd, Inner)> {
    let (inside, ours) = io::pipe()?;
    Ok((OwnedFd::writing(ours)?, inside.into()))
}

/// The connection with the app that started this process: standard input and output.
pub(crate) fn connection_with_app() -> io::Result<Connection> {
    // Files of their own, because what `std` gives for standard output keeps half a line back.
    let reading = io::stdin().as_handle().try_clone_to_owned()?;
    let writing = io::stdout().as_handle().try_clone_to_owned()?;
    Connection::both(File::from(reading), File::from(writing))
}

/// What went wrong, by its number.
pub(crate) fn errno(error: &io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::IO, Errno)
}
