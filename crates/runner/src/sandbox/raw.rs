//! The system calls that neither `std` nor `rustix` offers safely. All unsafe code of the crate is in this file.
#![allow(unsafe_code)]

use super::{Ended, keeper};
use rustix::{io::Errno, process::Pid};
use std::{
    ffi::{CStr, CString, c_char},
    os::fd::{FromRawFd, OwnedFd, RawFd},
    ptr,
    time::Duration,
};

/// For [`copy_process`]: the child becomes a child of this process's parent, which then waits for it and whose end is its end.
pub(super) const CHILD_OF_PARENT: libc::c_int = libc::CLONE_PARENT;

/// Copies this process, like `fork`, into the new name spaces that `flags` names. Gives the child's process id to the parent and `None` to the child.
///
/// The caller must be its process's only thread: the child goes on with ordinary Rust code, which another thread's lock, copied while held, would stop for ever. It is
/// called in four places: by `serve` before the first thread is started, to make the keeper; by the keeper and by a ready interpreter, which never start one; and by a
/// box's first process.
/// `sandbox` is private to the crate, so that an app cannot call this.
pub(super) fn copy_process(flags: libc::c_int) -> Result<Option<Pid>, Errno> {
    let flags = libc::c_ulong::from((flags | libc::SIGCHLD).cast_unsigned());
    // SAFETY: without CLONE_VM and with a null stack the call is `fork`: the child has a copy of all memory and its own stack. The kernel reads no other argument with these flags.
    // There is one thread (above), so no lock is held by another.
    let result = unsafe { libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0) };
    match result {
        -1 => Err(last_error()),
        0 => Ok(None),
        pid => Ok(i32::try_from(pid).ok().and_then(Pid::from_raw)),
    }
}

/// Waits for a child; `None` where it still runs and `block` is false.
pub(super) fn wait(pid: Pid, block: bool) -> Result<Option<Ended>, Errno> {
    let mut status = 0;
    // SAFETY: `rusage` is a plain structure of numbers, for which all zeros is a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    let options = if block { 0 } else { libc::WNOHANG };
    // SAFETY: both pointers are to live variables of the types the call writes.
    let result = unsafe { libc::wait4(pid.as_raw_nonzero().get(), &raw mut status, options, &raw mut usage) };
    match result {
        -1 => Err(last_error()),
        0 => Ok(None),
        _ => {
            let milliseconds = |time: libc::timeval| time.tv_sec.cast_unsigned() * 1000 + time.tv_usec.cast_unsigned() / 1000;
            Ok(Some(Ended {
                status,
                cpu_ms: milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
                memory_kb: usage.ru_maxrss.cast_unsigned(),
            }))
        }
    }
}

/// The processor time that all threads of another process have used so far.
pub(super) fn cpu_time(pid: Pid) -> Option<Duration> {
    let mut clock = 0;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: both calls write only to the live variables that are given, of the types they want; a process that is gone is an error.
    let result = unsafe {
        match libc::clock_getcpuclockid(pid.as_raw_nonzero().get(), &raw mut clock) {
            0 => libc::clock_gettime(clock, &raw mut time),
            _ => -1,
        }
    };
    (result == 0).then(|| Duration::new(time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).unwrap_or(0)))
}

/// Has every signal do what it usually does, and none held back. A process inherits from whoever started it what is ignored and what is held back (a script's `&`, `nohup`),
/// and Python would take it over: a program could not be interrupted. What Rust itself ignores at its start (a write to a closed pipe) stays so.
pub(super) fn usual_signals() {
    for signal in (1..=libc::SIGRTMAX()).filter(|&signal| signal != libc::SIGPIPE) {
        // SAFETY: no handler of ours is among what is replaced, and the usual effect is no function. What cannot be set, the call refuses.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
    // SAFETY: a set of signals is plain data, which the first call fills and the second reads.
    unsafe {
        let mut none = std::mem::zeroed();
        libc::sigemptyset(&raw mut none);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const none, ptr::null_mut());
    }
}

/// Ends this process at once, without running anything that was prepared for its end: in a copied process that belongs to the parent.
pub(super) fn exit_now(code: i32) -> ! {
    // SAFETY: `_exit` has no conditions; it does not return.
    unsafe { libc::_exit(code) }
}

/// Closes every file descriptor of this process, the standard ones too. For the first process of a box, which only waits from then on.
pub(super) fn close_everything() {
    // SAFETY: the caller goes on only to wait for a child and to leave with `exit_now`, so nothing uses or drops a descriptor that is closed here.
    unsafe { close_range(0, RawFd::MAX) };
}

/// Closes every descriptor of this process but the three standard ones and `kept`, sorted. For a process that goes on as the interpreter of a box.
pub(super) fn close_all_but(kept: &[RawFd]) {
    let mut first = 3;
    for end in kept.iter().copied().chain([RawFd::MAX]) {
        // SAFETY: the caller has given up (`forget`) every owner of a descriptor in this process, so nothing uses or drops one that is closed here.
        unsafe { close_range(first, end) };
        first = end.saturating_add(1);
    }
}

/// Closes the descriptors from `first` to the one before `end`; where the kernel does not know the call, those that there usually are.
///
/// # Safety
///
/// Nothing in this process uses or drops one of them afterwards.
unsafe fn close_range(first: RawFd, end: RawFd) {
    if first >= end {
        return;
    }
    // SAFETY: the caller's promise.
    let result = unsafe { libc::syscall(libc::SYS_close_range, first.cast_unsigned(), (end - 1).cast_unsigned(), 0) };
    if result == -1 {
        for descriptor in first..end.min(1024) {
            // SAFETY: the caller's promise.
            unsafe { libc::close(descriptor) };
        }
    }
}

/// What an interpreter calls that stands ready (`ready.py`): `socket` is its end of a pair, over which it is asked for copies. Comes back only in a copy, in its box; with
/// the numbers of its four pipes in `pipes`, in the order of the worker's arguments.
///
/// # Safety
///
/// The process has one thread, `socket` is open and nobody else's, and `pipes` has room for four numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn learning_studio_wait_to_be_copied(socket: libc::c_int, pipes: *mut libc::c_int) {
    // SAFETY: the caller's promise.
    let socket = unsafe { OwnedFd::from_raw_fd(socket) };
    let found = keeper::serve_copies(socket);
    // SAFETY: the caller's promise; the two are different memory.
    unsafe { ptr::copy_nonoverlapping(found.as_ptr(), pipes, found.len()) };
}

/// Has every descriptor but the three standard ones closed when another program is executed. Where the kernel does not know the call, what is opened with care is closed all the same.
pub(super) fn close_on_execution() {
    // SAFETY: no descriptor changes now; the flag takes effect only if the program is replaced, and with it everything that could use one.
    unsafe { libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC) };
}

/// Attributes of a mount, as `mount_setattr` takes them.
#[repr(C)]
struct MountAttributes {
    set: u64,
    clear: u64,
    propagation: u64,
    user_namespace: u64,
}

/// Adds attributes (`libc::MOUNT_ATTR_...`) to the mount at `path`, and to all below it if `recursive`. Unlike a remount it leaves those that are there, which a user name
/// space may not take away.
pub(super) fn add_mount_attributes(path: &CStr, attributes: u64, recursive: bool) -> Result<(), Errno> {
    let argument = MountAttributes { set: attributes, clear: 0, propagation: 0, user_namespace: 0 };
    let flags = if recursive { libc::AT_RECURSIVE } else { 0 };
    // SAFETY: `path` ends with NUL, and `argument` is a live structure of the layout and size that are given.
    let result =
        unsafe { libc::syscall(libc::SYS_mount_setattr, libc::AT_FDCWD, path.as_ptr(), flags, &raw const argument, size_of::<MountAttributes>()) };
    if result == -1 { Err(last_error()) } else { Ok(()) }
}

/// The arguments of one `execve`, at addresses nobody can guess.
///
/// The system call filter lets `execve` through only with exactly these three addresses. They are chosen at random, and after the call they are gone with the rest of the
/// memory; so the interpreter can be started once, and what runs in it can start nothing. Guessing would take more than 2^100 tries.
pub(super) struct Execution {
    path: Region,
    arguments: Region,
    environment: Region,
    /// What the pointers in `arguments` and `environment` point to.
    _texts: Vec<CString>,
}

impl Execution {
    pub(super) fn prepare(path: &CStr, arguments: Vec<CString>, environment: Vec<CString>) -> Result<Self, Errno> {
        let pointers = |texts: &[CString]| -> Vec<u8> {
            let addresses = texts.iter().map(|text| text.as_ptr().addr()).chain([0]);
            addresses.flat_map(usize::to_ne_bytes).collect()
        };
        Ok(Self {
            path: Region::with(path.to_bytes_with_nul())?,
            arguments: Region::with(&pointers(&arguments))?,
            environment: Region::with(&pointers(&environment))?,
            _texts: arguments.into_iter().chain(environment).collect(),
        })
    }

    /// The three addresses, in the order of the call's arguments.
    pub(super) fn addresses(&self) -> [u64; 3] {
        [&self.path, &self.arguments, &self.environment].map(|region| region.start.addr() as u64)
    }

    /// Replaces this process. Returns only if that failed.
    pub(super) fn go(&self) -> Errno {
        // SAFETY: `path` ends with NUL; the two lists end with a null pointer and point into `_texts`, which lives as long as `self`. Moving a `CString` does not move its bytes.
        unsafe { libc::syscall(libc::SYS_execve, self.path.start, self.arguments.start, self.environment.start) };
        last_error()
    }
}

/// Memory of its own at a random place.
struct Region {
    start: *mut c_char,
    length: usize,
}

impl Region {
    fn with(content: &[u8]) -> Result<Self, Errno> {
        let mut random = [0; 8];
        rustix::rand::getrandom(&mut random, rustix::rand::GetRandomFlags::empty())?;
        let random = usize::from_ne_bytes(random);
        // A page between 2^32 and 2^46, inside what user programs may have on every 64-bit machine. A hint only: if it is taken the kernel chooses.
        let hint = (random & 0x3fff_ffff_f000) | 0x1_0000_0000;
        let page = 4096;
        let offset = (random >> 52) & 0x7f0;
        let length = (offset + content.len()).div_ceil(page) * page;
        // SAFETY: without MAP_FIXED the call takes only free addresses, so no memory in use changes.
        let mapped = unsafe {
            libc::mmap(ptr::without_provenance_mut(hint), length, libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1, 0)
        };
        if mapped == libc::MAP_FAILED {
            return Err(last_error());
        }
        // SAFETY: `offset + content.len()` is within the `length` bytes that were just mapped, writable and used by nobody else.
        let start = unsafe {
            let start = mapped.cast::<u8>().add(offset);
            ptr::copy_nonoverlapping(content.as_ptr(), start, content.len());
            start
        };
        Ok(Self { start: start.cast(), length })
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let page = self.start.map_addr(|address| address & !4095);
        // SAFETY: this is the region that `with` mapped, and nothing else points into it.
        unsafe { libc::munmap(page.cast(), self.length) };
    }
}

fn last_error() -> Errno {
    std::io::Error::last_os_error().raw_os_error().map_or(Errno::INVAL, Errno::from_raw_os_error)
}
