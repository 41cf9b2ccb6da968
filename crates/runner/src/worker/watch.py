# The program once more, under watch: how many rounds its loops make, what the names of their conditions hold, which line prints. The runner asks for it only after the
# program was ended, for the sake of a better explanation; nothing is judged by it.
import time


class Watch:
    number = 0
    until = 0.0
    events = 0
    # What the runner wants to know of: file, line of the header, last line, first line of the body, names.
    loops = []
    # File and line of a header or of a body's first line, to places in `loops`.
    heads = {}
    # What is known of each frame of the learner's that has not ended.
    frames = {}
    # File name as Python has it, to the learner's own name or None.
    files = {}
    # How often each line of the learner's was come to, and how much it printed.
    visits = {}
    printed = {}
    # How many requests of the tests have come.
    served = 0
    # Our own ends of the pipes: a program that closes them cannot be heard any more.
    pipes = ()


class Frame:
    """A function at work, or the program itself: the line it was at last, and its loops, by their places in `loops`."""

    def __init__(self):
        self.line = 0
        self.rounds = {}


class Rounds:
    """One loop, from its beginning on."""

    def __init__(self, seen):
        # How often the header was come back to, and how often the body began. Before Python 3.10 a `while True` is never come back to.
        self.header = 0
        self.body = 0
        self.first = seen
        self.last = seen
        self.changed = set()

    def look(self, seen):
        self.last = seen
        for name, (mark, _) in seen.items():
            if name in self.first and self.first[name][0] != mark:
                self.changed.add(name)


class Counted(io.TextIOBase):
    """Counts instead of printing."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self):
        self.buffer = io.BytesIO()

    def writable(self):
        return True

    def write(self, text):
        frame = sys._getframe(1)
        while frame is not None and file_of(frame) is None:
            frame = frame.f_back
        if frame is not None:
            place = (file_of(frame), frame.f_lineno)
            Watch.printed[place] = Watch.printed.get(place, 0) + len(text)
        return len(text)


def file_of(frame):
    name = frame.f_code.co_filename
    try:
        return Watch.files[name]
    except KeyError:
        return Watch.files.setdefault(name, own_file(name))


def mark_of(value):
    """Something that is equal for equal values, and their text. None where equality cannot be told from outside."""
    facts = sketch(value)
    if "text" in facts:
        return (facts["type"], facts["text"]), facts["text"]
    if "length" in facts:
        return (facts["type"], facts["length"], id(value)), None
    return None


def look_at(frame, names):
    seen = {}
    for name in names:
        for space in (frame.f_locals, frame.f_globals):
            if name in space:
                found = mark_of(space[name])
                if found is not None:
                    seen[name] = found
                break
    return seen


def on_call(frame, event, detail):
    return on_line if file_of(frame) is not None else None


def on_line(frame, event, detail):
    if event == "return":
        Watch.frames.pop(frame, None)
    if event != "line":
        return on_line
    Watch.events += 1
    if Watch.events & 63 == 0 and time.monotonic() > Watch.until:
        tell_and_end(frame)
    line = frame.f_lineno
    place = (file_of(frame), line)
    Watch.visits[place] = Watch.visits.get(place, 0) + 1
    known = Watch.frames.get(frame)
    if known is None:
        known = Watch.frames[frame] = Frame()
    before = known.line
    known.line = line
    for number in Watch.heads.get(place, ()):
        _, header, end, body, names = Watch.loops[number]
        rounds = known.rounds.get(number)
        if rounds is None or not header <= before <= end:
            # Come to from outside: it begins.
            rounds = known.rounds[number] = Rounds(look_at(frame, names))
        elif line == header:
            rounds.header += 1
            rounds.look(look_at(frame, names))
        if line == body:
            rounds.body += 1
    return on_line


def tell_and_end(frame):
    # Told from here: an exception would be the program's to catch.
    sys.settrace(None)
    channel.send(number_asked(), report(frame))
    # The runner ends this box as soon as it has read that. An end of its own could come before, and would be taken for one without an answer.
    while True:
        time.sleep(60)


def report(frame):
    loops = []
    while frame is not None:
        name = file_of(frame)
        known = Watch.frames.get(frame)
        if name is not None and known is not None:
            around = [number for number in known.rounds if Watch.loops[number][1] <= frame.f_lineno <= Watch.loops[number][2]]
            for number in sorted(around, key=lambda number: -Watch.loops[number][1]):
                loops.append(tell_loop(number, known.rounds[number]))
        frame = frame.f_back
    most = sorted(Watch.printed, key=lambda place: -Watch.printed[place])[:1]
    printed = [[name, line, Watch.visits.get((name, line), 0)] for name, line in most]
    return {"watched": {"loops": loops[:50], "printed": printed}}


def tell_loop(number, rounds):
    names = [
        [name, text if text is not None else "", rounds.last.get(name, ("", None))[1] or "", name in rounds.changed]
        for name, (_, text) in rounds.first.items()
    ]
    return {"number": number, "rounds": rounds.header or rounds.body, "names": names}


def guard_ends():
    """Lets the functions that end the interpreter, or cut it off from the runner, say where they were called. Nothing else can find that out: after them, nobody is left to ask."""
    Watch.pipes = (channel.requests.fileno(), channel.answers.fileno())
    mine = posix.getpid()
    cuts = {
        "close": lambda number: number in Watch.pipes,
        "closerange": lambda first, end: any(first <= pipe < end for pipe in Watch.pipes),
        "dup2": lambda source, target, inheritable=True: target in Watch.pipes,
    }
    for name in cuts:
        put_guard("posix", "os", name, cuts[name], True)
    for name in ("_exit", "abort"):
        put_guard("posix", "os", name, lambda *arguments: True, False)
    for name in ("kill", "killpg"):
        put_guard("posix", "os", name, lambda number, signal: number in (mine, 0, -1) and signal != 0, False)
    put_guard("_signal", "signal", "raise_signal", lambda signal: True, False)


def put_guard(module, known_as, name, matters, cuts):
    real = getattr(__import__(module), name, None)
    if real is None:
        return

    def guarded(*arguments, **named):
        if matters(*arguments, **named):
            tell_end("%s.%s(%s)" % (known_as, name, shown(arguments)), cuts)
        return real(*arguments, **named)

    for holder in (module, known_as):
        if holder in sys.modules:
            setattr(sys.modules[holder], name, guarded)


def shown(arguments):
    """Plain numbers as they are. A signal, and the number of a process, say nothing to the one who reads it."""
    plain = [argument for argument in arguments if type(argument) is int]
    return ", ".join([short_repr(argument) for argument in plain]) if len(plain) == len(arguments) else "..."


def tell_end(call, cuts):
    frame = sys._getframe(2)
    while frame is not None and file_of(frame) is None:
        frame = frame.f_back
    if frame is None:
        return
    sys.settrace(None)
    channel.send(number_asked(), {"watched": {"ended": {"file": file_of(frame), "line": frame.f_lineno, "call": call, "cuts": cuts}}})
    while True:
        time.sleep(60)


def number_asked():
    """The number of the request that waits for an answer. While tests talk to the program, that is the last one of theirs."""
    return Watch.number if talk.number is None else talk.number


def guard(request):
    """Before a program is loaded for tests in a box of their own: from their request of this number on it is watched."""
    # The loading comes next.
    Watch.number = request["n"] + 1
    if request["ends"]:
        prepare_for_end()
        return {}
    set_loops(request["loops"])
    serve_tests = talk.serve

    def serve_watched(body):
        Watch.served += 1
        if Watch.served == request["from"]:
            Watch.until = time.monotonic() + request["milliseconds"] / 1000
            watch_threads()
            # What is at work already, and called the tests, is watched from here.
            frame = sys._getframe(1)
            while frame is not None:
                if file_of(frame) is not None:
                    frame.f_trace = on_line
                frame = frame.f_back
            sys.settrace(on_call)
        return serve_tests(body)

    talk.serve = serve_watched
    return {}


def set_loops(loops):
    Watch.loops = loops
    for number, (name, header, _, body, _) in enumerate(loops):
        for line in {header, body}:
            Watch.heads.setdefault((name, line), []).append(number)


def prepare_for_end():
    """For a program that ends its interpreter: a call that does it says so, and a crash leaves a trace of where it was."""
    import faulthandler

    faulthandler.enable(channel.trace)
    guard_ends()


def watch_threads():
    """Threads are watched like the program itself."""
    import threading

    threading.settrace(on_call)
    return threading


def watch(request):
    Watch.number = request["n"]
    set_loops(request["loops"])
    if request["ends"]:
        prepare_for_end()
    if not request["ends"]:
        sys.stdout = Counted()
    try:
        code = read_program()
        space = new_module(request["module"]).__dict__
        Watch.until = time.monotonic() + request["milliseconds"] / 1000
        if not request["ends"]:
            threading = watch_threads()
            sys.settrace(on_call)
        exec(code, space)
        if request["call"]:
            exec(compile(request["setup"], "<setup>", "exec", dont_inherit=True), space)
            eval(compile(request["call"], "<call>", "eval", dont_inherit=True), space)
        if not request["ends"]:
            sys.settrace(None)
            # What is still at work tells of itself.
            threading._shutdown()
    except BaseException:
        # It went another way this time. What was seen until then still holds.
        pass
    sys.settrace(None)
    return report(None)


class Steps:
    """What the function that a case calls does to its names."""

    LIMIT = 300
    # Characters of what was given back: as much as a difference shows.
    GAVE = 4000
    frame = None
    line = 0
    held = {}
    rows = []
    returned = 0


def note_steps(frame, event, detail):
    if Steps.frame is None:
        # The first of the learner's functions that the call comes to.
        if event != "call" or file_of(frame) != Sources.entry:
            return None
        Steps.frame = frame
    if frame is not Steps.frame:
        return None
    # What has changed since the last line is that line's doing.
    for name, value in frame.f_locals.items():
        text = sketch(value).get("text")
        if text is not None and text != Steps.held.get(name):
            Steps.held[name] = text
            Steps.rows.append([Steps.line or frame.f_lineno, name, text])
    Steps.line = frame.f_lineno
    if event == "return":
        Steps.returned = frame.f_lineno
    if event == "return" or len(Steps.rows) >= Steps.LIMIT or time.monotonic() > Watch.until:
        sys.settrace(None)
        return None
    return note_steps


def follow(request):
    """A case's call once more, with what each step changes."""
    sys.stdout = Counted()
    try:
        space = new_module(request["module"]).__dict__
        exec(read_program(), space)
        exec(compile(request["setup"], "<setup>", "exec", dont_inherit=True), space)
        call = compile(request["call"], "<call>", "eval", dont_inherit=True)
        Watch.until = time.monotonic() + request["milliseconds"] / 1000
        sys.settrace(note_steps)
        gave = eval(call, space)
        sys.settrace(None)
        gave = repr(gave)[: Steps.GAVE]
    except BaseException:
        gave = ""
        # It went another way this time: what was seen does not fit the result, and is not told.
        Steps.rows = []
    sys.settrace(None)
    return {"watched": {"steps": Steps.rows, "returned": Steps.returned, "gave": gave}}


ACTIONS["watch"] = watch
ACTIONS["follow"] = follow
ACTIONS["guard"] = guard
