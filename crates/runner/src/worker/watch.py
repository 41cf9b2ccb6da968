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
    # For each frame: its last line, and what is known of each loop in it.
    frames = {}
    # File name as Python has it, to the learner's own name or None.
    files = {}
    # How often each line of the learner's was come to, and how much it printed.
    visits = {}
    printed = {}


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


class Printed(io.TextIOBase):
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


def held(value):
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
                found = held(space[name])
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
        known = Watch.frames[frame] = {"line": 0}
    before = known["line"]
    known["line"] = line
    for number in Watch.heads.get(place, ()):
        _, header, end, body, names = Watch.loops[number]
        inside = number in known and header <= before <= end
        if not inside:
            known[number] = Rounds(look_at(frame, names))
        elif line == header:
            known[number].header += 1
            known[number].look(look_at(frame, names))
        if line == body:
            known[number].body += 1
    return on_line


def tell_and_end(frame):
    # Told from here: an exception would be the program's to catch.
    sys.settrace(None)
    channel.send(Watch.number, report(frame))
    # The runner ends this box as soon as it has read that. An end of its own could come before, and would be taken for one without an answer.
    while True:
        time.sleep(60)


def report(frame):
    loops = []
    while frame is not None:
        name = file_of(frame)
        known = Watch.frames.get(frame)
        if name is not None and known is not None:
            around = [
                number
                for number in known
                if number != "line" and Watch.loops[number][0] == name and Watch.loops[number][1] <= frame.f_lineno <= Watch.loops[number][2]
            ]
            for number in sorted(around, key=lambda number: -Watch.loops[number][1]):
                loops.append(tell_loop(number, known[number]))
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


def watch(request):
    Watch.number = request["n"]
    Watch.loops = request["loops"]
    for number, (name, header, _, body, _) in enumerate(Watch.loops):
        for line in {header, body}:
            Watch.heads.setdefault((name, line), []).append(number)
    sys.stdout = Printed()
    try:
        code = read_program()
        space = new_module(request["module"]).__dict__
        Watch.until = time.monotonic() + request["milliseconds"] / 1000
        sys.settrace(on_call)
        exec(code, space)
        if request["call"]:
            exec(compile(request["setup"], "<setup>", "exec", dont_inherit=True), space)
            eval(compile(request["call"], "<call>", "eval", dont_inherit=True), space)
    except BaseException:
        # It went another way this time. What was seen until then still holds.
        pass
    sys.settrace(None)
    return report(None)


ACTIONS["watch"] = watch
