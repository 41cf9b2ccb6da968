# Laid beside every program: tries one forbidden thing and says how it went. "held" is a refusal by the sandbox, "OPEN" a hole, "ODD" anything else; the test
# takes neither of the last two.
import errno
import os
import sys

# The last is what Landlock says of a link or a name that would lead from one place to another.
REFUSALS = {errno.EPERM, errno.EACCES, errno.ENOENT, errno.EROFS, errno.ENOSYS, errno.EXDEV}
# In WebAssembly most things are not refused but missing, and what lies outside is said to be out of capabilities (WASI's ENOTCAPABLE).
IN_WEB_ASSEMBLY = sys.platform == "wasi"
if IN_WEB_ASSEMBLY:
    REFUSALS |= {errno.ENOTSUP, 76}


def is_missing(error):
    """Whether it says that a module, or a function of one of Python's own modules, is not there."""
    return isinstance(error, ModuleNotFoundError) or "name 'execv' is not defined" in str(error) or isinstance(error, AttributeError) and str(error).startswith("module '")


# Some things are better not tried where they work.
in_a_box = "LEARNING_STUDIO_TEST_SECRET" not in os.environ


def attempt(name, action, *also):
    """Tries it. `also` are further error numbers that mean a refusal here."""
    try:
        result = action()
    except OSError as error:
        word = "held" if error.errno in REFUSALS or error.errno in also else "ODD"
        print(word, name, errno.errorcode.get(error.errno, error.errno), error if word == "ODD" else "")
    except BaseException as error:
        if IN_WEB_ASSEMBLY and is_missing(error):
            print("held missing", name, error)
            return
        print("ODD", name, type(error).__name__, error)
    else:
        print("OPEN", name, repr(result)[:500])


def worker_pipes():
    """Where the worker's own pipes end: descriptors to read from, and to write to."""
    if IN_WEB_ASSEMBLY:
        # Requests; answers and the trace (`wasi/src/pipes.rs`).
        return [1000], [1001, 1002]
    import fcntl

    reading, writing = [], []
    for descriptor in range(3, 1024):
        try:
            flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        except OSError:
            continue
        (writing if flags & os.O_ACCMODE == os.O_WRONLY else reading).append(descriptor)
    return reading, writing


def library():
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def call(name, *arguments):
    """A function of the C library that gives -1 where it fails."""
    import ctypes

    result = getattr(library(), name)(*arguments)
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


# Numbers of system calls on x86_64 and aarch64; above 424 they are the same everywhere.
NUMBERS = {
    "ptrace": (101, 117), "syslog": (103, 116), "setuid": (105, 146), "setgid": (106, 144), "setpgid": (109, 154), "setsid": (112, 157),
    "setreuid": (113, 145), "setgroups": (116, 159), "setresuid": (117, 147), "capset": (126, 91), "rt_sigqueueinfo": (129, 138),
    "mknodat": (259, 33), "personality": (135, 92), "setpriority": (141, 140), "sched_setparam": (142, 118), "sched_setscheduler": (144, 119),
    "vhangup": (153, 58), "pivot_root": (155, 41), "adjtimex": (159, 171), "setrlimit": (160, 164), "chroot": (161, 51), "sync": (162, 81),
    "acct": (163, 89), "settimeofday": (164, 170), "mount": (165, 40), "umount2": (166, 39), "swapon": (167, 224), "swapoff": (168, 225),
    "reboot": (169, 142), "sethostname": (170, 161), "setdomainname": (171, 162), "init_module": (175, 105), "delete_module": (176, 106),
    "quotactl": (179, 60), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14), "sched_setaffinity": (203, 122),
    "io_setup": (206, 0), "io_submit": (209, 2), "lookup_dcookie": (212, 18), "remap_file_pages": (216, 234), "timer_create": (222, 107),
    "clock_settime": (227, 112), "mbind": (237, 235), "set_mempolicy": (238, 237), "mq_open": (240, 180), "mq_unlink": (241, 181),
    "kexec_load": (246, 104), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "ioprio_set": (251, 30),
    "inotify_add_watch": (254, 27), "migrate_pages": (256, 238), "unshare": (272, 97), "splice": (275, 76), "tee": (276, 77), "vmsplice": (278, 75),
    "move_pages": (279, 239), "signalfd4": (289, 74), "inotify_init1": (294, 26), "rt_tgsigqueueinfo": (297, 240), "perf_event_open": (298, 241),
    "fanotify_init": (300, 262), "fanotify_mark": (301, 263), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "clock_adjtime": (305, 266), "syncfs": (306, 267), "setns": (308, 268), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "finit_module": (313, 273), "sched_setattr": (314, 274), "seccomp": (317, 277), "memfd_create": (319, 279),
    "kexec_file_load": (320, 294), "bpf": (321, 280), "execveat": (322, 281), "userfaultfd": (323, 282), "mlock2": (325, 284),
    "pkey_alloc": (330, 289), "socket": (41, 198), "connect": (42, 203), "accept4": (288, 242), "bind": (49, 200), "listen": (50, 201),
    "sendmsg": (46, 211), "recvmsg": (47, 212), "sendmmsg": (307, 269), "recvmmsg": (299, 243), "setsockopt": (54, 208),
    "shmget": (29, 194), "shmat": (30, 196), "semget": (64, 190), "semop": (65, 193), "msgget": (68, 186), "msgsnd": (69, 189),
    "execve": (59, 221), "clone": (56, 220), "prctl": (157, 167), "prlimit64": (302, 261), "fcntl": (72, 25), "chown": (92, None), "fchown": (93, 55),
    "fchownat": (260, 54), "fork": (57, None), "vfork": (58, None), "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None),
    "uselib": (134, None), "ustat": (136, None), "sysfs": (139, None), "_sysctl": (156, None), "create_module": (174, None),
    "pidfd_send_signal": (424, 424), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "pidfd_open": (434, 434), "clone3": (435, 435), "openat2": (437, 437), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "mount_setattr": (442, 442), "quotactl_fd": (443, 443), "landlock_create_ruleset": (444, 444), "memfd_secret": (447, 447),
    "process_mrelease": (448, 448), "set_mempolicy_home_node": (450, 450), "cachestat": (451, 451), "fchmodat2": (452, 452),
}


def number_of(name):
    """The number of a system call here; None where this machine has no such call."""
    return NUMBERS[name][1 if os.uname().machine == "aarch64" else 0]


def system_call(name, *arguments):
    import ctypes

    number = number_of(name)
    if number is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    plain = [ctypes.c_long(argument) if type(argument) is int else argument for argument in arguments]
    return call("syscall", ctypes.c_long(number), *plain)
