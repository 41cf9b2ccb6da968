# Programs that change what is not theirs. The files are open for writing to every user of the machine.
#: program writing_outside
#: verdict passed
#: open outside
import os
from attempts import attempt
attempt("write", lambda: open("@FOLDER@/canary", "w"))
attempt("append", lambda: open("@FOLDER@/canary", "a"))
attempt("update", lambda: open("@FOLDER@/canary", "r+b"))
attempt("new", lambda: open("@FOLDER@/hostile-new", "x"))
attempt("temporary", lambda: open("/tmp/hostile-new", "w"))
attempt("other temporary", lambda: open("/var/tmp/hostile-new", "w"))
attempt("shared memory", lambda: open("/dev/shm/hostile-new", "w"))
attempt("above", lambda: open("../hostile-new", "w"))
attempt("top", lambda: open("/hostile-new", "w"))
attempt("home", lambda: open("@HOME@/hostile-new", "w"))
attempt("folder", lambda: os.mkdir("@FOLDER@/hostile-folder"))
attempt("nameless", lambda: os.open("@FOLDER@", os.O_TMPFILE | os.O_RDWR))
attempt("nameless in tmp", lambda: os.open("/tmp", os.O_TMPFILE | os.O_RDWR))
#: program shortening
#: verdict passed
#: open outside
import os
from attempts import attempt
attempt("truncate", lambda: os.truncate("@FOLDER@/canary", 0))
attempt("open and truncate", lambda: os.open("@FOLDER@/canary", os.O_WRONLY | os.O_TRUNC))
attempt("read and truncate", lambda: os.open("@FOLDER@/canary", os.O_RDONLY | os.O_TRUNC))
attempt("creat", lambda: os.open("@FOLDER@/canary", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
#: program shortening_where_landlock_is_old
#: tier b
#: verdict-b passed
# Before Linux 6.2 Landlock does not cover it, so the calls themselves are refused, even for one's own files.
import os
from attempts import attempt
attempt("by path", lambda: os.truncate("main.py", 1))
attempt("by opening", lambda: os.open("main.py", os.O_RDONLY | os.O_TRUNC))
os.close(os.open("main.py", os.O_RDWR | os.O_TRUNC))
os.close(os.open("new", os.O_WRONLY | os.O_TRUNC | os.O_CREAT))
with open("main.py", "r+") as file:
    file.truncate(0)
#: program rights_and_times
#: verdict passed
#: idle-c chmod: there are no rights in WASI, so the C library does nothing
#: idle-c chmod of a folder: there are no rights in WASI, so the C library does nothing
#: idle-c chmod of the home: there are no rights in WASI, so the C library does nothing
#: open outside
import os
from attempts import attempt
attempt("chmod", lambda: os.chmod("@FOLDER@/canary", 0o600))
attempt("chmod of a folder", lambda: os.chmod("@FOLDER@", 0o700))
attempt("chmod of the home", lambda: os.chmod("@HOME@", 0o700))
attempt("utime", lambda: os.utime("@FOLDER@/canary", (1, 1)))
attempt("utime now", lambda: os.utime("@FOLDER@/canary"))
attempt("chown", lambda: os.chown("@FOLDER@/canary", os.getuid(), os.getgid()))
attempt("lchown", lambda: os.lchown("@FOLDER@/canary", 1, 1))
attempt("attribute", lambda: os.setxattr("@FOLDER@/canary", "user.x", b"1"))
attempt("attribute removed", lambda: os.removexattr("@FOLDER@/canary", "user.x"))
def by_descriptor(action):
    return action(os.open("@FOLDER@/canary", os.O_PATH))
attempt("by descriptor", lambda: by_descriptor(lambda descriptor: os.fchmod(descriptor, 0)), 9)
attempt("by folder", lambda: os.chmod("canary", 0, dir_fd=os.open("@FOLDER@", os.O_PATH)))
#: program names
#: verdict passed
#: open outside
import os, shutil
from attempts import attempt
open("own", "w").close()
os.mkdir("folder")
attempt("rename over", lambda: os.rename("own", "@FOLDER@/canary"))
attempt("replace", lambda: os.replace("own", "@FOLDER@/second"))
attempt("rename of a folder", lambda: os.rename("folder", "@FOLDER@/inner"))
attempt("take", lambda: os.rename("@FOLDER@/canary", "taken"))
attempt("remove", lambda: os.remove("@FOLDER@/canary"))
attempt("remove folder", lambda: os.rmdir("@FOLDER@/inner"))
attempt("hard link out", lambda: os.link("own", "@FOLDER@/hostile-link"))
attempt("hard link in", lambda: os.link("@FOLDER@/canary", "linked"))
attempt("symbolic link out", lambda: os.symlink("/etc/passwd", "@FOLDER@/hostile-link"))
attempt("tree", lambda: shutil.rmtree("@FOLDER@/inner"))
#: program the_standard_library
#: verdict passed
#: idle-c chmod: there are no rights in WASI, so the C library does nothing
#: verdict-c error: the library is an archive, with no file of that name
import os, sys
from attempts import attempt
library = os.path.dirname(os.__file__)
attempt("append", lambda: open(os.__file__, "a"))
attempt("remove", lambda: os.remove(os.__file__))
attempt("new module", lambda: open(os.path.join(library, "hostile_module.py"), "w"))
attempt("compiled", lambda: open(os.path.join(library, "__pycache__", "hostile-x.pyc"), "wb"))
attempt("packages", lambda: open(os.path.join(library, "site-packages", "hostile-x.pth"), "w"))
attempt("interpreter", lambda: open(sys.executable or "/bin/python3", "r+b"))
attempt("chmod", lambda: os.chmod(os.__file__, 0o777))
attempt("time", lambda: os.utime(os.__file__, (1, 1)))
attempt("truncate", lambda: os.truncate(os.__file__, 0))
attempt("read and truncate", lambda: os.open(os.__file__, os.O_RDONLY | os.O_TRUNC))
descriptor = os.open(os.__file__, os.O_RDONLY)
attempt("chmod by descriptor", lambda: os.fchmod(descriptor, 0o777))
attempt("time by descriptor", lambda: os.utime(descriptor, (1, 1)))
#: program mounts
#: verdict passed
from attempts import attempt, call, system_call
attempt("mount", lambda: call("mount", b"none", b"/work", b"tmpfs", 0, None))
attempt("bind", lambda: call("mount", b"/", b"/work", None, 4096, None))
attempt("proc", lambda: call("mount", b"proc", b"/work", b"proc", 0, None))
attempt("remount", lambda: call("mount", None, b"/", None, 32, None))
attempt("unmount", lambda: call("umount2", b"/usr/lib", 2))
attempt("pivot", lambda: system_call("pivot_root", b".", b"."))
attempt("chroot", lambda: __import__("os").chroot("."))
attempt("open tree", lambda: system_call("open_tree", -100, b"/", 1))
attempt("move", lambda: system_call("move_mount", -100, b"/", -100, b"/work", 0))
attempt("file system", lambda: system_call("fsopen", b"tmpfs", 0))
attempt("configure", lambda: system_call("fsconfig", 0, 6, 0, 0, 0))
attempt("made", lambda: system_call("fsmount", 0, 0, 0))
attempt("picked", lambda: system_call("fspick", -100, b"/", 0))
attempt("attributes", lambda: system_call("mount_setattr", -100, b"/", 0, b"\0" * 32, 32))
#: program signals_to_others
#: verdict-b passed
#: tier b
#: open outside
import os, signal
from attempts import attempt, call, system_call
attempt("kill", lambda: os.kill(@VICTIM@, signal.SIGTERM))
attempt("ask", lambda: os.kill(@VICTIM@, 0))
attempt("app", lambda: os.kill(@APP@, 0))
attempt("parent", lambda: os.kill(os.getppid(), 0))
attempt("group", lambda: os.killpg(os.getpgid(@VICTIM@), 0))
attempt("queued", lambda: system_call("rt_sigqueueinfo", @VICTIM@, 0, b"\0" * 128))
attempt("thread", lambda: system_call("rt_tgsigqueueinfo", @VICTIM@, @VICTIM@, 0, b"\0" * 128))
attempt("by descriptor", lambda: signal.pidfd_send_signal(os.pidfd_open(@VICTIM@), 0))
#: program signals_to_the_box
#: verdict-a passed
#: tier a
#: prints still here
import os, signal
# Its first process takes no signal from inside.
for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGSEGV):
    try:
        os.kill(1, number)
    except PermissionError:
        # Said so by newer kernels.
        pass
try:
    os.kill(@VICTIM@, 9)
    print("OPEN victim")
except ProcessLookupError:
    print("nobody there")
print("still here")
#: program signals_by_a_pipe
#: verdict passed
#: verdict-c error: there is no `fcntl`
#: open outside
# A process that a descriptor belongs to gets a signal when there is something to read: any process, and any signal.
import fcntl, os, signal, time
from attempts import attempt
def kill(command, owner):
    reading, writing = os.pipe()
    fcntl.fcntl(reading, command, owner)
    fcntl.fcntl(reading, 10, int(signal.SIGCONT))
    fcntl.fcntl(reading, fcntl.F_SETFL, fcntl.fcntl(reading, fcntl.F_GETFL) | os.O_ASYNC | os.O_NONBLOCK)
    os.write(writing, b"x")
    time.sleep(0.05)
attempt("F_SETOWN", lambda: kill(fcntl.F_SETOWN, @VICTIM@))
attempt("F_SETOWN_EX", lambda: kill(15, __import__("struct").pack("ii", 1, @VICTIM@)))
attempt("F_SETSIG", lambda: fcntl.fcntl(os.pipe()[0], 10, 9))
attempt("FIOSETOWN", lambda: fcntl.ioctl(os.pipe()[0], 0x8901, __import__("struct").pack("i", @VICTIM@)))
#: program watching_others_by_descriptor
#: verdict passed
#: verdict-c error: there is no `fcntl`
import fcntl, os
from attempts import attempt
folder = os.open(os.path.dirname(os.__file__), os.O_RDONLY)
attempt("F_NOTIFY", lambda: fcntl.fcntl(folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS))
attempt("F_SETLEASE", lambda: fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK))
#: program limits_raised
#: verdict passed
#: verdict-c error: there is no `resource`
#: prints end
import os, resource
from attempts import attempt, system_call
for name in sorted(name for name in dir(resource) if name.startswith("RLIMIT_")):
    try:
        resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print("OPEN", name)
    except (OSError, ValueError):
        pass
attempt("own", lambda: system_call("prlimit64", 0, 7, b"\xff" * 16, 0))
attempt("lower", lambda: system_call("prlimit64", 0, 7, b"\0" * 16, 0))
attempt("other", lambda: system_call("prlimit64", @VICTIM@, 7, b"\0" * 16, 0))
attempt("other's, asked", lambda: system_call("prlimit64", @VICTIM@, 7, 0, b"\0" * 16))
attempt("app", lambda: system_call("prlimit64", @APP@, 7, b"\0" * 16, 0))
attempt("old call", lambda: system_call("setrlimit", 7, b"\0" * 16))
print("end")
#: program priorities
#: verdict passed
#: open outside
import os
from attempts import attempt, system_call
attempt("nice", lambda: os.nice(5))
attempt("victim", lambda: os.setpriority(os.PRIO_PROCESS, @VICTIM@, 10))
attempt("all of the user's", lambda: os.setpriority(os.PRIO_USER, os.getuid(), 1))
attempt("scheduler", lambda: os.sched_setscheduler(@VICTIM@, os.SCHED_IDLE, os.sched_param(0)))
attempt("own scheduler", lambda: os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0)))
attempt("processors", lambda: os.sched_setaffinity(@VICTIM@, {0}))
attempt("attributes", lambda: system_call("sched_setattr", 0, b"\0" * 48, 0))
attempt("disk", lambda: system_call("ioprio_set", 1, 0, 0x4000))
#: program clock_and_names
#: verdict passed
import socket, time
from attempts import attempt, call, system_call
attempt("clock", lambda: time.clock_settime(time.CLOCK_REALTIME, 1_000_000_000))
attempt("day", lambda: system_call("settimeofday", b"\1" * 16, 0))
attempt("adjusted", lambda: system_call("adjtimex", b"\1" * 208))
attempt("other clock", lambda: system_call("clock_adjtime", 0, b"\1" * 208))
attempt("host", lambda: socket.sethostname("hostile-host"))
attempt("domain", lambda: system_call("setdomainname", b"hostile", 7))
#: program the_systems_settings
#: verdict passed
from attempts import attempt
attempt("core pattern", lambda: open("/proc/sys/kernel/core_pattern", "w"))
attempt("trigger", lambda: open("/proc/sysrq-trigger", "w"))
attempt("killer's score", lambda: open("/proc/self/oom_score_adj", "w"))
attempt("users", lambda: open("/proc/self/uid_map", "w"))
attempt("groups", lambda: open("/sys/fs/cgroup/cgroup.procs", "w"))
attempt("profile", lambda: open("/proc/self/attr/current", "w"))
attempt("command name of another", lambda: open("/proc/@VICTIM@/comm", "w"))
#: program typing_into_a_terminal
#: verdict passed
#: verdict-c error: there is no `fcntl`
import fcntl, os, termios
from attempts import attempt
# ENOTTY would only say that this is no terminal; the call itself is refused.
attempt("TIOCSTI", lambda: fcntl.ioctl(0, termios.TIOCSTI, b"x"))
attempt("TIOCSTI, top bits set", lambda: fcntl.ioctl(1, 0x5412 | 1 << 31, b"x"))
attempt("TIOCLINUX", lambda: fcntl.ioctl(0, 0x541C, b"\2"))
attempt("TIOCSCTTY", lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 1))
attempt("terminal", lambda: os.open("/dev/tty", os.O_RDWR), 6)
attempt("new terminal", os.openpty)
#: program the_runners_folder
#: verdict passed
#: prints end
# In tier B the work folder lies in one folder with others': neither they nor it can be touched.
import os
from attempts import attempt
here = os.getcwd()
above = os.path.dirname(here)
attempt("list", lambda: os.listdir(above) if above != "/" else os.listdir("/proc"))
attempt("remove", lambda: os.rmdir(here) if above != "/" else os.rmdir("/usr"), 16, 39)
attempt("rename", lambda: os.rename(here, here + "x"), 16)
attempt("other", lambda: os.mkdir(os.path.join(above, "hostile-x")))
print("end")
