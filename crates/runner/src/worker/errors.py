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


def describe(error, thorough=True):
    kind = type(error)
    # Only names cross: where a class derives from is a matter of the interpreter, which is not believed anyway.
    facts = {"type": kind.__name__, "bases": [base.__name__ for base in kind.__mro__], "message": message_of(error), "asked": Asked.times}
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
    """What Python prints, without our frames and without the way to the work folder."""
    import linecache
    import traceback

    lines = [line + "\n" for line in Sources.text.split("\n")]
    linecache.cache[Sources.entry] = (len(Sources.text), None, lines, Sources.entry)
    whole = traceback.TracebackException.from_exception(error, limit=-60)
    seen = []
    part = whole
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if part is None or part in seen:
            continue
        seen.append(part)
        part.stack[:] = [frame for frame in part.stack if frame.filename not in OURS]
        waiting += [part.__cause__, part.__context__]
        waiting += getattr(part, "exceptions", None) or []
    text = "".join(whole.format())
    # Without a single frame left, the heading has nothing below it.
    if not whole.stack and text.startswith("Traceback (most recent call last):\n"):
        text = text[len("Traceback (most recent call last):\n") :]
    return text.replace('File "' + Sources.work + "/", 'File "')[:20000]
