//! The system calls a program in the box may make. What is not named here fails with `EPERM`.

use super::raw::Execution;
use domain::judge::Tier;
use rustix::process::Pid;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpArgLen::Qword, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch,
};
use std::collections::BTreeMap;

/// Calls that are harmless with any argument: they reach only the process itself, descriptors it already has, and files, which the private root and Landlock bound.
/// It is what CPython and the C library call for files, threads, time, signals and asyncio; `tests/runner` passes with it on CPython 3.8 to 3.13.
#[rustfmt::skip]
const HARMLESS: &[libc::c_long] = &[
    libc::SYS_read, libc::SYS_write, libc::SYS_readv, libc::SYS_writev, libc::SYS_pread64, libc::SYS_pwrite64, libc::SYS_preadv, libc::SYS_pwritev,
    libc::SYS_close, libc::SYS_close_range, libc::SYS_fstat, libc::SYS_newfstatat, libc::SYS_statx, libc::SYS_lseek,
    libc::SYS_statfs, libc::SYS_fstatfs, libc::SYS_faccessat, libc::SYS_faccessat2, libc::SYS_dup, libc::SYS_dup3, libc::SYS_flock,
    libc::SYS_fsync, libc::SYS_fdatasync, libc::SYS_ftruncate, libc::SYS_fallocate, libc::SYS_fadvise64, libc::SYS_getdents64, libc::SYS_getcwd,
    libc::SYS_chdir, libc::SYS_fchdir, libc::SYS_renameat, libc::SYS_renameat2, libc::SYS_mkdirat, libc::SYS_unlinkat, libc::SYS_linkat, libc::SYS_symlinkat,
    libc::SYS_readlinkat, libc::SYS_umask, libc::SYS_copy_file_range, libc::SYS_sendfile,
    libc::SYS_mmap, libc::SYS_mprotect, libc::SYS_munmap, libc::SYS_mremap, libc::SYS_madvise, libc::SYS_brk, libc::SYS_membarrier,
    libc::SYS_rt_sigaction, libc::SYS_rt_sigprocmask, libc::SYS_rt_sigreturn, libc::SYS_rt_sigpending, libc::SYS_rt_sigtimedwait, libc::SYS_rt_sigsuspend,
    libc::SYS_sigaltstack, libc::SYS_restart_syscall,
    libc::SYS_pipe2, libc::SYS_pselect6, libc::SYS_ppoll, libc::SYS_epoll_create1, libc::SYS_epoll_ctl, libc::SYS_epoll_pwait, libc::SYS_eventfd2,
    libc::SYS_timerfd_create, libc::SYS_timerfd_settime, libc::SYS_timerfd_gettime,
    libc::SYS_sched_yield, libc::SYS_sched_getaffinity, libc::SYS_sched_getparam, libc::SYS_sched_getscheduler, libc::SYS_sched_get_priority_max,
    libc::SYS_sched_get_priority_min, libc::SYS_getcpu, libc::SYS_getpriority,
    libc::SYS_nanosleep, libc::SYS_clock_nanosleep, libc::SYS_clock_gettime, libc::SYS_clock_getres, libc::SYS_gettimeofday, libc::SYS_getitimer, libc::SYS_setitimer,
    libc::SYS_times, libc::SYS_getrusage, libc::SYS_sysinfo, libc::SYS_uname, libc::SYS_getrandom,
    libc::SYS_getpid, libc::SYS_gettid, libc::SYS_getppid, libc::SYS_getuid, libc::SYS_geteuid, libc::SYS_getgid, libc::SYS_getegid, libc::SYS_getresuid,
    libc::SYS_getresgid, libc::SYS_getgroups, libc::SYS_getpgid, libc::SYS_getsid,
    libc::SYS_wait4, libc::SYS_waitid, libc::SYS_set_tid_address, libc::SYS_set_robust_list, libc::SYS_get_robust_list, libc::SYS_rseq, libc::SYS_futex,
    libc::SYS_exit, libc::SYS_exit_group,
    // The ends of the pair that asyncio makes to wake itself (below); no other socket can be had.
    libc::SYS_sendto, libc::SYS_recvfrom, libc::SYS_getsockname, libc::SYS_getsockopt, libc::SYS_shutdown,
    // A filter of its own answers this one with ENOSYS, after which the C library uses `clone`: its flags stand in memory, where a filter cannot look.
    libc::SYS_clone3,
];

/// The old forms of the same calls, which only this architecture has.
#[cfg(target_arch = "x86_64")]
#[rustfmt::skip]
const HARMLESS_HERE: &[libc::c_long] = &[
    libc::SYS_creat, libc::SYS_stat, libc::SYS_lstat, libc::SYS_access, libc::SYS_dup2, libc::SYS_pipe, libc::SYS_select, libc::SYS_poll,
    libc::SYS_epoll_create, libc::SYS_epoll_wait, libc::SYS_eventfd, libc::SYS_pause, libc::SYS_alarm, libc::SYS_time, libc::SYS_getpgrp, libc::SYS_getdents,
    libc::SYS_rename, libc::SYS_mkdir, libc::SYS_rmdir, libc::SYS_unlink, libc::SYS_link, libc::SYS_symlink, libc::SYS_readlink, libc::SYS_arch_prctl, libc::SYS_getrlimit,
];
#[cfg(not(target_arch = "x86_64"))]
const HARMLESS_HERE: &[libc::c_long] = &[];

/// Rights and times of files. Landlock does not cover them, so they are allowed only where a private root does.
const RIGHTS_AND_TIMES: &[libc::c_long] = &[libc::SYS_fchmod, libc::SYS_fchmodat, libc::SYS_utimensat];
#[cfg(target_arch = "x86_64")]
const RIGHTS_AND_TIMES_HERE: &[libc::c_long] = &[libc::SYS_chmod, libc::SYS_utime, libc::SYS_utimes, libc::SYS_futimesat];
#[cfg(not(target_arch = "x86_64"))]
const RIGHTS_AND_TIMES_HERE: &[libc::c_long] = &[];

/// The calls that open a file, with the place of their flags.
#[cfg(target_arch = "x86_64")]
const OPENING: &[(libc::c_long, u8)] = &[(libc::SYS_openat, 2), (libc::SYS_open, 1)];
#[cfg(not(target_arch = "x86_64"))]
const OPENING: &[(libc::c_long, u8)] = &[(libc::SYS_openat, 2)];

/// Questions about a terminal or a descriptor: TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
const DEVICE_QUESTIONS: [u64; 6] = [0x5401, 0x5413, 0x541b, 0x5421, 0x5450, 0x5451];

/// What `fcntl` may be asked: F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, the three of POSIX locks, the three of locks of an open file, F_DUPFD_CLOEXEC, F_GETPIPE_SZ,
/// F_GET_SEALS. Not F_SETOWN, F_SETOWN_EX and F_SETSIG, with which a pipe sends any signal to any process of the same user (Landlock knows of it from Linux 6.12 on); not
/// F_NOTIFY and F_SETLEASE, which watch others at work; not F_SETPIPE_SZ, which takes the kernel's memory.
const DESCRIPTOR_COMMANDS: [u64; 14] = [0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032, 1034];

/// `prctl` with which a thread gets a name, and with which newer C libraries name memory: PR_SET_NAME, PR_GET_NAME, PR_SET_VMA.
const NAMES: [u64; 3] = [15, 16, 0x5356_4d41];

/// Every flag of `clone` that makes a name space.
const NEW_NAME_SPACES: u64 = (libc::CLONE_NEWNS
    | libc::CLONE_NEWCGROUP
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUSER
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET) as u32 as u64;

/// The filters of a box.
pub(super) struct Filters {
    no_clone3: BpfProgram,
    allowed: BpfProgram,
}

type Problem = String;

impl Filters {
    /// For a process that starts the interpreter with `execution`, or is it already.
    pub(super) fn new(tier: Tier, execution: Option<&Execution>) -> Result<Self, Problem> {
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
        let mut harmless: Vec<libc::c_long> = [HARMLESS, HARMLESS_HERE].concat();
        if tier == Tier::A {
            harmless.extend_from_slice(RIGHTS_AND_TIMES);
            harmless.extend_from_slice(RIGHTS_AND_TIMES_HERE);
            harmless.push(libc::SYS_truncate);
        }
        for call in harmless {
            rules.insert(call, Vec::new());
        }
        for (call, flags) in OPENING {
            rules.insert(*call, if tier == Tier::A { Vec::new() } else { opening_without_shortening(*flags)? });
        }
        for request in DEVICE_QUESTIONS {
            rules.entry(libc::SYS_ioctl).or_default().push(rule(&[(1, Dword, SeccompCmpOp::Eq, request)])?);
        }
        for command in DESCRIPTOR_COMMANDS {
            rules.entry(libc::SYS_fcntl).or_default().push(rule(&[(1, Dword, SeccompCmpOp::Eq, command)])?);
        }
        for option in NAMES {
            rules.entry(libc::SYS_prctl).or_default().push(rule(&[(0, Dword, SeccompCmpOp::Eq, option)])?);
        }
        // Threads, but no processes and no name spaces.
        let thread = (libc::CLONE_THREAD | libc::CLONE_VM | libc::CLONE_SIGHAND).cast_unsigned().into();
        let flags = SeccompCmpOp::MaskedEq(thread | NEW_NAME_SPACES);
        rules.insert(libc::SYS_clone, vec![rule(&[(0, Qword, flags, thread)])?]);
        // Limits may be read, not set, and only one's own.
        rules.insert(libc::SYS_prlimit64, vec![rule(&[(0, Dword, SeccompCmpOp::Eq, 0), (2, Qword, SeccompCmpOp::Eq, 0)])?]);
        // A connected pair of sockets reaches nobody else. Type is in the low four bits: SOCK_STREAM, which has no addresses.
        let unix = u64::from(libc::AF_UNIX.cast_unsigned());
        let stream = u64::from(libc::SOCK_STREAM.cast_unsigned());
        rules.insert(libc::SYS_socketpair, vec![rule(&[(0, Dword, SeccompCmpOp::Eq, unix), (1, Dword, SeccompCmpOp::MaskedEq(0xf), stream)])?]);
        // Starting the interpreter: once (see `Execution`).
        if let Some([path, arguments, environment]) = execution.map(Execution::addresses) {
            let exactly = [(0, Qword, SeccompCmpOp::Eq, path), (1, Qword, SeccompCmpOp::Eq, arguments), (2, Qword, SeccompCmpOp::Eq, environment)];
            rules.insert(libc::SYS_execve, vec![rule(&exactly)?]);
        }
        // Signals reach the box at most: in tier A because it has its own process ids, in tier B because of a further filter.
        for call in [libc::SYS_kill, libc::SYS_tkill, libc::SYS_tgkill] {
            rules.insert(call, Vec::new());
        }
        Ok(Self {
            no_clone3: compile(BTreeMap::from([(libc::SYS_clone3, Vec::new())]), SeccompAction::Allow, errno(libc::ENOSYS))?,
            allowed: compile(rules, errno(libc::EPERM), SeccompAction::Allow)?,
        })
    }

    /// Shuts this thread in. With `only` signals may be sent to that process alone.
    pub(super) fn apply(&self, only: Option<Pid>) -> Result<(), Problem> {
        let problem = |error: seccompiler::Error| error.to_string();
        seccompiler::apply_filter(&self.no_clone3).map_err(problem)?;
        if let Some(pid) = only {
            let pid = u64::from(pid.as_raw_nonzero().get().cast_unsigned());
            let other = rule(&[(0, Dword, SeccompCmpOp::Ne, pid)])?;
            let rules = [libc::SYS_kill, libc::SYS_tgkill].map(|call| (call, vec![other.clone()]));
            // `tkill` names a thread without its process.
            let rules = rules.into_iter().chain([(libc::SYS_tkill, Vec::new())]).collect();
            seccompiler::apply_filter(&compile(rules, SeccompAction::Allow, errno(libc::EPERM))?).map_err(problem)?;
        }
        // Last: from here on no filter can be added.
        seccompiler::apply_filter(&self.allowed).map_err(problem)
    }
}

/// Opening a file that is shortened by it only for writing: before version 3 (Linux 6.2) Landlock lets whoever may read a file shorten it, with this and with `truncate`.
fn opening_without_shortening(flags: u8) -> Result<Vec<SeccompRule>, Problem> {
    let number = |flag: libc::c_int| u64::from(flag.cast_unsigned());
    let has = |mask: libc::c_int, value: libc::c_int| rule(&[(flags, Dword, SeccompCmpOp::MaskedEq(number(mask)), number(value))]);
    Ok(vec![has(libc::O_TRUNC, 0)?, has(libc::O_ACCMODE, libc::O_WRONLY)?, has(libc::O_ACCMODE, libc::O_RDWR)?])
}

fn errno(number: libc::c_int) -> SeccompAction {
    SeccompAction::Errno(number.cast_unsigned())
}

fn rule(conditions: &[(u8, seccompiler::SeccompCmpArgLen, SeccompCmpOp, u64)]) -> Result<SeccompRule, Problem> {
    let conditions = conditions.iter().map(|(argument, length, operator, value)| {
        SeccompCondition::new(*argument, length.clone(), operator.clone(), *value).map_err(|error| error.to_string())
    });
    SeccompRule::new(conditions.collect::<Result<_, _>>()?).map_err(|error| error.to_string())
}

fn compile(rules: BTreeMap<i64, Vec<SeccompRule>>, otherwise: SeccompAction, matched: SeccompAction) -> Result<BpfProgram, Problem> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH).map_err(|error| error.to_string())?;
    let filter = SeccompFilter::new(rules, otherwise, matched, architecture).map_err(|error| error.to_string())?;
    filter.try_into().map_err(|error: seccompiler::BackendError| error.to_string())
}
