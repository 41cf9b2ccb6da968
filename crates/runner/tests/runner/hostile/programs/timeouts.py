# Programs that do not end by themselves.
#: program busy_loop
#: verdict timeout
#: wall 400
n = 0
while True:
    n += 1
#: program sleeping
#: verdict timeout
#: wall 400
import time
time.sleep(3600)
#: program regular_expression
#: verdict timeout
#: wall 400
import re
re.match(r"(a+)+$", "a" * 40 + "b")
#: program big_power
#: verdict timeout
#: wall 400
print(len(str(7 ** 60_000_000)))
#: program endless_generator
#: verdict timeout
#: wall 400
import itertools
max(itertools.count())
#: program reading_after_the_end_of_input
#: verdict timeout
#: wall 400
#: stdin once
import sys
while True:
    sys.stdin.read()
#: program waiting_for_input_from_a_pipe
#: verdict timeout
#: verdict-c error: there is no `os.pipe`
#: wall 400
import os
reading, writing = os.pipe()
os.read(reading, 1)
#: program signals_ignored
#: verdict timeout
#: verdict-c error: there is no `signal.pthread_sigmask`
#: wall 400
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass
#: program a_thread_keeps_it_alive
#: verdict timeout
#: verdict-c error: threads do not start
#: wall 400
#: prints main is done
import threading, time
threading.Thread(target=time.sleep, args=(3600,)).start()
print("main is done")
#: program many_busy_threads
#: verdict timeout
#: verdict-c error: threads do not start
#: wall 400
import threading
def spin():
    while True:
        pass
for _ in range(8):
    threading.Thread(target=spin).start()
#: program at_exit
#: verdict timeout
#: wall 400
import atexit, time
atexit.register(time.sleep, 3600)
#: program in_a_destructor
#: verdict timeout
#: wall 400
class Sticky:
    def __del__(self):
        while True:
            pass
thing = Sticky()
del thing
#: program catching_everything
#: verdict timeout
#: wall 400
def again():
    while True:
        try:
            again()
        except BaseException:
            pass
again()
#: program its_clock_taken_away
#: verdict timeout
#: wall 400
import faulthandler
faulthandler.cancel_dump_traceback_later()
while True:
    pass
#: program its_trace_closed
#: verdict timeout|crashed
#: wall 400
import os, sys
for descriptor in range(5, 64):
    try:
        os.close(descriptor)
    except OSError:
        pass
while True:
    pass
#: program a_false_trace
#: verdict timeout
#: wall 400
import os
try:
    os.write(5, b"Timeout!\nThread 0x1 (most recent call first):\n  File \"/etc/passwd\", line 4294967295 in x\n" * 5000)
except OSError:
    pass
while True:
    pass
#: program dead_lock
#: verdict timeout
#: wall 400
import threading
lock = threading.Lock()
lock.acquire()
lock.acquire()
#: program empty_queue
#: verdict timeout
#: wall 400
import queue
queue.Queue().get()
#: program event_loop
#: verdict timeout
#: verdict-c error: WASI has no wait that nothing can end
#: wall 400
import asyncio
asyncio.run(asyncio.Event().wait())
#: program while_importing
#: verdict timeout
#: wall 400
import helper
#: file helper.py
while True:
    pass
#: program stopped_by_itself
#: verdict timeout
#: verdict-c error: there is no `os.kill`
#: wall 400
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
#: program waiting_for_a_signal
#: verdict timeout
#: verdict-c error: there is no `signal.pause`
#: wall 400
import signal
signal.pause()
#: program alarm_that_comes_again
#: verdict timeout
#: verdict-c error: there is no `signal.setitimer`
#: wall 400
import signal, time
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
while True:
    time.sleep(1)
#: program comparing_without_end
#: verdict timeout
#: wall 400
class Slow:
    def __lt__(self, other):
        while True:
            pass
sorted([Slow(), Slow()])
#: program printing_slowly
#: verdict timeout
#: wall 600
#: prints tick
import time
while True:
    print("tick")
    time.sleep(0.05)
#: program tracing_everything
#: verdict timeout
#: wall 400
import sys
def trace(*_):
    return trace
sys.settrace(trace)
while True:
    pass
