# Programs that want more memory than they may have.
#: program a_list
#: verdict memory
things = []
while True:
    things.append([0] * 10_000)
#: program bytes_at_once
#: verdict memory
block = bytearray(1 << 30)
#: program more_than_there_is
#: verdict memory
#: verdict-c error: a size has 32 bits in there
block = bytearray(1 << 60)
#: program a_text_doubling
#: verdict memory
text = "x"
while True:
    text += text
#: program a_dictionary
#: verdict memory
known = {}
n = 0
while True:
    known[n] = str(n) * 50
    n += 1
#: program a_number
#: verdict memory
#: verdict-c error: a size has 32 bits in there
n = 1 << (1 << 34)
#: program mapped
#: verdict memory|refused|error
# `mmap` says ENOMEM as an OSError, not as a MemoryError.
import mmap
kept = []
while True:
    block = mmap.mmap(-1, 64 << 20)
    block[::4096] = b"x" * len(block[::4096])
    kept.append(block)
#: program mapped_with_a_file
#: verdict output|memory|error
#: files 300000
import mmap
with open("big", "wb+") as file:
    file.truncate(200_000)
    maps = [mmap.mmap(file.fileno(), 0) for _ in range(40)]
    for map in maps:
        map[:] = b"x" * 200_000
    file.truncate(1 << 30)
#: program recursion
#: verdict error
#: prints 0
def deeper(n):
    print(n) if n == 0 else None
    return deeper(n + 1) + 1
deeper(0)
#: program recursion_without_a_limit
#: verdict memory|crashed|error
# Where memory ends in the middle of a call, some versions of Python lose the MemoryError: "error return without exception set".
import sys
sys.setrecursionlimit(2**31 - 1)
def deeper(n):
    return deeper(n + 1) + 1
deeper(0)
#: program the_work_folder_as_memory
#: verdict output
with open("big", "wb") as file:
    while True:
        file.write(b"x" * 65536)
#: program the_input_as_memory
#: verdict output
#: verdict-c error: its input cannot be written to
# Standard input is a file in memory, and open for writing.
import os
while True:
    os.write(0, b"x" * 65536)
#: program an_error_caught_again_and_again
#: verdict timeout
#: wall 800
things = []
while True:
    try:
        things.append(bytearray(1 << 20))
    except MemoryError:
        pass
#: program unpacked
#: verdict memory
#: verdict-c error: there is no `zlib`
import zlib
small = zlib.compress(bytes(1 << 20), 9)
parts = [zlib.decompress(small) for _ in range(1000)]
#: program a_format
#: verdict memory
text = "%*d" % (1 << 30, 1)
#: program a_million_laughs
#: verdict memory|error|timeout
#: wall 3000
import xml.etree.ElementTree as tree
entities = '<!ENTITY a0 "' + "ha" * 100 + '">'
for n in range(1, 12):
    entities += '<!ENTITY a%d "%s">' % (n, ("&a%d;" % (n - 1)) * 10)
tree.fromstring("<!DOCTYPE x [" + entities + "]><x>&a11;</x>")
#: program the_c_library
#: verdict passed
#: verdict-c error: there is no `ctypes`
#: prints stopped
# Address space is what is limited, so the C library gets no more than Python does.
import ctypes
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
size = 0
while size < 4096 and library.malloc(1 << 20):
    size += 1
print("stopped" if size < 300 else "OPEN malloc gave %d MiB" % size)
#: program thread_stacks
#: verdict error
import threading, time
threading.stack_size(64 << 20)
for _ in range(100):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
#: program pipes_full
#: verdict passed
#: verdict-c error: there is no `fcntl`
#: prints held fcntl
# What the kernel holds for a process counts for nobody: few descriptors, and pipes of the usual size.
import fcntl, os
from attempts import attempt
pipes = []
try:
    while True:
        pipes.append(os.pipe())
except OSError:
    pass
attempt("fcntl F_SETPIPE_SZ", lambda: fcntl.fcntl(pipes[0][1], 1031, 1 << 20))
print("OPEN many pipes") if len(pipes) > 32 else None
#: program a_limit_raised
#: verdict memory
#: verdict-c error: there is no `resource`
import resource
try:
    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))
except (OSError, ValueError):
    pass
block = bytearray(1 << 30)
