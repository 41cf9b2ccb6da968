# Programs that look for what is not theirs. Everything they look for holds the secret, is open to every user of the machine, and they are told where it is.
#: program home
#: verdict-a error
#: verdict-b refused
#: verdict-c refused: outside there is nothing that could be asked for
#: open outside
print(open("@HOME@/diary.txt").read())
#: program home_listed
#: verdict passed
#: open outside
import os
from attempts import attempt
attempt("list", lambda: os.listdir("@HOME@"))
attempt("scan", lambda: list(os.scandir("@HOME@/.local")))
attempt("root", lambda: os.listdir("/root"))
attempt("homes", lambda: os.listdir("/home"))
#: program password_files
#: verdict passed
#: open outside
from attempts import attempt
attempt("passwd", lambda: open("/etc/passwd").read())
attempt("shadow", lambda: open("/etc/shadow").read())
attempt("group", lambda: open("/etc/group").read())
attempt("sudoers", lambda: open("/etc/sudoers").read())
attempt("machine id", lambda: open("/etc/machine-id").read())
attempt("hosts", lambda: open("/etc/hosts").read())
#: program users_by_the_library
#: verdict passed
#: verdict-c error: there is no `pwd`
#: open outside
import pwd, grp
from attempts import attempt
def all_users():
    users = pwd.getpwall()
    if not users:
        raise PermissionError(13, "none")
    return users
attempt("users", all_users)
def all_groups():
    groups = grp.getgrall()
    if not groups:
        raise PermissionError(13, "none")
    return groups
attempt("groups", all_groups)
#: program environment
#: verdict passed
#: verdict-c error: there is no `ctypes`
#: prints ['HOME', 'LANG', 'MALLOC_ARENA_MAX', 'PATH', 'PYTHONHASHSEED', 'TZ']
import ctypes, os, posix
print(sorted(os.environ))
print(posix.environ)
getenv = ctypes.CDLL(None).getenv
getenv.restype = ctypes.c_char_p
print(getenv(b"LEARNING_STUDIO_TEST_SECRET"))
#: program environment_on_the_stack
#: verdict passed
#: verdict-c error: there is no `ctypes`
#: prints looked
# What the kernel laid there when the interpreter was started.
import ctypes
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
n = 0
while environ[n]:
    print(environ[n])
    n += 1
print("looked")
#: program other_processes
#: verdict passed
#: open outside
import os
from attempts import attempt
attempt("environment", lambda: open("/proc/@VICTIM@/environ").read())
attempt("command line", lambda: open("/proc/@VICTIM@/cmdline").read())
attempt("memory map", lambda: open("/proc/@VICTIM@/maps").read())
attempt("status", lambda: open("/proc/@VICTIM@/status").read())
attempt("files", lambda: os.listdir("/proc/@VICTIM@/fd"))
attempt("root", lambda: os.listdir("/proc/@VICTIM@/root/"))
attempt("folder", lambda: os.listdir("/proc/@VICTIM@/cwd/"))
attempt("program", lambda: os.readlink("/proc/@VICTIM@/exe"))
attempt("all", lambda: os.listdir("/proc"))
#: program itself_by_proc
#: verdict passed
#: open outside
import os
from attempts import attempt
attempt("environment", lambda: open("/proc/self/environ").read())
attempt("memory map", lambda: open("/proc/self/maps").read())
attempt("memory", lambda: open("/proc/self/mem", "rb+"))
attempt("descriptors", lambda: os.listdir("/proc/self/fd"))
attempt("mounts", lambda: open("/proc/mounts").read())
attempt("mounts of its own", lambda: open("/proc/self/mountinfo").read())
attempt("parent", lambda: open("/proc/%d/cmdline" % os.getppid()).read())
attempt("task", lambda: os.listdir("/proc/thread-self"))
attempt("root", lambda: os.listdir("/proc/self/root/etc"))
#: program the_apps_memory
#: verdict passed
#: verdict-c error: there is no `ctypes`
#: open outside
from attempts import attempt, in_a_box, system_call
import ctypes
def by_file():
    with open("/proc/@APP@/mem", "rb") as file:
        file.seek(@ADDRESS@)
        return file.read(@LENGTH@)
attempt("by file", by_file)
class Part(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("length", ctypes.c_size_t)]
def by_call():
    buffer = ctypes.create_string_buffer(@LENGTH@)
    here, there = Part(ctypes.addressof(buffer), @LENGTH@), Part(@ADDRESS@, @LENGTH@)
    system_call("process_vm_readv", @APP@, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    return buffer.value
attempt("by call", by_call)
attempt("seize", lambda: system_call("ptrace", 0x4206, @VICTIM@, 0, 0))
if in_a_box:
    # It would stop the test.
    attempt("attach", lambda: system_call("ptrace", 16, @APP@, 0, 0))
#: program descriptors_of_others
#: verdict passed
from attempts import attempt, system_call
def steal():
    pidfd = system_call("pidfd_open", @APP@, 0)
    return system_call("pidfd_getfd", pidfd, 0, 0)
attempt("pidfd_getfd", steal)
attempt("pidfd_open", lambda: system_call("pidfd_open", @VICTIM@, 0))
attempt("kcmp", lambda: system_call("kcmp", @APP@, @VICTIM@, 0, 0, 0))
#: program the_apps_data
#: verdict passed
#: verdict-c error: there is no `sqlite3`
#: open outside
import os, sqlite3
from attempts import attempt
attempt("keys", lambda: open("@HOME@/.local/share/learning-studio/keys").read())
attempt("database", lambda: open("@HOME@/.local/share/learning-studio/studio.db", "rb").read())
def by_sqlite():
    try:
        return sqlite3.connect("file:@HOME@/.local/share/learning-studio/studio.db?immutable=1", uri=True).execute("select * from sqlite_schema").fetchall()
    except sqlite3.DatabaseError as error:
        # Outside the box it is read, and found to be no database.
        return error if "not a database" in str(error) else refuse(error)
def refuse(error):
    raise PermissionError(13, str(error))
attempt("by SQLite", by_sqlite)
#: program solution_and_hidden_tests
#: verdict passed
#: open outside
from attempts import attempt
attempt("solution", lambda: open("@FOLDER@/solution.py").read())
attempt("tests", lambda: open("@FOLDER@/test_main.py").read())
attempt("canary", lambda: open("@FOLDER@/canary").read())
import sys
sys.path.insert(0, "@FOLDER@")
try:
    import solution
except ImportError:
    print("no solution to import")
except NameError as error:
    # Imported: what is in it is no Python.
    print("OPEN", error)
#: program devices
#: verdict passed
import os
from attempts import attempt
attempt("memory", lambda: open("/dev/mem", "rb"))
attempt("kernel memory", lambda: open("/dev/kmem", "rb"))
attempt("ports", lambda: open("/dev/port", "rb"))
attempt("kernel log", lambda: os.open("/dev/kmsg", os.O_RDONLY))
attempt("first disk", lambda: open("/dev/vda", "rb"))
attempt("other disk", lambda: open("/dev/sda", "rb"))
attempt("loop", lambda: open("/dev/loop0", "rb"))
attempt("terminal", lambda: os.open("/dev/tty1", os.O_RDWR))
attempt("screen", lambda: open("/dev/fb0", "rb"))
attempt("keyboard", lambda: open("/dev/input/event0", "rb"))
attempt("machine", lambda: open("/dev/kvm", "rb"))
attempt("fuse", lambda: os.open("/dev/fuse", os.O_RDWR))
attempt("tunnel", lambda: os.open("/dev/net/tun", os.O_RDWR))
attempt("new terminal", lambda: os.open("/dev/ptmx", os.O_RDWR))
attempt("user faults", lambda: os.open("/dev/userfaultfd", os.O_RDWR))
attempt("shared memory", lambda: open("/dev/shm/x", "w"))
#: program the_systems_folders
#: verdict passed
#: open outside
import os
from attempts import attempt
attempt("sys", lambda: os.listdir("/sys"))
attempt("kernel", lambda: open("/sys/kernel/mm/transparent_hugepage/enabled").read())
attempt("version", lambda: open("/proc/version").read())
attempt("settings", lambda: open("/proc/sys/kernel/hostname").read())
attempt("symbols", lambda: open("/proc/kallsyms").read(100))
attempt("memory of the kernel", lambda: open("/proc/kcore", "rb").read(10))
attempt("log", lambda: os.listdir("/var/log"))
attempt("run", lambda: os.listdir("/run"))
attempt("temporary", lambda: os.listdir("/tmp"))
attempt("boot", lambda: os.listdir("/boot"))
attempt("variable", lambda: os.listdir("/var"))
attempt("options", lambda: os.listdir("/opt"))
#: program up_and_out
#: verdict passed
#: verdict-c error: there is no `os.O_PATH`
#: open outside
import os
from attempts import attempt
attempt("dots", lambda: open("../" * 20 + "etc/passwd").read())
attempt("dots to bait", lambda: open("../" * 20 + "@FOLDER@/canary").read())
up = os.open("..", os.O_PATH)
attempt("by a folder's descriptor", lambda: os.open("etc/passwd" if os.getcwd() == "/work" else "../../../../etc/passwd", os.O_RDONLY, dir_fd=up))
top = os.open("/", os.O_PATH)
attempt("from the top", lambda: open(os.open("etc/passwd", os.O_RDONLY, dir_fd=top)).read())
os.chdir("/")
attempt("from there", lambda: open("etc/passwd").read())
attempt("bytes", lambda: os.open(b"/etc/passwd", os.O_RDONLY))
attempt("doubled", lambda: open("//etc//passwd").read())
#: program by_a_link
#: verdict passed
#: open outside
import os
from attempts import attempt
attempt("symbolic", lambda: os.symlink("@FOLDER@/canary", "link") or open("link").read())
attempt("hard", lambda: os.link("@FOLDER@/canary", "hard") or open("hard").read())
attempt("of a folder", lambda: os.symlink("/", "root") or os.listdir("root/etc"))
attempt("by rename", lambda: os.rename("@FOLDER@/second", "second") or os.rename("second", "@FOLDER@/second") or 1)
#: program by_a_path_descriptor
#: verdict passed
import os
from attempts import attempt
def read_path(path):
    descriptor = os.open(path, os.O_PATH)
    try:
        return os.read(descriptor, 100)
    except OSError:
        return open("/proc/self/fd/%d" % descriptor).read()
attempt("file", lambda: read_path("@FOLDER@/canary"))
attempt("list", lambda: os.listdir(os.open("@FOLDER@", os.O_PATH)), 9)
attempt("folder", lambda: os.open("canary", os.O_RDONLY, dir_fd=os.open("@FOLDER@", os.O_PATH)))
attempt("by handle", lambda: __import__("attempts").system_call("name_to_handle_at", -100, b"@FOLDER@/canary", b"\0" * 200, b"\0" * 8, 0))
#: program asking_for_names
#: tier b
#: verdict-b passed
#: prints known
# What tier B cannot hold, as docs/threats.md says: that a file is there, and how long it is. The day it holds, this says so.
import os
from attempts import attempt
print("known" if os.stat("@FOLDER@/canary").st_size else "unknown")
attempt("content", lambda: open("@FOLDER@/canary").read())
attempt("list", lambda: os.listdir("@FOLDER@"))
os.chdir("@FOLDER@")
attempt("content from there", lambda: open("canary").read())
attempt("list from there", lambda: os.listdir("."))
#: program by_other_calls
#: verdict passed
#: verdict-c error: there is no `ctypes`
import ctypes, os
from attempts import attempt, system_call
attempt("openat2", lambda: system_call("openat2", -100, b"@FOLDER@/canary", b"\0" * 24, 24))
attempt("execute", lambda: os.execv("@FOLDER@/canary", ["x"]))
attempt("map", lambda: __import__("mmap").mmap(os.open("@FOLDER@/canary", os.O_RDONLY), 0))
attempt("copy", lambda: os.sendfile(1, os.open("@FOLDER@/canary", os.O_RDONLY), 0, 100))
attempt("import", lambda: __import__("runpy").run_path("@FOLDER@/canary"))
attempt("lines", lambda: (_ for _ in ()).throw(PermissionError(13, "none")) if not __import__("linecache").getlines("@FOLDER@/canary") else 1)
def load():
    try:
        return ctypes.CDLL("@FOLDER@/canary")
    except OSError as error:
        # Outside the box it would be read, and found to be no library.
        raise OSError(13 if "cannot open" in str(error) or "denied" in str(error) else 8, str(error))
attempt("shared library", load)
#: program inherited_descriptors
#: verdict passed
#: verdict-c error: there is no `fcntl`
#: prints 6 descriptors
import fcntl, os, stat
def is_open(descriptor):
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
found = [descriptor for descriptor in range(1024) if is_open(descriptor)]
print(len(found), "descriptors")
for descriptor in found:
    kind = os.fstat(descriptor).st_mode
    if not (stat.S_ISFIFO(kind) or (descriptor == 0 and stat.S_ISREG(kind))):
        print("OPEN", descriptor, oct(kind))
os.lseek(0, 0, 0)
print(os.read(0, 100))
# The ends of pipes that are not the box's own.
from attempts import worker_pipes
for descriptor in [1, 2] + worker_pipes()[1]:
    os.set_blocking(descriptor, False)
    try:
        print("OPEN", os.read(descriptor, 100))
    except OSError as error:
        print("closed", error.errno)
#: program everything_in_sight
#: verdict passed
#: wall 20000
#: prints looked
# Walks through all it can list, and reads all it can read that is not the library.
import os, sys
seen = 0
for folder, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if not os.path.join(folder, name).startswith(("/usr", "/lib", sys.base_prefix, "/sys", "/proc/sys"))]
    for name in files:
        try:
            descriptor = os.open(os.path.join(folder, name), os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            continue
        seen += 1
        text = os.read(descriptor, 65536) if os.fstat(descriptor).st_size else b""
        if b"secret" in text and name not in ("main.py", "attempts.py"):
            print("OPEN", folder, name, text[:200])
        os.close(descriptor)
print("looked", seen)
#: program its_own_memory
#: verdict passed
#: verdict-c error: there is no `ctypes`
#: wall 20000
#: prints looked
# Nothing of the runner's is left in the interpreter's memory: neither on the heap nor among the objects.
import ctypes, gc, sys
for thing in gc.get_objects():
    if type(thing) is dict:
        for key, value in list(thing.items()):
            if type(value) is str and "secret" in value and "-" in value and value.startswith("secret"):
                print("OPEN", key, value)
frame = sys._getframe()
while frame:
    print(sorted(name for name in frame.f_locals if type(name) is str)[:50])
    frame = frame.f_back
heap = ctypes.CDLL(None).sbrk
heap.restype = ctypes.c_void_p
end = heap(0)
start = id(sys._getframe()) & ~0xFFFF
text = ctypes.string_at(start, 65536)
print("looked", len(text))
#: program the_answer
#: judged
#: verdict failed
#: prints looked
import gc, os, sys
def attack(n):
    found = []
    for thing in gc.get_objects():
        if isinstance(thing, (list, tuple)):
            found.extend(item for item in thing if type(item) is str and item.startswith("secret") and len(item) > 20)
        if isinstance(thing, dict):
            found.extend(item for item in list(thing.values()) if type(item) is str and item.startswith("secret") and len(item) > 20)
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            if type(value) is str and value.startswith("secret") and len(value) > 20:
                found.append(value)
        frame = frame.f_back
    print("looked", len(found))
    return found[0] if found else "nothing"
#: program the_test_file
#: judged
#: verdict failed
#: prints looked
import os, sys
def attack(n):
    for folder, _, files in os.walk("."):
        for name in files:
            text = open(os.path.join(folder, name), errors="replace").read()
            if "assertEqual(main" + ".attack" in text:
                return text
    print("looked")
    return [name for name in sys.modules if "test_main" in name] or "nothing"
#: program the_next_question
#: judged
#: verdict failed|crashed
#: verdict-c error: there is no `os.set_blocking`
#: wall 2500
import os
from attempts import worker_pipes
def attack(n):
    descriptor = worker_pipes()[0][0]
    os.set_blocking(descriptor, False)
    try:
        return os.read(descriptor, 1 << 20).decode()
    except OSError:
        return "nothing"
