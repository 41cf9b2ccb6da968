# Programs that print more than anybody can read, or what is not text.
#: program flood
#: verdict output
while True:
    print("x" * 100)
#: program flood_of_errors
#: verdict output
import sys
while True:
    print("x" * 100, file=sys.stderr)
#: program both_at_once
#: verdict output
#: verdict-c error: threads do not start
import sys, threading
def flood(stream):
    while True:
        stream.write("x" * 1000)
for stream in (sys.stdout, sys.stderr):
    threading.Thread(target=flood, args=(stream,)).start()
#: program one_endless_line
#: verdict output
import sys
while True:
    sys.stdout.write("x" * 4096)
#: program one_huge_text
#: verdict output
print("x" * 20_000_000)
#: program binary
#: verdict output
import os
while True:
    os.write(1, bytes(range(256)) * 16)
#: program a_little_binary
#: verdict passed
#: prints end
import os
os.write(1, bytes(range(256)) + b"\xf0\x9f\xff\xed\xa0\x80\n")
print("\x1b[2J\x1b]0;title\x07\x00 end")
#: program half_a_character_at_the_end
#: verdict passed
import os
os.write(1, "end €".encode()[:-1])
#: program by_another_descriptor
#: verdict output
#: verdict-c error: a descriptor cannot be copied
import os
other = os.dup(1)
os.close(1)
while True:
    os.write(other, b"x" * 4096)
#: program output_left_in_the_buffer
#: verdict crashed
#: prints first
import os, sys
print("first")
sys.stdout.write("second, without an end of line")
os._exit(0)
# (One of the two pipes is for the place where the program stands when its time is up: what comes there ends it as that.)
#: program rubbish_as_answer
#: verdict crashed|timeout
import os
from attempts import worker_pipes
for descriptor in worker_pipes()[1]:
    os.write(descriptor, b"\xff" * 64)
while True:
    pass
#: program an_answer_that_never_ends
#: verdict crashed|timeout
#: verdict-c error: threads do not start
#: wall 5000
import os, threading
from attempts import worker_pipes
def flood(descriptor):
    os.write(descriptor, (16 * 1024 * 1024).to_bytes(4, "little"))
    while True:
        os.write(descriptor, b"[" * 65536)
for descriptor in worker_pipes()[1]:
    threading.Thread(target=flood, args=(descriptor,)).start()
#: program deep_json_as_answer
#: verdict crashed|timeout
#: verdict-c error: threads do not start
import os, threading
from attempts import worker_pipes
def write(descriptor):
    body = b"[" * 1_000_000
    os.write(descriptor, len(body).to_bytes(4, "little"))
    while body:
        body = body[os.write(descriptor, body):]
for descriptor in worker_pipes()[1]:
    threading.Thread(target=write, args=(descriptor,)).start()
while True:
    pass
#: program a_false_answer
#: verdict crashed|timeout
import os
from attempts import worker_pipes
body = b'{"n": 1, "nonce": "00000000000000000000000000000000"}'
for descriptor in worker_pipes()[1]:
    os.write(descriptor, len(body).to_bytes(4, "little") + body)
while True:
    pass
#: program stealing_its_own_questions
#: verdict passed|crashed
#: verdict-c error: only input, output and files can be waited for
#: wall 1500
import os
from attempts import worker_pipes
for descriptor in worker_pipes()[0]:
    os.set_blocking(descriptor, False)
    try:
        print(os.read(descriptor, 100000))
    except BlockingIOError:
        print("nothing there")
#: program output_closed
#: verdict error
import sys
sys.stdout.close()
print("lost")
#: program without_blocking
#: verdict output|error
import os
os.set_blocking(1, False)
while True:
    try:
        os.write(1, b"x" * 65536)
    except BlockingIOError:
        pass
#: program a_huge_message
#: verdict error
raise ValueError("x" * 5_000_000)
#: program a_huge_name
#: verdict error
raise type("E" * 1_000_000, (Exception,), {})("x")
#: program a_ring_of_causes
#: verdict error
first, second = ValueError("first"), ValueError("second")
first.__cause__, second.__cause__ = second, first
raise first
#: program a_long_chain_of_causes
#: verdict error|crashed
error = None
for n in range(5000):
    following = ValueError(n)
    following.__cause__ = error
    error = following
raise error
#: program a_group_of_errors
#: verdict error
import sys
if sys.version_info < (3, 11):
    raise ValueError
raise ExceptionGroup("many", [ValueError("x" * 100) for _ in range(3000)])
#: program an_error_that_cannot_be_shown
#: verdict error|crashed|memory
class Odd(Exception):
    def __str__(self):
        return self.deeper()
    def deeper(self):
        return self.deeper()
raise Odd
#: program an_error_that_takes_its_time
#: verdict timeout
#: wall 500
class Slow(Exception):
    def __str__(self):
        while True:
            pass
raise Slow
#: program a_flood_of_warnings
#: verdict output
import warnings
n = 0
while True:
    warnings.warn("w" * 200 + str(n))
    n += 1
#: program half_surrogates
#: verdict error
print("\ud800")
#: program hooks
#: verdict error
import sys
sys.excepthook = lambda *_: print("x" * 1000)
sys.displayhook = None
sys.stderr = None
raise KeyError("x")
#: program no_stdout
#: verdict error|crashed|passed
import sys
sys.stdout = sys.__stdout__ = None
del sys.stderr
1 / 0
