# Pairs of programs, one after the other: nothing of the first is there for the second.
#: program files
#: verdict passed
import os
for name in ("hostile-note", ".hidden", "random.py", "sitecustomize.py"):
    open(name, "w").write("print('OPEN left over')\n")
os.mkdir("__pycache__")
#: then
#: verdict passed
#: prints ['attempts.py', 'main.py']
import os, random
print(sorted(os.listdir(".")))
#: program in_shared_places
#: verdict passed
from attempts import attempt
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock", "/", "@FOLDER@", "@HOME@"):
    attempt(folder, lambda: open(folder + "/hostile-note", "w").write("x"))
#: then
#: verdict passed
import os
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock", "/", "@FOLDER@", "@HOME@"):
    if os.path.exists(folder + "/hostile-note"):
        print("OPEN", folder)
#: program semaphores
#: verdict passed
#: verdict-c error: there is no `ctypes`
import ctypes
from attempts import attempt
def semaphore():
    import ctypes
    sem_open = ctypes.CDLL(None, use_errno=True).sem_open
    sem_open.restype = ctypes.c_void_p
    if not sem_open(b"/hostile-semaphore", 0o102, 0o666, 1):
        raise OSError(ctypes.get_errno(), "no semaphore")
attempt("POSIX", semaphore)
import multiprocessing
attempt("multiprocessing", multiprocessing.Semaphore)
attempt("lock", multiprocessing.Lock)
attempt("shared memory", lambda: __import__("multiprocessing.shared_memory").shared_memory.SharedMemory("hostile-memory", True, 4096))
#: then
#: verdict passed
from attempts import attempt
def semaphore():
    import ctypes
    sem_open = ctypes.CDLL(None, use_errno=True).sem_open
    sem_open.restype = ctypes.c_void_p
    if not sem_open(b"/hostile-semaphore", 0):
        raise OSError(ctypes.get_errno(), "no semaphore")
attempt("POSIX", semaphore)
#: program system_v
#: verdict passed
from attempts import attempt, call
attempt("shared memory", lambda: call("shmget", 0x4C530004, 4096, 0o1666))
attempt("semaphores", lambda: call("semget", 0x4C530005, 1, 0o1666))
attempt("messages", lambda: call("msgget", 0x4C530006, 0o1666))
#: then
#: verdict passed
from attempts import attempt, call
attempt("shared memory", lambda: call("shmget", 0x4C530004, 4096, 0o666))
attempt("semaphores", lambda: call("semget", 0x4C530005, 1, 0o666))
attempt("messages", lambda: call("msgget", 0x4C530006, 0o666))
#: program locks
#: verdict passed
#: verdict-c error: there is no `fcntl`
import fcntl, os
fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
file = open("lock", "w")
fcntl.lockf(file, fcntl.LOCK_EX)
fcntl.flock(file, fcntl.LOCK_EX)
#: then
#: verdict passed
#: verdict-c error: there is no `fcntl`
#: prints free
import fcntl, os, time
# The box before was killed before its result was given, and is buried meanwhile: its lock goes with its process, a moment later.
for _ in range(100):
    try:
        fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(0.01)
    else:
        print("free")
        break
#: program a_daemon_thread
#: verdict passed
#: verdict-c error: threads do not start
#: prints first
import threading
def work():
    n = 0
    while True:
        n += 1
        try:
            open("hostile-%d" % (n % 3), "w").write(str(n))
        except OSError:
            pass
threading.Thread(target=work, daemon=True).start()
print("first")
#: then
#: verdict passed
#: prints ['attempts.py', 'main.py'] ['MainThread']
import os, threading
print(sorted(os.listdir(".")), [thread.name for thread in threading.enumerate()])
#: program changes_in_the_interpreter
#: verdict passed
#: verdict-c error: there is no `os.umask`
import builtins, json, os, random, signal, sys
builtins.hostile = 1
sys.modules["hostile"] = sys
sys.path.insert(0, "/hostile")
sys.setrecursionlimit(99)
os.environ["HOSTILE"] = "1"
os.umask(0o777)
json.dumps = None
signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
os.chdir("/")
#: then
#: verdict passed
#: verdict-c error: there is no `os.umask`
#: prints as new
import builtins, json, os, signal, sys
assert not hasattr(builtins, "hostile") and len("abc") == 3
assert "hostile" not in sys.modules and "/hostile" not in sys.path and sys.getrecursionlimit() > 99
assert "HOSTILE" not in os.environ and os.umask(0o022) != 0o777 and json.dumps
assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL and not signal.pthread_sigmask(signal.SIG_BLOCK, [])
assert os.path.exists("main.py")
print("as new")
#: program a_timer
#: verdict passed
#: verdict-c error: there is no `signal.setitimer`
import signal
signal.signal(signal.SIGALRM, lambda *_: print("OPEN"))
signal.setitimer(signal.ITIMER_REAL, 0.05)
#: then
#: verdict passed
#: prints slept
import time
time.sleep(0.3)
print("slept")
#: program output_of_the_one_before
#: verdict output
import sys
while True:
    sys.stdout.write("first" * 1000)
#: then
#: verdict passed
#: prints ['second']
print(["second"])
#: program an_answer_ahead
#: verdict crashed|timeout
# An answer to a question that has not been asked yet, for whoever comes next.
import os
from attempts import worker_pipes
body = b'{"n":2,"nonce":"","value":"OPEN"}'
for descriptor in worker_pipes()[1]:
    os.write(descriptor, len(body).to_bytes(4, "little") + body)
#: then
#: verdict passed
#: prints mine
print("mine")
#: program watching
#: verdict passed
import os
from attempts import attempt, call
attempt("inotify", lambda: call("inotify_init"))
attempt("inotify1", lambda: call("inotify_init1", 0))
#: then
#: verdict passed
from attempts import attempt
attempt("left", lambda: open("/proc/sys/fs/inotify/max_user_watches"))
#: program a_crash
#: verdict crashed
import os
open("hostile-core", "w").close()
os.abort()
#: then
#: verdict passed
#: prints ['attempts.py', 'main.py']
import os
print(sorted(os.listdir(".")))
