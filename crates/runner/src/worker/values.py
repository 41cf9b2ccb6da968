# Values as tagged JSON (the notation is described in `domain::value`). Exact types only: what merely looks like data is described, not copied.

MAX_DEPTH = 90
MAX_ITEMS = 1000000
# More binary digits than this are not turned into decimal ones: Python itself refuses that above 4,300 digits.
MAX_BITS = 14000


# What a class is called and derives from, whatever its own class says of it.
name_of_class, order_of_bases = type.__dict__["__name__"].__get__, type.__dict__["__mro__"].__get__


class NotData(Exception):
    """The value is nested too deeply, or has too many parts."""


def encode(value, derived=False):
    """The value's JSON, ready. `derived`: a value of a type derived from a built-in one is written as that one's data, whatever its own methods say."""
    out = []
    try:
        write_value(value, out, 0, [0, derived])
    except NotData as problem:
        return other(type(value).__name__, str(problem))
    except RuntimeError:
        # It changed while it was read: another thread of the program is at work.
        return other(type(value).__name__, "a value that keeps changing")
    return Text("".join(out))


def other(name, text):
    return Text('{"o":[' + quote(name) + "," + quote(text) + "]}")


def write_value(value, out, depth, count):
    count[0] += 1
    if depth > MAX_DEPTH:
        raise NotData("a value nested too deeply to be read")
    if count[0] > MAX_ITEMS:
        raise NotData("a value with too many parts to be read")
    kind = type(value)
    if value is None:
        out.append("null")
    elif kind is bool:
        out.append("true" if value else "false")
    elif kind is int:
        if -(1 << 53) < value < (1 << 53):
            out.append(int.__repr__(value))
        elif value.bit_length() <= MAX_BITS:
            out.append('{"i":"' + int.__repr__(value) + '"}')
        else:
            out.append(other("int", "a number with about %d digits" % (value.bit_length() * 30103 // 100000)).text)
    elif kind is float:
        out.append('{"f":"' + float.__repr__(value) + '"}')
    elif kind is str:
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            out.append('{"u":[' + ",".join([str(ord(character)) for character in value]) + "]}")
        else:
            out.append(encode_basestring_ascii(value))
    elif kind is list:
        write_items("[", value, "]", out, depth, count)
    elif kind is tuple:
        write_items('{"t":[', value, "]}", out, depth, count)
    elif kind is dict:
        out.append('{"d":[')
        first = True
        for key, item in value.items():
            out.append("[" if first else ",[")
            first = False
            write_value(key, out, depth + 1, count)
            out.append(",")
            write_value(item, out, depth + 1, count)
            out.append("]")
        out.append("]}")
    elif kind is set:
        write_items('{"s":[', value, "]}", out, depth, count)
    elif kind is frozenset:
        write_items('{"z":[', value, "]}", out, depth, count)
    elif kind is complex:
        out.append('{"c":["' + float.__repr__(value.real) + '","' + float.__repr__(value.imag) + '"]}')
    elif kind is bytes:
        out.append('{"b":"' + value.hex() + '"}')
    elif kind is range:
        out.append('{"r":["%d","%d","%d"]}' % (value.start, value.stop, value.step))
    else:
        base = data_base(kind) if count[1] else None
        if base is None:
            out.append(other(kind.__name__, short_repr(value)).text)
        else:
            write_value(base_copy(base, value), out, depth, count)


def data_base(kind):
    """The built-in type of data that a class derives from, or None: the class tells, and not what it says of itself."""
    for base in (int, float, str, bytes, tuple, frozenset, complex, list, dict, set):
        if base in order_of_bases(kind) and kind is not base and kind is not bool:
            return base
    return None


def base_copy(base, value):
    if base is int:
        return int.__index__(value)
    if base is str:
        return str.__str__(value)
    if base is float:
        return float.__add__(value, 0.0) if float.__eq__(value, value) else float("nan")
    if base is bytes:
        return bytes(memoryview(value))
    if base is complex:
        return complex.__add__(value, 0j)
    if base is dict:
        return dict(dict.items(value))
    return base(base.__iter__(value))


def write_items(opening, items, closing, out, depth, count):
    if count[0] + len(items) > MAX_ITEMS:
        raise NotData("a value with too many parts to be read")
    out.append(opening)
    first = True
    for item in items:
        if not first:
            out.append(",")
        first = False
        write_value(item, out, depth + 1, count)
    out.append(closing)


def short_repr(value, limit=500):
    try:
        text = repr(value)
    except BaseException as error:
        return "<%s whose text raises %s>" % (type(value).__name__, type(error).__name__)
    return text if len(text) <= limit else text[:limit] + "..."
