# What is told about an exception: facts, from which the runner makes plain words.

OURS = ("<string>", "<setup>", "<call>", "<look>")
# What an expression of more than this is cut to.
MAX_TEXT = 300


class Sources:
    """The learner's files: `work` is their folder, `entry` the first one's name, `text` what it holds."""

    work = ""
    entry = ""
    text = ""


class Asked:
    """How often the program has asked for input."""

    times = 0


def count_input(event, details):
    if event == "builtins.input":
        Asked.times += 1


def own_file(name):
    """The learner's file of that name, as the learner knows it, or None."""
    if name == Sources.entry:
        return name
    if name.startswith(Sources.work + "/"):
        return name[len(Sources.work) + 1 :]
    return None


# Python's own exceptions by name, from before the program could put others in their place.
EXCEPTIONS = {name: kind for name, kind in vars(__import__("builtins")).items() if isinstance(kind, type) and issubclass(kind, BaseException)}


def class_name(kind):
    """The name of a class; of another that is called like one of Python's exceptions, with its module, so that it is not taken for that one."""
    name = name_of_class(kind)
    return name if EXCEPTIONS.get(name, kind) is kind else "%s.%s" % (getattr(kind, "__module__", "?"), name)


def describe(error, thorough=True):
    kind = type(error)
    facts = {"type": class_name(kind), "bases": [class_name(base) for base in order_of_bases(kind)], "message": message_of(error), "asked": Asked.times}
    for name in ("errno", "name", "filename", "lineno", "offset", "text", "msg"):
        value = getattr(error, name, None) if isinstance(error, (OSError, SyntaxError, NameError, AttributeError, ImportError)) else None
        if type(value) is str or type(value) is int:
            facts[name] = value if type(value) is int else own_file(value) or value
    if kind is KeyError and len(error.args) == 1:
        facts["key"] = short_repr(error.args[0], MAX_TEXT)
    frames = []
    place = None
    step = error.__traceback__
    while step is not None:
        name = own_file(step.tb_frame.f_code.co_filename)
        if name is not None:
            frames.append([name, step.tb_lineno, step.tb_frame.f_code.co_name])
            place = step
        step = step.tb_next
    # Of a deep recursion the ends are enough.
    facts["frames"] = frames if len(frames) <= 40 else frames[:20] + frames[-20:]
    facts["depth"] = len(frames)
    if thorough:
        if place is not None:
            look_around(place, facts)
        try:
            facts["traceback"] = write_traceback(error)
        except BaseException:
            # No memory left, for example. The facts are enough then.
            facts["traceback"] = "%s: %s\n" % (facts["type"], facts["message"])
    return facts


def last_place(error):
    """File and line of the learner's where it happened, or None."""
    found = None
    step = error.__traceback__
    while step is not None:
        name = own_file(step.tb_frame.f_code.co_filename)
        if name is not None:
            found = [name, step.tb_lineno]
        step = step.tb_next
    return found


def message_of(error):
    try:
        return str(error)[:10000]
    except BaseException:
        return ""


def look_around(place, facts):
    """The names that stand on the line where it happened, and what they held."""
    frame = place.tb_frame
    code = frame.f_code
    line = source_line(code.co_filename, place.tb_lineno)
    facts["source"] = line
    positions = getattr(code, "co_positions", None)
    if positions is not None:
        for number, position in enumerate(positions()):
            if number == place.tb_lasti // 2:
                facts["columns"] = [item if item is not None else -1 for item in position]
                break
    names = {}
    for word in words(line):
        for space in (frame.f_locals, frame.f_globals):
            if word in space:
                names[word] = sketch(space[word])
                break
    facts["names"] = names


def words(line):
    found = []
    word = ""
    for character in line + " ":
        if character.isalnum() or character == "_":
            word += character
        else:
            if word.isidentifier() and word not in found:
                found.append(word)
            word = ""
    return found[:30]


def sketch(value):
    """A value in short: its type, its size, its text where that is safe to ask for."""
    kind = type(value)
    facts = {"type": kind.__name__}
    if kind in (list, tuple, dict, set, frozenset, str, bytes, range):
        facts["length"] = len(value)
    if kind in (int, float, bool, type(None)):
        facts["text"] = short_repr(value, MAX_TEXT)
    elif kind in (str, bytes, range) and len(value) <= 200:
        facts["text"] = short_repr(value, MAX_TEXT)
    elif kind in (list, tuple, dict, set) and len(value) <= 30:
        facts["text"] = short_repr(value, MAX_TEXT)
    return facts


def source_line(name, number):
    if name == Sources.entry:
        text = Sources.text
    else:
        try:
            with open(name, encoding="utf-8") as file:
                text = file.read(1000000)
        except (OSError, ValueError):
            return ""
    lines = text.split("\n")
    return lines[number - 1][:1000] if 0 < number <= len(lines) else ""


def write_traceback(error):
    """What Python prints, with the learner's own lines alone: without our frames, without the way to the work folder, and with one line for what happens in between."""
    import linecache
    import traceback

    lines = [line + "\n" for line in Sources.text.split("\n")]
    linecache.cache[Sources.entry] = (len(Sources.text), None, lines, Sources.entry)

    class OwnSteps(traceback.StackSummary):
        def format(self, **options):
            written = []
            steps = list(self)
            while steps:
                own = is_own(steps[0])
                count = 0
                while count < len(steps) and is_own(steps[count]) is own:
                    count += 1
                if own:
                    some = traceback.StackSummary()
                    some.extend(steps[:count])
                    written += some.format(**options)
                elif written or count == len(steps):
                    # In front of the learner's first line it says nothing: that is how a thread begins, for example.
                    written.append(steps_inside(steps[0].filename, count))
                del steps[:count]
            return written

    whole = traceback.TracebackException.from_exception(error, limit=-60)
    seen = []
    part = whole
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if part is None or part in seen:
            continue
        seen.append(part)
        steps = OwnSteps()
        steps.extend([frame for frame in part.stack if frame.filename not in OURS])
        part.stack = steps
        waiting += [part.__cause__, part.__context__]
        waiting += getattr(part, "exceptions", None) or []
    text = "".join(whole.format())
    # Without a single frame left, the heading has nothing below it.
    if not whole.stack and text.startswith("Traceback (most recent call last):\n"):
        text = text[len("Traceback (most recent call last):\n") :]
    return text.replace('File "' + Sources.work + "/", 'File "')[:20000]


def is_own(step):
    return own_file(step.filename) is not None


def steps_inside(name, count):
    """One line for the steps that are not the learner's: what is in the way of Python's own files says nothing to them, and where those lie is the machine's affair."""
    parts = name.strip("<>").split("frozen ")[-1].split("/")
    for place, part in enumerate(parts[:-1]):
        if part.startswith("python3") or part.endswith(".zip"):
            parts = parts[place + 1 :]
            break
    else:
        parts = parts[-1:]
    if parts[0] in ("site-packages", "dist-packages") and len(parts) > 1:
        del parts[0]
    module = parts[0][:-3] if parts[0].endswith(".py") else parts[0].split(".")[0]
    return "  (%d %s inside the module %s)\n" % (count, "step" if count == 1 else "steps", module)


def tell_of_thread(details):
    """In place of what Python writes about an error that ends a thread."""
    if details.exc_type is SystemExit or sys.stderr is None:
        return
    name = details.thread.name if details.thread is not None else "?"
    try:
        sys.stderr.write("Exception in thread " + name + ":\n" + write_traceback(details.exc_value))
    except BaseException:
        # Closed or replaced by the program: its own affair.
        pass


def tell_of_ignored(details):
    """In place of what Python writes about an error that nobody can catch: in `__del__`, for example."""
    if sys.stderr is None or details.exc_value is None:
        return
    said = details.err_msg or "Exception ignored in"
    try:
        sys.stderr.write(said + ": " + short_repr(details.object, MAX_TEXT) + "\n" + write_traceback(details.exc_value))
    except BaseException:
        pass


def take_over_lost_errors():
    """Errors that Python tells of by itself are told of without the machine's files, like all others."""
    import _thread

    # `threading`, which no program has asked for yet, takes it from there.
    _thread._excepthook = tell_of_thread
    if "threading" in sys.modules:
        sys.modules["threading"].excepthook = tell_of_thread
    sys.unraisablehook = tell_of_ignored
