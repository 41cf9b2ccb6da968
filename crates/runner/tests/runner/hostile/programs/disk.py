# Programs that fill the work folder, or make one that is hard to get rid of.
#: program one_large_file
#: verdict output
with open("large", "wb") as file:
    while True:
        file.write(b"x" * 65536)
#: program many_files
#: verdict output
import time
for n in range(5000):
    with open("file%d" % n, "wb") as file:
        file.write(b"x" * 4096)
    time.sleep(0.0005)
#: program many_empty_files
#: verdict-a output
#: verdict-b output|timeout
#: verdict-c output|timeout: its folder is looked at from outside, as in tier B
#: wall 2500
for n in range(30_000):
    open("f%d" % n, "w").close()
#: program a_sparse_file
#: verdict output
with open("sparse", "wb") as file:
    file.truncate(1 << 40)
#: program space_reserved
#: verdict output
#: verdict-c error: WASI reserves no space
import os
with open("reserved", "wb") as file:
    os.posix_fallocate(file.fileno(), 0, 1 << 30)
#: program deep_folders
#: verdict output|passed
import os, time
for n in range(100):
    os.mkdir("d")
    os.chdir("d")
    time.sleep(0.002)
#: program very_deep_folders_in_a_moment
#: verdict passed|output
# Deeper than a path can be long, and than there are file descriptors; over before anybody looks.
import os
for n in range(3000):
    os.mkdir("d")
    os.chdir("d")
#: program deep_folders_with_long_names
#: verdict passed|output
#: verdict-c error: a path has an end
import os
for n in range(300):
    os.mkdir("d" * 255)
    os.chdir("d" * 255)
#: program hard_links
#: verdict passed|output|error
import os
open("one", "w").write("x")
for n in range(1000):
    os.link("one", "link%d" % n)
#: program symbolic_links
#: verdict refused
import os
os.symlink("/", "root")
#: program a_name_too_long
#: verdict error
open("x" * 256, "w")
#: program odd_names
#: verdict passed
#: verdict-c error: names are texts
#: prints 6
import os
for name in (b"\xff\xfe", b"new\nline", b"\x1b[2J", b" ", b"-rf", "é\u202e".encode()):
    open(name, "w").close()
print(len(os.listdir(b".")) - 2)
#: program dot_files
#: verdict output
import time
for n in range(5000):
    with open(".hidden%d" % n, "wb") as file:
        file.write(b"x" * 4096)
    time.sleep(0.0005)
#: program folders_nobody_can_list
#: verdict output
# What is in them counts all the same.
import os, time
os.mkdir("closed", 0o300)
for n in range(5000):
    with open("closed/f%d" % n, "wb") as file:
        file.write(b"x" * 4096)
    time.sleep(0.0005)
#: program folders_nobody_can_enter
#: verdict passed
#: verdict-c error: there is no `os.umask`
import os
os.mkdir("a", 0o300)
os.mkdir("a/b", 0o700)
open("a/b/c", "w").close()
os.mkdir("a/none", 0o000)
os.umask(0o777)
os.mkdir("none")
open("none.txt", "w").close()
#: program files_without_a_name
#: verdict output
# Open, but removed: nobody who looks into the folder sees them.
import os, time
kept = []
for n in range(50):
    file = open("gone", "wb")
    os.remove("gone")
    file.write(b"x" * 500_000)
    file.flush()
    kept.append(file)
    time.sleep(0.02)
#: program its_own_program_removed
#: verdict error
import os
os.remove("main.py")
os.mkdir("main.py")
os.rmdir("attempts.py") if os.path.isdir("attempts.py") else os.remove("attempts.py")
1 / 0
#: program the_work_folder_removed
#: verdict passed
#: prints end
import os, shutil
shutil.rmtree(".", ignore_errors=True)
try:
    os.rmdir(os.getcwd())
except OSError:
    pass
print("end")
#: program the_work_folder_left
#: verdict-a passed
#: verdict-b passed
#: verdict-c error: it has no folder above its own
#: prints end
import os
os.chdir("/")
try:
    1 / 0
except ZeroDivisionError:
    print("end")
#: program renamed_in_a_ring
#: verdict timeout
#: wall 500
import os
os.mkdir("a")
while True:
    os.rename("a", "b")
    os.rename("b", "a")
#: program written_to_disk_again_and_again
#: verdict timeout
#: wall 500
import os
with open("f", "wb") as file:
    while True:
        file.seek(0)
        file.write(b"x")
        file.flush()
        os.fsync(file.fileno())
#: program pipes_and_devices
#: verdict passed
import os, socket, stat
from attempts import attempt
attempt("mkfifo", lambda: os.mkfifo("pipe"))
attempt("device", lambda: os.mknod("device", 0o600 | stat.S_IFBLK, os.makedev(254, 0)))
attempt("character device", lambda: os.mknod("memory", 0o600 | stat.S_IFCHR, os.makedev(1, 1)))
attempt("socket", lambda: os.mknod("socket", 0o600 | stat.S_IFSOCK))
#: program set_user_id
#: verdict passed
import os
from attempts import attempt
descriptor = os.open("tool", os.O_CREAT | os.O_RDWR, 0o6777)
os.write(descriptor, b"#!/bin/sh\nid\n")
os.close(descriptor)
attempt("execute", lambda: os.execv("./tool", ["tool"]))
