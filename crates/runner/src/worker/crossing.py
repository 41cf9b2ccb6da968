# How values cross between the box with the tests and the box with the learner's module. Both boxes have this part.
#
# Plain data crosses by copy, if its type is exactly a built-in one. Lists, dictionaries, sets, byte arrays and their relatives in `collections` have one number on both
# sides, and every message carries what changed in them, so that a change in place is seen on the other side. Everything else stays where it is and crosses as a handle.
#
# A crossing value is JSON: null, true, text, small numbers; or an object with one member:
#   i j f c u b r  int, int in hexadecimal, float, complex, broken text, bytes, range     t z l  tuple, frozenset, slice
#   m  [number, kind, content, setting] a changeable value, or [number] a known one         e n  Ellipsis, NotImplemented
#   x  [module, name, arguments] a value of the standard library                           q  [module, name] a type of Python's own
#   h  something of the sender's, by handle                                                o  something of the receiver's
import builtins

from _collections import OrderedDict, defaultdict, deque

KINDS = {"l": list, "d": dict, "s": set, "y": bytearray, "o": OrderedDict, "f": defaultdict, "q": deque}
KIND_OF = {kind: letter for letter, kind in KINDS.items()}
MAX_DEPTH = 90
MAX_NESTED = 400


class CannotBeJudged(Exception):
    """A value of a kind that cannot cross."""


class BrokenRules(BaseException):
    """The other box sent something that it may not."""


class Shared:
    """The changeable values that both boxes have, by number."""

    def __init__(self, first):
        self.next = first
        # number -> [value, what it held when both sides last agreed]
        self.entries = {}
        self.numbers = {}

    def add(self, value, number=None):
        if number is None:
            number = self.next
            self.next += 2
        self.entries[number] = [value, None]
        self.numbers[id(value)] = number
        return number

    def remove(self, number):
        entry = self.entries.pop(number, None)
        if entry is not None:
            self.numbers.pop(id(entry[0]), None)

    def unused(self):
        """Numbers of values that nothing but this table holds."""
        # Two: the table, and the call that counts.
        return [number for number, entry in self.entries.items() if sys.getrefcount(entry[0]) == 2]


def kind_of(kind):
    """The letter of a changeable kind of data, or None."""
    letter = KIND_OF.get(kind)
    # `collections` takes a while to be imported: what nobody has imported has no values either.
    if letter is None and kind.__name__ == "Counter" and kind is getattr(sys.modules.get("collections"), "Counter", None):
        KIND_OF[kind], KINDS["c"] = "c", kind
        return "c"
    return letter


def kind_named(letter):
    if letter == "c":
        from collections import Counter

        kind_of(Counter)
    return KINDS[letter]


def held(value):
    """What a changeable value holds, flat."""
    if isinstance(value, dict):
        return [part for pair in value.items() for part in pair]
    return list(value)


def agree(before, now):
    if before is None or len(before) != len(now):
        return False
    for one, other in zip(before, now):
        if one is not other:
            return False
    return True


class Crossing:
    """Writes and reads values. `lend` and `borrow` are the box's own ways with what is neither plain nor changeable data."""

    def __init__(self, first):
        self.shared = Shared(first)

    def lend(self, value):
        raise NotImplementedError

    def borrow(self, tag, content):
        raise NotImplementedError

    # Writing

    def write(self, value, depth=0):
        if depth > MAX_DEPTH:
            raise CannotBeJudged("a value is nested too deeply")
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                return {"u": [ord(character) for character in value]}
            return value
        if kind is int:
            return value if -(1 << 53) < value < (1 << 53) else {"j": format(value, "x")}
        if kind is float:
            return {"f": float.__repr__(value)}
        if kind is tuple:
            return {"t": [self.write(item, depth + 1) for item in value]}
        letter = kind_of(kind)
        if letter is not None:
            number = self.shared.numbers.get(id(value))
            if number is not None:
                return {"m": [number]}
            number = self.shared.add(value)
            content = self.content(value, depth)
            setting = self.write(value.default_factory if letter == "f" else value.maxlen) if letter in "fq" else None
            return {"m": [number, letter, content, setting]}
        if kind is frozenset:
            return {"z": [self.write(item, depth + 1) for item in value]}
        if kind is complex:
            return {"c": [float.__repr__(value.real), float.__repr__(value.imag)]}
        if kind is bytes:
            return {"b": value.hex()}
        if kind is range:
            return {"r": [self.write(part) for part in (value.start, value.stop, value.step)]}
        if kind is slice:
            return {"l": [self.write(part, depth + 1) for part in (value.start, value.stop, value.step)]}
        if value is Ellipsis:
            return {"e": 0}
        if value is NotImplemented:
            return {"n": 0}
        if kind.__module__ in ("decimal", "fractions", "datetime"):
            arguments = library_arguments(value)
            if arguments is not None:
                return {"x": [kind.__module__, kind.__name__, [self.write(part) for part in arguments]]}
        if isinstance(value, type) and getattr(builtins, value.__name__, None) is value:
            return {"q": ["builtins", value.__name__]}
        return self.lend(value)

    def content(self, value, depth=0):
        now = held(value)
        self.shared.entries[self.shared.numbers[id(value)]][1] = now
        return [self.write(item, depth + 1) for item in now]

    def changes(self):
        """What changed in the shared values since both sides last agreed."""
        found = []
        for number, entry in list(self.shared.entries.items()):
            if not agree(entry[1], held(entry[0])):
                found.append([number, self.content(entry[0])])
        return found

    # Reading: whoever sent it is not trusted.

    def read(self, json):
        if json is None or type(json) in (bool, int, str):
            return json
        if type(json) is not dict or len(json) != 1:
            raise BrokenRules("a value cannot be read")
        ((tag, content),) = json.items()
        try:
            if tag == "f":
                return float(content)
            if tag == "t":
                return tuple([self.read(item) for item in content])
            if tag == "m":
                return self.read_shared(content)
            if tag == "j":
                return int(content, 16)
            if tag == "z":
                return frozenset([self.read(item) for item in content])
            if tag == "c":
                return complex(float(content[0]), float(content[1]))
            if tag == "u":
                return "".join([chr(point) for point in content])
            if tag == "b":
                return bytes.fromhex(content)
            if tag == "r":
                return range(*[self.read(part) for part in content])
            if tag == "l":
                return slice(*[self.read(part) for part in content])
            if tag == "e":
                return Ellipsis
            if tag == "n":
                return NotImplemented
            if tag == "x":
                return library_value(content[0], content[1], [self.read(part) for part in content[2]])
        except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
            raise BrokenRules("a value cannot be read: %s" % error)
        return self.borrow(tag, content)

    def read_shared(self, content):
        number = content[0]
        if type(number) is not int:
            raise BrokenRules("a value has no number")
        if len(content) == 1:
            if number not in self.shared.entries:
                raise BrokenRules("a value is not known")
            return self.shared.entries[number][0]
        if number in self.shared.entries:
            raise BrokenRules("a value is there twice")
        kind = kind_named(content[1])
        setting = self.read(content[3])
        value = kind((), setting) if kind is deque else kind(setting) if kind is defaultdict else kind()
        self.shared.add(value, number)
        self.fill(value, content[2])
        return value

    def fill(self, value, content):
        items = [self.read(item) for item in content]
        value.clear()
        if isinstance(value, dict):
            for place in range(0, len(items), 2):
                value[items[place]] = items[place + 1]
        elif type(value) is set:
            value.update(items)
        else:
            value.extend(items)
        self.shared.entries[self.shared.numbers[id(value)]][1] = held(value)

    def take_changes(self, changes):
        for change in changes:
            entry = self.shared.entries.get(change[0])
            if entry is not None:
                self.fill(entry[0], change[1])


def library_arguments(value):
    name = type(value).__name__
    if name == "Decimal":
        return [str(value)]
    if name == "Fraction":
        return [value.numerator, value.denominator]
    if name == "timedelta":
        return [value.days, value.seconds, value.microseconds]
    if name == "date":
        return [value.year, value.month, value.day]
    if name in ("datetime", "time") and value.tzinfo is None:
        parts = [value.hour, value.minute, value.second, value.microsecond]
        return parts if name == "time" else [value.year, value.month, value.day] + parts
    return None


def library_value(module, name, arguments):
    if (module, name) not in (
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("datetime", "timedelta"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
    ):
        raise BrokenRules("a value is of a kind that may not cross")
    return getattr(__import__(module), name)(*arguments)


def builtin_type(content):
    """A type of Python's own, by name: a type of data or an exception."""
    if type(content) is list and len(content) == 2 and content[0] == "builtins" and type(content[1]) is str:
        found = getattr(builtins, content[1], None)
        if isinstance(found, type) and content[1] not in ("type", "super", "property", "classmethod", "staticmethod", "memoryview"):
            return found
    raise BrokenRules("a type is not known")


# The special methods that cross. What a class of the learner's does not have, its mirror does not have either.
OPERATIONS = frozenset(
    "__%s__" % name
    for name in (
        "eq ne lt le gt ge hash bool len iter next reversed contains getitem setitem delitem call str repr format add radd iadd sub rsub isub mul rmul imul truediv rtruediv "
        "itruediv floordiv rfloordiv ifloordiv mod rmod imod divmod rdivmod pow rpow ipow matmul rmatmul and rand iand or ror ior xor rxor ixor lshift rlshift rshift rrshift neg "
        "pos abs invert int float complex index round trunc floor ceil bytes enter exit length_hint missing"
    ).split()
)
