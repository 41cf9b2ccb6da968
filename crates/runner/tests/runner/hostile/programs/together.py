# Pairs of programs at the same time: neither sees the other.
#: program the_same_names
#: verdict passed
#: prints first first
import os, time
open("name", "w").write("first")
os.mkdir("folder")
time.sleep(0.4)
print("first", open("name").read())
#: meanwhile
#: verdict passed
#: prints second second
import os, time
open("name", "w").write("second")
os.mkdir("folder")
time.sleep(0.4)
print("second", open("name").read())
#: program files_of_the_other
#: verdict passed
import os, time
open("hostile-note", "w").write("left here")
os.chmod(".", 0o777) if os.getcwd() == "/work" else None
time.sleep(0.8)
#: meanwhile
#: verdict passed
#: prints looked
import glob, os, time
time.sleep(0.3)
above = os.path.dirname(os.getcwd())
for pattern in ("/tmp/*", above + "/*", above + "/*/hostile-note", "/proc/*/cwd/hostile-note", "/proc/*/root/work/hostile-note", "../*/*"):
    for path in glob.glob(pattern):
        try:
            # Its own folder is listed too where there is nothing else in the root.
            if "hostile-note" in os.listdir(path) or path.endswith("hostile-note"):
                print("OPEN", path)
        except OSError:
            pass
print("looked")
#: program processes_of_the_other
#: verdict passed
#: prints [MARK]
import sys, time
sys.argv.append("hostile-argument")
print("[MARK]", flush=True)
time.sleep(0.8)
#: meanwhile
#: verdict passed
#: verdict-c error: there is no `os.getpgid`
#: prints looked
import os, time
time.sleep(0.2)
seen = []
for pid in range(1, 65536):
    if pid in (os.getpid(), 1):
        continue
    try:
        # Its own threads have a number too; they are of its own session.
        if os.getpgid(pid) == os.getpgid(0):
            continue
        os.kill(pid, 0)
        seen.append(pid)
    except OSError:
        pass
    try:
        os.stat("/proc/%d/cmdline" % pid) and open("/proc/%d/cmdline" % pid).read()
        seen.append(pid)
    except OSError:
        pass
print("OPEN", seen) if seen else None
print("looked")
#: program shared_memory
#: verdict passed
import time
from attempts import attempt, call
attempt("make", lambda: call("shmget", 0x4C530007, 4096, 0o1666))
attempt("file", lambda: open("/dev/shm/hostile-shared", "w"))
time.sleep(0.4)
#: meanwhile
#: verdict passed
import time
from attempts import attempt, call
time.sleep(0.2)
attempt("find", lambda: call("shmget", 0x4C530007, 4096, 0o666))
attempt("file", lambda: open("/dev/shm/hostile-shared"))
#: program killing_the_other
#: verdict passed
#: prints alive
import time
time.sleep(0.8)
print("alive")
#: meanwhile
#: verdict passed
#: verdict-c error: there is no `os.getpgid`
#: prints tried
import os, signal, time
time.sleep(0.2)
me = os.getpid()
for pid in list(range(max(2, me - 300), me + 300)):
    if pid != me:
        try:
            if os.getpgid(pid) == os.getpgid(0):
                continue
            os.kill(pid, signal.SIGKILL)
            print("OPEN", pid)
        except OSError:
            pass
print("tried")
#: program a_flood_beside_a_whisper
#: verdict output
while True:
    print("flood" * 1000)
#: meanwhile
#: verdict passed
#: prints ['whisper']
import time
for _ in range(5):
    time.sleep(0.05)
print(["whisper"])
#: program a_glutton_beside_a_worker
#: verdict memory
things = []
while True:
    things.append(bytearray(1 << 20))
#: meanwhile
#: verdict passed
#: prints 4999950000
print(sum(range(100_000)))
