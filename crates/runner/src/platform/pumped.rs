//! Pipes that can be waited for together where the system cannot: each end has a thread that reads or writes it, and a buffer between the thread and us.
//!
//! Only `std`, so that Linux tests it; used on Windows, whose `poll` knows sockets only.

use std::{
    collections::VecDeque,
    fmt,
    io::{self, Read, Write},
    net::Shutdown,
    ops::BitOr,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// What a buffer holds at most: as much as a pipe of Linux does.
const ROOM: usize = 64 * 1024;

/// Why a call gave nothing, by the names that `rustix` has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Errno(pub(super) i32);

impl Errno {
    /// It never happens here; whoever uses descriptors must expect it.
    pub(crate) const INTR: Self = Self(-1);
    /// It would have to wait.
    pub(crate) const AGAIN: Self = Self(-2);
    /// Nobody reads at the other end.
    pub(crate) const PIPE: Self = Self(-3);
    /// Anything else that has no number.
    pub(crate) const IO: Self = Self(-4);
}

impl fmt::Display for Errno {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::INTR => formatter.write_str("interrupted"),
            Self::AGAIN => formatter.write_str("not ready"),
            Self::PIPE => formatter.write_str("the other end is closed"),
            Self::IO => formatter.write_str("input or output failed"),
            Self(number) => io::Error::from_raw_os_error(number).fmt(formatter),
        }
    }
}

/// What can be waited for, and what has come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PollFlags(u8);

impl PollFlags {
    /// There is something to read, or its end.
    pub(crate) const IN: Self = Self(1);
    /// There is room to write.
    pub(crate) const OUT: Self = Self(2);
    /// Nothing more will come.
    pub(crate) const HUP: Self = Self(4);
    /// Nobody reads what would be written.
    pub(crate) const ERR: Self = Self(8);

    pub(crate) const fn empty() -> Self {
        Self(0)
    }

    pub(crate) const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for PollFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Counts every change of any end, so that one thread can wait for several of them.
static CHANGES: Mutex<u64> = Mutex::new(0);
static CHANGED: Condvar = Condvar::new();

fn tell_of_change() {
    *held(&CHANGES) += 1;
    CHANGED.notify_all();
}

/// Bytes on their way, in one direction.
#[derive(Debug, Default)]
struct Passage {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Debug, Default)]
struct State {
    bytes: VecDeque<u8>,
    /// Bytes that were taken out and are being written to the pipe at this moment.
    writing: bool,
    /// Whoever puts bytes in has ended.
    ended: bool,
    /// Whoever takes them out has ended.
    abandoned: bool,
}

impl Passage {
    fn change<T>(&self, action: impl FnOnce(&mut State) -> T) -> T {
        let result = action(&mut held(&self.state));
        self.moved.notify_all();
        tell_of_change();
        result
    }

    fn wait_while(&self, condition: impl FnMut(&mut State) -> bool) -> MutexGuard<'_, State> {
        self.moved.wait_while(held(&self.state), condition).unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what fits into `into`; 0 where there is nothing.
    fn take(&self, into: &mut [u8]) -> usize {
        self.change(|state| {
            let count = state.bytes.len().min(into.len());
            for (place, byte) in into.iter_mut().zip(state.bytes.drain(..count)) {
                *place = byte;
            }
            count
        })
    }

    /// Puts in what there is room for.
    fn put(&self, bytes: &[u8]) -> usize {
        self.change(|state| {
            let count = bytes.len().min(ROOM.saturating_sub(state.bytes.len()));
            state.bytes.extend(&bytes[..count]);
            count
        })
    }
}

/// A passage whose bytes come from a pipe. Dropped, the pipe is closed as soon as its thread notices.
#[derive(Debug)]
struct Incoming(Arc<Passage>);

impl Incoming {
    fn from(mut pipe: impl Read + Send + 'static) -> io::Result<Self> {
        let passage = Arc::new(Passage::default());
        let ours = passage.clone();
        thread::Builder::new().name("reading".to_owned()).spawn(move || {
            let mut bytes = vec![0; ROOM];
            loop {
                let mut rest = match pipe.read(&mut bytes) {
                    Ok(0) => break,
                    Ok(count) => &bytes[..count],
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(_) => break,
                };
                while !rest.is_empty() {
                    if passage.wait_while(|state| !state.abandoned && state.bytes.len() >= ROOM).abandoned {
                        return;
                    }
                    rest = &rest[passage.put(rest)..];
                }
            }
            passage.change(|state| state.ended = true);
        })?;
        Ok(Self(ours))
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        self.0.change(|state| state.abandoned = true);
    }
}

/// A passage whose bytes go into a pipe. Dropped, the pipe is closed when all of them are written.
#[derive(Debug)]
struct Outgoing(Arc<Passage>);

impl Outgoing {
    fn into(mut pipe: impl Write + Send + 'static) -> io::Result<Self> {
        let passage = Arc::new(Passage::default());
        let ours = passage.clone();
        thread::Builder::new().name("writing".to_owned()).spawn(move || {
            loop {
                let bytes: Vec<u8> = {
                    let mut state = passage.wait_while(|state| !state.ended && state.bytes.is_empty());
                    if state.bytes.is_empty() {
                        return;
                    }
                    state.writing = true;
                    state.bytes.drain(..).collect()
                };
                tell_of_change();
                let written = pipe.write_all(&bytes).and_then(|()| pipe.flush());
                passage.change(|state| {
                    state.writing = false;
                    state.abandoned = written.is_err();
                });
                if written.is_err() {
                    return;
                }
            }
        })?;
        Ok(Self(ours))
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        self.0.change(|state| state.ended = true);
    }
}

/// Our end of one pipe, or of two that go both ways.
#[derive(Debug, Clone)]
pub(crate) struct End {
    incoming: Option<Arc<Incoming>>,
    outgoing: Option<Arc<Outgoing>>,
}

impl End {
    /// The end of a pipe that is read.
    pub(crate) fn reading(pipe: impl Read + Send + 'static) -> io::Result<Self> {
        Ok(Self { incoming: Some(Arc::new(Incoming::from(pipe)?)), outgoing: None })
    }

    /// The end of a pipe that is written.
    pub(crate) fn writing(pipe: impl Write + Send + 'static) -> io::Result<Self> {
        Ok(Self { incoming: None, outgoing: Some(Arc::new(Outgoing::into(pipe)?)) })
    }

    /// Both ways.
    pub(crate) fn both(reading: impl Read + Send + 'static, writing: impl Write + Send + 'static) -> io::Result<Self> {
        Ok(Self { incoming: Some(Arc::new(Incoming::from(reading)?)), outgoing: Some(Arc::new(Outgoing::into(writing)?)) })
    }

    /// The same end once more.
    pub(crate) fn try_clone(&self) -> io::Result<Self> {
        Ok(self.clone())
    }

    /// Ends one way, or both, for all that hold this end.
    pub(crate) fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        if let (Some(outgoing), Shutdown::Write | Shutdown::Both) = (&self.outgoing, how) {
            outgoing.0.change(|state| state.ended = true);
        }
        if let (Some(incoming), Shutdown::Read | Shutdown::Both) = (&self.incoming, how) {
            incoming.0.change(|state| (state.ended, state.abandoned) = (true, true));
        }
        Ok(())
    }

    fn ready(&self, wanted: PollFlags) -> PollFlags {
        let mut ready = PollFlags::empty();
        if let Some(incoming) = &self.incoming {
            let state = held(&incoming.0.state);
            if state.ended && state.bytes.is_empty() {
                // Always told, as `poll` does.
                ready = ready | PollFlags::HUP;
            }
            if wanted.intersects(PollFlags::IN) && (state.ended || !state.bytes.is_empty()) {
                ready = ready | PollFlags::IN;
            }
        }
        if let Some(outgoing) = &self.outgoing {
            let state = held(&outgoing.0.state);
            if state.abandoned {
                ready = ready | PollFlags::ERR;
            }
            if wanted.intersects(PollFlags::OUT) && state.bytes.len() < ROOM {
                ready = ready | PollFlags::OUT;
            }
        }
        ready
    }
}

impl Read for &End {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let Some(incoming) = &self.incoming else { return Err(io::ErrorKind::Unsupported.into()) };
        drop(incoming.0.wait_while(|state| !state.ended && state.bytes.is_empty()));
        Ok(incoming.0.take(bytes))
    }
}

impl Write for &End {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(outgoing) = &self.outgoing else { return Err(io::ErrorKind::Unsupported.into()) };
        let state = outgoing.0.wait_while(|state| !state.ended && !state.abandoned && state.bytes.len() >= ROOM);
        if state.ended || state.abandoned {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        drop(state);
        Ok(outgoing.0.put(bytes))
    }

    /// Waits until all is in the pipe: a process that ends loses what its threads have not written.
    fn flush(&mut self) -> io::Result<()> {
        let Some(outgoing) = &self.outgoing else { return Ok(()) };
        let state = outgoing.0.wait_while(|state| !state.abandoned && (state.writing || !state.bytes.is_empty()));
        if state.abandoned { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
    }
}

impl Write for End {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self).flush()
    }
}

/// Reads what has come, without waiting; 0 at the end.
pub(crate) fn read(end: &End, bytes: &mut [u8]) -> Result<usize, Errno> {
    let Some(incoming) = &end.incoming else { return Err(Errno::IO) };
    match incoming.0.take(bytes) {
        0 if held(&incoming.0.state).ended => Ok(incoming.0.take(bytes)),
        0 => Err(Errno::AGAIN),
        count => Ok(count),
    }
}

/// Writes what there is room for, without waiting.
pub(crate) fn write(end: &End, bytes: &[u8]) -> Result<usize, Errno> {
    let Some(outgoing) = &end.outgoing else { return Err(Errno::IO) };
    {
        let state = held(&outgoing.0.state);
        if state.ended || state.abandoned {
            return Err(Errno::PIPE);
        }
    }
    match outgoing.0.put(bytes) {
        0 if !bytes.is_empty() => Err(Errno::AGAIN),
        count => Ok(count),
    }
}

/// What has an end.
pub(crate) trait AsFd {
    fn as_fd(&self) -> &End;
}

impl AsFd for End {
    fn as_fd(&self) -> &End {
        self
    }
}

impl<T: AsFd> AsFd for &T {
    fn as_fd(&self) -> &End {
        (**self).as_fd()
    }
}

/// One of several ends that are waited for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PollFd<'a> {
    end: &'a End,
    wanted: PollFlags,
    ready: PollFlags,
}

impl<'a> PollFd<'a> {
    pub(crate) fn new(end: &'a impl AsFd, wanted: PollFlags) -> Self {
        Self::from_borrowed_fd(end.as_fd(), wanted)
    }

    pub(crate) fn from_borrowed_fd(end: &'a End, wanted: PollFlags) -> Self {
        Self { end, wanted, ready: PollFlags::empty() }
    }

    pub(crate) fn revents(&self) -> PollFlags {
        self.ready
    }
}

/// Waits until one of them is ready, but not longer than `timeout`. Gives how many are.
pub(crate) fn poll(ends: &mut [PollFd<'_>], timeout: Option<&Duration>) -> Result<usize, Errno> {
    let deadline = timeout.map(|timeout| Instant::now() + *timeout);
    loop {
        // Read before the ends are looked at: a change in between ends the waiting at once.
        let seen = *held(&CHANGES);
        for end in &mut *ends {
            end.ready = end.end.ready(end.wanted);
        }
        let count = ends.iter().filter(|end| end.ready != PollFlags::empty()).count();
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if count > 0 || left == Some(Duration::ZERO) {
            return Ok(count);
        }
        // Without a time limit too it looks again now and then.
        let left = left.unwrap_or(Duration::from_secs(60));
        drop(CHANGED.wait_timeout_while(held(&CHANGES), left, |changes| *changes == seen).unwrap_or_else(PoisonError::into_inner));
    }
}

/// A lock that a panic elsewhere does not take from us: what it guards is changed in single steps.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::pipe;

    #[test]
    fn what_comes_is_waited_for_and_read() {
        let (reader, mut writer) = pipe().unwrap();
        let (other_reader, other_writer) = pipe().unwrap();
        let (first, second) = (End::reading(reader).unwrap(), End::reading(other_reader).unwrap());
        let mut bytes = [0; 10];
        assert_eq!(read(&first, &mut bytes), Err(Errno::AGAIN));
        let mut ends = [PollFd::new(&first, PollFlags::IN), PollFd::new(&second, PollFlags::IN)];
        assert_eq!(poll(&mut ends, Some(&Duration::from_millis(20))), Ok(0));
        let later = thread::spawn(move || {
            thread::sleep(Duration::from_millis(30));
            writer.write_all(b"abc").unwrap();
        });
        assert_eq!(poll(&mut ends, Some(&Duration::from_secs(20))), Ok(1));
        assert_eq!(ends.map(|end| end.revents().intersects(PollFlags::IN)), [true, false]);
        assert_eq!((read(&first, &mut bytes), &bytes[..3]), (Ok(3), &b"abc"[..]));
        later.join().unwrap();
        // The other side has closed it.
        let mut ends = [PollFd::new(&first, PollFlags::IN)];
        assert_eq!(poll(&mut ends, Some(&Duration::from_secs(20))), Ok(1));
        assert!(ends[0].revents().intersects(PollFlags::HUP));
        assert_eq!(read(&first, &mut bytes), Ok(0));
        assert_eq!((&first).read(&mut bytes).unwrap(), 0);
        drop(other_writer);
    }

    #[test]
    fn more_than_fits_waits_and_nothing_is_lost() {
        let (reader, writer) = pipe().unwrap();
        let (out, back) = (End::writing(writer).unwrap(), End::reading(reader).unwrap());
        let sent: Vec<u8> = (0..1_000_000_u32).map(|number| (number % 251) as u8).collect();
        let mut written = 0;
        // Pipe, thread and both buffers are full at some point.
        while let Ok(()) = match write(&out, &sent[written..]) {
            Ok(count) => {
                written += count;
                Ok(())
            }
            Err(Errno::AGAIN) => match poll(&mut [PollFd::new(&out, PollFlags::OUT)], Some(&Duration::from_millis(200))) {
                Ok(0) => Err(()),
                _ => Ok(()),
            },
            Err(error) => panic!("{error}"),
        } {}
        assert!(written >= ROOM && written < sent.len());
        let rest = sent[written..].to_vec();
        let writing = thread::spawn(move || {
            (&out).write_all(&rest).unwrap();
            (&out).flush().unwrap();
        });
        let mut received = Vec::new();
        (&back).read_to_end(&mut received).unwrap();
        writing.join().unwrap();
        assert!(received == sent);
    }

    #[test]
    fn a_closed_end_is_told() {
        let (reader, writer) = pipe().unwrap();
        let out = End::writing(writer).unwrap();
        drop(reader);
        // The thread finds it out with the first bytes.
        let _ = write(&out, b"x");
        let mut ends = [PollFd::new(&out, PollFlags::empty())];
        assert_eq!(poll(&mut ends, Some(&Duration::from_secs(20))), Ok(1));
        assert!(ends[0].revents().intersects(PollFlags::ERR));
        assert_eq!(write(&out, b"x"), Err(Errno::PIPE));

        let ((reader, writer), (back_reader, back_writer)) = (pipe().unwrap(), pipe().unwrap());
        let both = End::both(back_reader, writer).unwrap();
        let lifeline = both.try_clone().unwrap();
        (&both).write_all(b"last").unwrap();
        lifeline.shutdown(Shutdown::Write).unwrap();
        let mut text = String::new();
        let mut reader = reader;
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "last", "what was written before the end arrives");
        assert!((&both).write(b"x").is_err());
        drop(back_writer);
    }
}
