# Honest programs that stand next to the hostile ones. They must work.
#: program files
#: verdict passed
#: prints ['Ada', 'Grace']
import os
with open("names.txt", "w") as file:
    file.write("Ada\nGrace\n")
with open("names.txt") as file:
    print(file.read().split())
os.mkdir("folder")
os.rename("names.txt", "folder/names.txt")
print(os.listdir("folder"), os.path.getsize("folder/names.txt"))
os.remove("folder/names.txt")
os.rmdir("folder")
#: program files_in_other_ways
#: verdict passed
#: prints all right
import csv, io, json, os, pathlib, pickle, shelve, shutil, zipfile
path = pathlib.Path("data")
path.mkdir()
(path / "a.json").write_text(json.dumps({"a": [1, 2]}))
with open(path / "b.csv", "w", newline="") as file:
    csv.writer(file).writerows([[1, 2], [3, 4]])
with open(path / "c.pickle", "wb") as file:
    pickle.dump({1, 2}, file)
with zipfile.ZipFile("all.zip", "w") as archive:
    for name in sorted(path.iterdir()):
        archive.write(name)
shutil.copyfile(path / "a.json", "copy.json")
assert json.loads(pathlib.Path("copy.json").read_text()) == {"a": [1, 2]}
assert len(zipfile.ZipFile("all.zip").namelist()) == 3
with open("copy.json", "r+") as file:
    file.truncate(2)
os.truncate("copy.json", 1) if os.getcwd() == "/work" else None
shutil.rmtree(path)
print("all right")
#: program rights_of_its_own_files
#: verdict-a passed
#: verdict-b refused
# In tier B no rule of the kernel's tells a program's own files from others when their rights are changed, so nobody's may be.
import os, shutil
open("a", "w").write("x")
os.chmod("a", 0o600)
shutil.copy("a", "b")
os.utime("b", (1, 1))
#: program temporary_files
#: verdict passed
#: prints hello
import tempfile
with tempfile.TemporaryFile("w+") as file:
    file.write("hello")
    file.seek(0)
    print(file.read())
with tempfile.TemporaryDirectory() as folder:
    open(folder + "/x", "w").close()
with tempfile.NamedTemporaryFile() as file:
    file.write(b"x")
#: program threads
#: verdict passed
#: verdict-c error: threads do not start
#: prints 4950
import concurrent.futures, queue, threading
line = queue.Queue()
threads = [threading.Thread(target=lambda: [line.put(1) for _ in range(100)]) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert line.qsize() == 400
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(abs, range(100))))
#: program databases
#: verdict passed
#: verdict-c error: there is no `sqlite3`
#: prints [('Ada', 36)]
import sqlite3
for place in (":memory:", "people.db"):
    connection = sqlite3.connect(place)
    connection.execute("create table people (name text, age integer)")
    connection.execute("insert into people values ('Ada', 36)")
    connection.commit()
    print(connection.execute("select * from people").fetchall())
    connection.close()
#: program event_loops
#: verdict passed
#: verdict-c error: threads do not start
#: prints [0, 1, 4]
import asyncio
async def square(n):
    await asyncio.sleep(0.01)
    return n * n
async def main():
    print(await asyncio.gather(*(square(n) for n in range(3))))
    print(await asyncio.to_thread(sum, [1, 2]) if hasattr(asyncio, "to_thread") else 3)
asyncio.run(main())
#: program importing_without_using
#: verdict passed
#: verdict-c error: there is no `ctypes`
#: prints imported
import ctypes, http.server, multiprocessing, pty, resource, signal, socket, socketserver, ssl, subprocess, urllib.request
print("imported")
#: program a_refusal_can_be_caught
#: verdict passed
#: verdict-c error: there is no `_socket.getaddrinfo`
#: prints no network here
import socket
try:
    socket.create_connection(("example.org", 80))
except OSError:
    print("no network here")
#: program much_but_not_too_much
#: verdict passed
#: prints 20000000
block = bytearray(20_000_000)
print(len(block))
for n in range(1000):
    print("line", n)
#: program deep_but_not_too_deep
#: verdict passed
#: prints 900
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
#: program large_numbers
#: verdict passed
#: prints 2568
import math
print(len(str(math.factorial(1000))))
from decimal import Decimal, getcontext
getcontext().prec = 200
print(Decimal(2).sqrt())
#: program time
#: verdict passed
#: verdict-c error: there is no `signal.setitimer`
#: prints slept
import datetime, signal, time
start = time.monotonic()
time.sleep(0.05)
assert 0.04 < time.monotonic() - start < 5
assert datetime.datetime.now().year >= 2024
signal.signal(signal.SIGALRM, lambda *_: print("alarm"))
signal.setitimer(signal.ITIMER_REAL, 0.02)
time.sleep(0.1)
print("slept")
#: program signals_to_itself
#: verdict passed
#: verdict-c error: there is no `os.kill`
#: prints got it
import os, signal
signal.signal(signal.SIGUSR1, lambda *_: print("got it"))
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
#: program descriptors_and_flags
#: verdict passed
#: verdict-c error: there is no `fcntl`
#: prints all right
import fcntl, os, socket, select
reading, writing = os.pipe()
fcntl.fcntl(reading, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
assert fcntl.fcntl(reading, fcntl.F_GETFD) == fcntl.FD_CLOEXEC
fcntl.fcntl(reading, fcntl.F_SETFL, fcntl.fcntl(reading, fcntl.F_GETFL) | os.O_NONBLOCK)
other = fcntl.fcntl(reading, fcntl.F_DUPFD, 20)
another = os.dup(reading)
os.write(writing, b"x")
assert select.select([reading], [], [], 1)[0] == [reading] and os.read(other, 1) == b"x"
one, two = socket.socketpair()
one.sendall(b"hello")
assert two.recv(5) == b"hello"
file = open("lock", "w")
fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
fcntl.flock(file, fcntl.LOCK_SH)
print("all right")
#: program input
#: verdict passed
#: stdin Ada
#: prints Hello, Ada
print("Hello,", input())
#: program machine
#: verdict passed
#: prints all right
import getpass, locale, os, platform, sys, sysconfig
platform.system(), platform.python_version(), os.cpu_count(), os.getpid(), os.uname(), sysconfig.get_paths(), locale.getlocale(), os.path.expanduser("~")
print("all right")
#: program ctypes
#: verdict passed
#: verdict-c error: there is no `ctypes`
#: prints 5
import ctypes
print(ctypes.CDLL(None).strlen(b"hello"))
