# Programs that bring the interpreter down. None of this is ever a pass.
#: program null_pointer
#: verdict crashed
#: verdict-c error: there is no `ctypes`
import ctypes
ctypes.string_at(0)
#: program writing_to_nowhere
#: verdict crashed
#: verdict-c error: there is no `ctypes`
import ctypes
ctypes.memset(0xDEAD000, 1, 64)
#: program abort
#: verdict crashed
import os
os.abort()
#: program exit_at_once
#: verdict crashed
import os
os._exit(0)
#: program exit_with_the_number_of_a_signal
#: verdict crashed
import os
os._exit(137)
#: program fatal_error
#: verdict crashed
#: verdict-c error: there is no `ctypes`
import ctypes
ctypes.pythonapi.Py_FatalError(b"the end")
#: program kill_with_segmentation_fault
#: verdict crashed
#: verdict-c error: there is no `os.kill`
import os, signal
os.kill(os.getpid(), signal.SIGSEGV)
#: program kill_outright
#: verdict crashed
#: verdict-c error: there is no `os.kill`
# The kernel's own answer to too little memory is the same signal: what tells them apart is how much was used.
import os, signal
os.kill(os.getpid(), signal.SIGKILL)
#: program terminate
#: verdict crashed
#: verdict-c error: there is no `os.kill`
import os, signal
os.kill(os.getpid(), signal.SIGTERM)
#: program interrupt
#: verdict error
import os, signal
os.kill(os.getpid(), signal.SIGINT)
#: program nested_brackets
#: verdict error|memory|crashed
eval("(" * 100_000 + ")" * 100_000)
#: program nested_operators
#: verdict error|memory|crashed
compile("-" * 500_000 + "1", "x", "eval")
#: program nested_blocks
#: verdict error|memory|crashed
eval("lambda:" * 100_000 + "1")
#: program a_deep_list_shown
#: verdict error|crashed
import sys
sys.setrecursionlimit(10**6)
deep = []
for _ in range(500_000):
    deep = [deep]
print(repr(deep)[:10])
#: program corrupted_code
#: verdict crashed|error
def victim():
    return 1
code = victim.__code__.replace(co_code=bytes([100, 255, 83, 0]) * 8, co_consts=())
victim.__code__ = code
victim()
#: program a_broken_object
#: verdict crashed
#: verdict-c error: there is no `ctypes`
import ctypes
ctypes.memset(id(list), 0xFF, 64)
[1, 2, 3].sort()
#: program reference_count
#: verdict crashed|error|passed
import ctypes
thing = object()
for _ in range(100):
    ctypes.pythonapi.Py_DecRef(ctypes.py_object(thing))
things = [object() for _ in range(1000)]
del thing
#: program freed_twice
#: verdict crashed
#: verdict-c error: there is no `ctypes`
import ctypes
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
address = ctypes.c_void_p(library.malloc(2000))
library.malloc(2000)
library.free(address)
library.free(address)
library.free(address)
library.abort()
#: program every_descriptor_closed
#: verdict crashed
#: verdict-c passed: the runner's pipes have numbers from 1000 up in there, and stay open
import os
os.closerange(0, 64)
#: program the_pipes_swapped
#: verdict crashed|timeout
#: verdict-c error: a descriptor cannot be copied
#: wall 1000
import os
from attempts import worker_pipes
reading, writing = worker_pipes()
for descriptor in writing:
    os.dup2(1, descriptor)
for descriptor in reading:
    os.dup2(0, descriptor)
#: program exit_in_a_thread
#: verdict crashed
#: verdict-c error: threads do not start
import os, threading
threading.Thread(target=os._exit, args=(0,)).start()
while True:
    pass
#: program modules_removed
#: verdict passed|error|crashed
import sys
for name in list(sys.modules):
    del sys.modules[name]
#: program built_in_names_removed
#: verdict error|crashed
import builtins
for name in dir(builtins):
    if not name.startswith("__"):
        delattr(builtins, name)
1 / 0
#: program the_worker_emptied
#: verdict error|crashed|passed
# The frames below are the worker's own.
import sys
frame = sys._getframe()
while frame.f_back is not None:
    frame = frame.f_back
frame.f_globals.clear()
#: program the_worker_changed
#: verdict crashed
import sys
frame = sys._getframe()
while frame.f_back is not None:
    frame = frame.f_back
frame.f_globals["channel"].nonce = "other"
#: program an_alternate_stack_overflow
#: verdict crashed|memory
#: verdict-c error: there is no `ctypes`
import ctypes
callback = ctypes.CFUNCTYPE(None)
def deeper():
    function()
function = callback(deeper)
import sys
sys.setrecursionlimit(10**8)
function()
#: program generators_nested
#: verdict error|crashed|memory
import sys
sys.setrecursionlimit(10**8)
def chain(n):
    iterator = iter([1])
    for _ in range(n):
        iterator = map(int, iterator)
    return iterator
next(chain(1_000_000))
#: program illegal_instruction
#: verdict crashed|refused|error
import ctypes, mmap
memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
memory.write(bytes.fromhex("0f0b") * 4)
address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
ctypes.CFUNCTYPE(None)(address)()
