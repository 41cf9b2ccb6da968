//! The descriptors that come from the runner, as Python inside sees them.
//!
//! They keep their numbers far from those that WASI gives to files, so that the two cannot be mistaken for each other. Everything else goes to `wasmtime-wasi`.

use crate::Problem;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read, Write, stderr, stdin, stdout},
    os::{
        fd::{AsFd, FromRawFd},
        unix::fs::FileExt,
    },
};

/// Where their numbers begin, inside. WASI counts files from 3 up, and the runner allows 64.
pub(crate) const FIRST: i32 = 1000;

/// Writing "0 N" to this one makes the descriptor N standard input, as `dup2` would: WASI has no such call.
pub(crate) const CONTROL: i32 = 999;

/// Error numbers of WASI (`wasi_snapshot_preview1`, `errno`).
pub(crate) mod errno {
    pub(crate) const SUCCESS: i32 = 0;
    pub(crate) const BADF: i32 = 8;
    pub(crate) const FAULT: i32 = 21;
    pub(crate) const INVAL: i32 = 28;
    pub(crate) const IO: i32 = 29;
    pub(crate) const PIPE: i32 = 64;
    pub(crate) const SPIPE: i32 = 70;
}

/// The descriptors that are open.
pub(crate) struct Pipes {
    open: BTreeMap<i32, File>,
}

impl Pipes {
    /// The three standard ones, and those whose numbers the runner named. Gives what Python is to be told of the latter.
    pub(crate) fn take(numbers: &[&str]) -> Result<(Self, Vec<String>), Problem> {
        let mut open = BTreeMap::new();
        open.insert(0, stdin().as_fd().try_clone_to_owned()?.into());
        open.insert(1, stdout().as_fd().try_clone_to_owned()?.into());
        open.insert(2, stderr().as_fd().try_clone_to_owned()?.into());
        let mut inside = Vec::new();
        for (place, number) in (FIRST..).zip(numbers) {
            open.insert(place, own(number)?);
            inside.push(place.to_string());
        }
        Ok((Self { open }, inside))
    }

    /// Whether the number is one of ours, open or not.
    pub(crate) fn has(number: i32) -> bool {
        (0..3).contains(&number) || number >= CONTROL
    }

    pub(crate) fn file(&self, number: i32) -> Result<&File, i32> {
        self.open.get(&number).ok_or(errno::BADF)
    }

    pub(crate) fn close(&mut self, number: i32) -> i32 {
        if self.open.remove(&number).is_some() { errno::SUCCESS } else { errno::BADF }
    }

    pub(crate) fn read(&self, number: i32, buffer: &mut [u8]) -> Result<usize, i32> {
        self.file(number)?.read(buffer).map_err(|error| wasi_error(&error))
    }

    pub(crate) fn read_at(&self, number: i32, buffer: &mut [u8], offset: u64) -> Result<usize, i32> {
        self.file(number)?.read_at(buffer, offset).map_err(|error| wasi_error(&error))
    }

    pub(crate) fn write(&mut self, number: i32, bytes: &[u8]) -> Result<usize, i32> {
        if number == CONTROL {
            return self.control(bytes).map(|()| bytes.len());
        }
        self.file(number)?.write(bytes).map_err(|error| wasi_error(&error))
    }

    fn control(&mut self, bytes: &[u8]) -> Result<(), i32> {
        let source = std::str::from_utf8(bytes).ok().and_then(|text| text.strip_prefix("0 ")?.parse().ok()).ok_or(errno::INVAL)?;
        let copy = self.file(source)?.try_clone().map_err(|error| wasi_error(&error))?;
        self.open.insert(0, copy);
        Ok(())
    }

    /// Whether reading would not wait.
    pub(crate) fn is_ready(&self, number: i32) -> bool {
        let Ok(file) = self.file(number) else { return true };
        let mut poll_fds = [PollFd::new(file, PollFlags::IN)];
        !matches!(poll(&mut poll_fds, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })), Ok(0))
    }
}

/// A descriptor that this process was started with.
#[allow(unsafe_code, reason = "a number becomes a file that this process owns; nothing safe says so")]
fn own(number: &str) -> Result<File, Problem> {
    let number: i32 = number.parse()?;
    if number < 3 {
        return Err("a pipe cannot be one of the standard descriptors".into());
    }
    // SAFETY: the runner opened it for this process and names each once; this is called before anything else here opens a file, so nothing else owns the number.
    Ok(unsafe { File::from_raw_fd(number) })
}

fn wasi_error(error: &std::io::Error) -> i32 {
    match error.kind() {
        std::io::ErrorKind::BrokenPipe => errno::PIPE,
        std::io::ErrorKind::InvalidInput => errno::INVAL,
        _ if error.raw_os_error() == Some(Errno::SPIPE.raw_os_error()) => errno::SPIPE,
        _ => errno::IO,
    }
}
