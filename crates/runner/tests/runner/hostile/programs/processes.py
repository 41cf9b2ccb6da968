# Programs that start others, or leave the name spaces, users and limits they were given.
#: program fork
#: verdict refused
#: verdict-c error: there is no `os.fork`
#: open outside
import os
pid = os.fork()
if pid == 0:
    os._exit(0)
print("OPEN", pid)
#: program fork_bomb
#: verdict refused
#: verdict-c error: there is no `os.fork`
import os
while True:
    os.fork()
#: program a_bomb_that_does_not_give_up
#: verdict timeout
#: verdict-c error: there is no `os.fork`
#: wall 400
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
#: program subprocess
#: verdict-a refused
#: verdict-b refused
#: verdict-c error: there are no processes
#: open outside
import subprocess
print("OPEN", subprocess.run(["/bin/true"]))
#: program shell
#: verdict passed
#: open outside
import os
from attempts import attempt
def shell(action):
    result = action()
    if result:
        raise PermissionError(1, "the shell could not be started")
    return "it could"
attempt("system", lambda: shell(lambda: os.system("true")))
attempt("popen", lambda: os.popen("echo hello").read())
attempt("C library", lambda: shell(lambda: __import__("attempts").library().system(b"true")))
def c_popen():
    import ctypes
    popen = __import__("attempts").library().popen
    popen.restype = ctypes.c_void_p
    return popen(b"true", b"r") or shell(lambda: 1)
attempt("C library's popen", c_popen)
#: program spawning
#: verdict passed
#: open outside
import os
from attempts import attempt, in_a_box, system_call
attempt("posix_spawn", lambda: os.posix_spawn("/bin/true", ["true"], {}))
attempt("posix_spawnp", lambda: os.posix_spawnp("true", ["true"], {}))
attempt("fork by number", lambda: system_call("fork") or os._exit(0))
attempt("clone", lambda: system_call("clone", 17, 0, 0, 0, 0) or os._exit(0))
attempt("clone3", lambda: system_call("clone3", b"\0" * 32 + b"\x11" + b"\0" * 31, 64) or os._exit(0))
attempt("sibling", lambda: system_call("clone", 0x8000 | 17, 0, 0, 0, 0) or os._exit(0))
if in_a_box:
    # Two processes on one stack.
    attempt("vfork", lambda: system_call("clone", 0x4000 | 0x100 | 17, 0, 0, 0, 0) or os._exit(0))
    attempt("shared memory only", lambda: system_call("clone", 0x100 | 17, 0, 0, 0, 0) or os._exit(0))
attempt("spawnv", lambda: os.spawnv(os.P_WAIT, "/bin/true", ["true"]) and (_ for _ in ()).throw(PermissionError(1, "")))
#: program multiprocessing_pool
#: verdict refused
#: verdict-c error: there is no `multiprocessing`
import multiprocessing
if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print("OPEN", pool.map(abs, [1, 2]))
#: program multiprocessing_process
#: verdict refused
#: verdict-c error: there is no `multiprocessing`
import multiprocessing
if __name__ == "__main__":
    process = multiprocessing.get_context("fork").Process(target=print)
    process.start()
    print("OPEN")
#: program multiprocessing_spawn
#: verdict refused
#: verdict-c error: there is no `multiprocessing`
import multiprocessing
if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=print)
    process.start()
    print("OPEN")
#: program process_pool_executor
#: verdict refused
#: verdict-c error: there is no `multiprocessing`
import concurrent.futures, multiprocessing
if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        print("OPEN", pool.submit(abs, -1).result())
#: program terminal
#: verdict passed
#: verdict-c error: there is no `termios`
import os, pty
from attempts import attempt
def without_number(action):
    # The library says it in words only.
    try:
        return action()
    except OSError as error:
        raise PermissionError(13, str(error)) if "out of pty devices" in str(error) else error
attempt("fork", lambda: without_number(pty.fork))
attempt("spawn", lambda: without_number(lambda: pty.spawn("/bin/sh")))
attempt("open", os.openpty)
attempt("forkpty", os.forkpty)
#: program daemon
#: verdict passed
#: verdict-c error: there is no `os.setsid`
#: open outside
import os
from attempts import attempt, call, in_a_box
def twice():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os._exit(0)
        os._exit(0)
    os.wait()
    return "it could"
attempt("twice", twice)
attempt("session", os.setsid)
attempt("group", lambda: os.setpgid(0, 0))
if in_a_box:
    attempt("C library", lambda: call("daemon", 1, 1))
#: program executing
#: verdict passed
import os, sys
from attempts import attempt, system_call
attempt("shell", lambda: os.execv("/bin/sh", ["sh", "-c", "true"]))
attempt("other shell", lambda: os.execv("/usr/bin/dash", ["sh", "-c", "true"]))
attempt("interpreter", lambda: os.execv(sys.executable, ["python3", "-c", "print('OPEN')"]))
attempt("with environment", lambda: os.execve(sys.executable, ["python3"], {}))
attempt("by path", lambda: os.execvp("python3", ["python3"]))
attempt("by descriptor", lambda: os.execve(os.open(sys.executable, os.O_RDONLY), ["python3"], {}))
attempt("loader", lambda: os.execv("/lib64/ld-linux-x86-64.so.2", ["ld", sys.executable]))
attempt("execveat", lambda: system_call("execveat", 0, b"", 0, 0, 0x1000))
attempt("nothing", lambda: system_call("execve", 0, 0, 0))
with open("tool", "w") as file:
    file.write("#!/bin/sh\necho OPEN\n")
attempt("own script", lambda: os.execv("./tool", ["tool"]))
#: program executing_from_memory
#: verdict passed
import os
from attempts import attempt, system_call
attempt("memory file", lambda: os.memfd_create("x"))
attempt("secret memory", lambda: system_call("memfd_secret", 0))
attempt("input as a program", lambda: os.execve(0, ["x"], {}))
attempt("input by name", lambda: os.execv("/proc/self/fd/0", ["x"]))
attempt("input by another name", lambda: os.execv("/dev/fd/0", ["x"]))
#: program code_from_the_work_folder
#: verdict passed
#: verdict-c error: there is no `mmap`
# Machine code in its own memory is nothing it could not write in Python with ctypes; a library in the work folder cannot be loaded.
import mmap, os
from attempts import attempt
with open("library.so", "wb") as file:
    file.write(b"\x7fELF" + b"\0" * 8192)
def map_it():
    descriptor = os.open("library.so", os.O_RDONLY)
    return mmap.mmap(descriptor, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC, flags=mmap.MAP_PRIVATE)
attempt("map", map_it) if os.getcwd() == "/work" else print("held elsewhere: mmap of one's own file for execution is not refused in tier B")
#: program name_spaces
#: verdict passed
#: open outside
from attempts import attempt, call, system_call
attempt("user", lambda: system_call("unshare", 0x10000000))
attempt("mount", lambda: system_call("unshare", 0x00020000))
attempt("processes", lambda: system_call("unshare", 0x20000000))
attempt("network", lambda: system_call("unshare", 0x40000000))
attempt("host", lambda: system_call("unshare", 0x04000000))
attempt("IPC", lambda: system_call("unshare", 0x08000000))
attempt("groups", lambda: system_call("unshare", 0x02000000))
attempt("time", lambda: system_call("unshare", 0x00000080))
attempt("files", lambda: system_call("unshare", 0x00000400))
#: program entering_name_spaces
#: verdict passed
import os
from attempts import attempt, system_call
attempt("by descriptor", lambda: system_call("setns", 0, 0))
attempt("of the victim", lambda: system_call("setns", os.open("/proc/@VICTIM@/ns/net", os.O_RDONLY), 0))
attempt("of process 1", lambda: system_call("setns", os.open("/proc/1/ns/mnt", os.O_RDONLY), 0))
attempt("clone with a user name space", lambda: system_call("clone", 0x10000000 | 17, 0, 0, 0, 0) or os._exit(0))
thread = 0x100 | 0x800 | 0x10000
for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x04000000, 0x08000000, 0x02000000):
    attempt("thread with a name space %x" % flag, lambda: system_call("clone", thread | flag, 0, 0, 0, 0))
attempt("thread with high bits", lambda: system_call("clone", 1 << 33, 0, 0, 0, 0) or os._exit(0))
#: program other_users
#: verdict passed
#: verdict-c error: there is no `os.getuid`
import os
from attempts import attempt, system_call
attempt("root", lambda: os.setuid(0))
attempt("oneself", lambda: os.setuid(os.getuid()))
attempt("group", lambda: os.setgid(0))
attempt("groups", lambda: os.setgroups([0]))
attempt("real", lambda: os.setreuid(0, 0))
attempt("all three", lambda: os.setresuid(0, 0, 0))
attempt("effective", lambda: os.seteuid(0))
attempt("init groups", lambda: os.initgroups("root", 0))
attempt("capabilities", lambda: system_call("capset", b"\x26\x05\x08\x20\0\0\0\0", b"\xff" * 24))
if os.getuid() == 0 or 0 in os.getgroups():
    print("OPEN root")
#: program no_capabilities
#: verdict passed
#: verdict-c error: there is no `ctypes`
#: prints none
import ctypes
from attempts import call
# The call is not there to ask with either; what a program could do with one shows that it has none.
import os
from attempts import attempt
attempt("capget", lambda: call("capget", b"\x26\x05\x08\x20\0\0\0\0", ctypes.create_string_buffer(24)))
attempt("chroot", lambda: os.chroot("/"))
attempt("time", lambda: __import__("time").clock_settime(0, 0))
print("none")
#: program process_settings
#: verdict passed
from attempts import attempt, system_call
attempt("dumpable", lambda: system_call("prctl", 4, 1, 0, 0, 0))
attempt("keep capabilities", lambda: system_call("prctl", 8, 1, 0, 0, 0))
attempt("death signal off", lambda: system_call("prctl", 1, 0, 0, 0, 0))
attempt("sub-reaper", lambda: system_call("prctl", 36, 1, 0, 0, 0))
attempt("no new privileges", lambda: system_call("prctl", 38, 0, 0, 0, 0))
attempt("seccomp", lambda: system_call("prctl", 22, 1, 0, 0, 0))
attempt("memory map", lambda: system_call("prctl", 35, 8, 0, 0, 0))
attempt("tracer", lambda: system_call("prctl", 0x59616D61, -1, 0, 0, 0))
attempt("speculation", lambda: system_call("prctl", 53, 0, 2, 0, 0))
attempt("timer slack", lambda: system_call("prctl", 29, 1, 0, 0, 0))
attempt("filter", lambda: system_call("seccomp", 1, 0, 0))
attempt("rules", lambda: system_call("landlock_create_ruleset", 0, 0, 1))
attempt("trace me", lambda: system_call("ptrace", 0, 0, 0, 0))
attempt("personality", lambda: system_call("personality", 0x0040000))
#: program five_hundred_threads
#: verdict-a error
#: verdict-b error|timeout|passed|memory
#: wall 4000
import threading, time
threading.stack_size(65536)
for _ in range(500):
    threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()
