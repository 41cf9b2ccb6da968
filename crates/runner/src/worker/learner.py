# What the box with the learner's program does: one request after the other.
import builtins
import io

try:
    import posix
except ImportError:
    # The same calls on Windows.
    import nt as posix


class Learner:
    """The learner's module once it is loaded."""

    space = None
    # Standard output once more: the program may close its own, and what ends a case must come all the same.
    output = 1


def prepare(request):
    # Asked by this signal when its time is up, the program writes down where it is: whatever it does at that moment, and without a thread that waits for it.
    import faulthandler

    # There is no such signal on Windows.
    if request["signal"] is not None:
        faulthandler.register(request["signal"], file=channel.trace)
    channel.nonce = request["nonce"]
    Sources.work = request["work"]
    enter(request)
    sys.path.append(Sources.work)
    # `site` is left out because it would bring in the packages of the machine; these names it makes are part of the language for a beginner.
    from _sitebuiltins import Quitter, _Helper

    builtins.exit = Quitter("exit", "Ctrl-D (i.e. EOF)")
    builtins.quit = Quitter("quit", "Ctrl-D (i.e. EOF)")
    builtins.help = _Helper()
    sys.addaudithook(count_input)
    take_over_lost_errors()
    # What was printed must be seen even if the program is ended before it comes to an end of its own.
    sys.stdout.reconfigure(line_buffering=True)
    # The first compiling takes 2 ms more than any later one.
    compile("pass", "warm", "exec")
    return {"version": "%d.%d.%d" % sys.version_info[:3]}


def enter(request):
    """Takes the name of the program, which a worker that was started before it was needed hears late."""
    Sources.entry = request["entry"]
    sys.argv[:] = [Sources.entry]


def begin(request):
    """What comes before the first line of the program."""
    if "entry" in request:
        enter(request)
    if request.get("interactive"):
        posix.dup2(channel.typed, 0)
    posix.close(channel.typed)


def read_program():
    # By system calls: `open` costs a run of `print` a tenth of its time.
    file = posix.open(Sources.work + "/" + Sources.entry, posix.O_RDONLY | getattr(posix, "O_BINARY", 0))
    # Room for what is usual: for much more the kernel is asked for memory that is given back at once.
    parts = []
    while True:
        part = posix.read(file, 1 << 14)
        parts.append(part)
        if len(part) < 1 << 14:
            break
    posix.close(file)
    text = b"".join(parts).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    Sources.text = text[1:] if text[:1] == "\ufeff" else text
    return compile(Sources.text, Sources.entry, "exec", dont_inherit=True)


def new_module(name):
    module = type(sys)(name)
    module.__file__ = Sources.entry
    module.__builtins__ = builtins
    sys.modules[name] = module
    Learner.space = module.__dict__
    return module


class Typed(io.RawIOBase):
    """Standard input that a person types while the program runs."""

    # Says that the program waits. Short enough to be written in one piece, whatever other threads write.
    notice = b""

    def readable(self):
        return True

    def fileno(self):
        return 0

    def readinto(self, buffer):
        if not select([0], [], [], 0)[0]:
            posix.write(channel.answers.fileno(), self.notice)
        data = posix.read(0, len(buffer))
        buffer[: len(data)] = data
        return len(data)


def look_into_pipe(*_):
    """Instead of `select`, which is for sockets only on Windows: whether standard input has something to read, or its end."""
    import _winapi
    import msvcrt

    try:
        return [_winapi.PeekNamedPipe(msvcrt.get_osfhandle(0), 0)[0]]
    except OSError:
        return [True]


def type_live(request):
    """Standard input is what a person types."""
    global select
    if posix.__name__ == "nt":
        select = look_into_pipe
    else:
        from select import select

    typed = Typed()
    body = to_json({"n": request["n"], "nonce": channel.nonce, "waits": True}).encode("ascii")
    typed.notice = len(body).to_bytes(4, "little") + body
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(typed), encoding="utf-8", errors="replace")


def run_program(request):
    """The program from its first line to its last, as `python main.py` would run it."""
    begin(request)
    if request.get("interactive"):
        type_live(request)
    try:
        code = read_program()
        exec(code, new_module("__main__").__dict__)
    except SystemExit as error:
        answer = ended_by_exit(error)
    except BaseException as error:
        answer = {"error": describe(error)}
    else:
        answer = {}
    try:
        finish()
    except BaseException as error:
        answer.setdefault("error", describe(error))
    return answer


def ended_by_exit(error):
    code = error.code
    if code is not None and type(code) is not int:
        flush(sys.stdout)
        try:
            print(code, file=sys.stderr)
        except BaseException:
            pass
        code = 1
    return {"exit": code or 0, "left": last_place(error)}


def finish():
    """What Python does after the last line: it waits for the program's threads and does what was put off to the end."""
    threading = sys.modules.get("threading")
    if threading is not None:
        threading._shutdown()
    atexit = sys.modules.get("atexit")
    if atexit is not None:
        atexit._run_exitfuncs()
    flush_all()


def flush(stream):
    try:
        stream.flush()
    except BaseException:
        # Closed or replaced by the program: its own affair.
        pass


def flush_all():
    for stream in (sys.stdout, sys.__stdout__, sys.stderr, sys.__stderr__):
        flush(stream)


def load_module(request):
    """The program as a module, so that `if __name__ == "__main__"` is not taken."""
    begin(request)
    try:
        Learner.output = posix.dup(1)
    except (AttributeError, OSError):
        # Not everywhere an interpreter runs there is such a call; in WebAssembly there is one that refuses.
        pass
    try:
        code = read_program()
        exec(code, new_module(request["module"]).__dict__)
    except BaseException as error:
        answer = {"error": describe(error)}
    else:
        answer = {}
    flush_all()
    return answer


# With the functions that there were before the program: it may have put others in their place since.
def run_case(request, exec=exec, eval=eval, compile=compile):
    Asked.times = 0
    if request["stdin"] is not None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(request["stdin"].encode("utf-8")), encoding="utf-8")
    answer = {"stage": "setup"}
    try:
        if request["setup"]:
            exec(compile(request["setup"], "<setup>", "exec", dont_inherit=True), Learner.space)
        answer["stage"] = "call"
        value = eval(compile(request["call"], "<call>", "eval", dont_inherit=True), Learner.space)
        answer["value"] = encode(value, request["derived"])
    except BaseException as error:
        answer["error"] = describe(error, request["thorough"])
    flush_all()
    write_mark(request["mark"])
    return answer


def write_mark(text):
    """Says where in the output the case ends: the next one does not wait until this one's output was read."""
    rest = b"\xff" + text.encode("ascii")
    while rest:
        try:
            rest = rest[posix.write(Learner.output, rest) :]
        except BlockingIOError:
            # The program has changed how its output waits.
            getattr(posix, "sched_yield", int)()


def look(request, eval=eval, compile=compile):
    try:
        value = eval(compile(request["expression"], "<look>", "eval", dont_inherit=True), Learner.space)
        answer = {"value": encode(value, request["derived"])}
    except BaseException as error:
        answer = {"error": describe(error)}
    flush_all()
    return answer


ACTIONS = {"prepare": prepare, "program": run_program, "load": load_module, "case": run_case, "look": look}
