# The part of the worker that every box has: frames, and the JSON in them.
#
# It runs inside the box, in the same interpreter as the learner's program, so nothing it says is believed: there are no expected values
# here, and the runner compares. What is imported costs every run its time (`json` 10 ms): so as little as possible, and only from C.
import sys

# The current folder, which `-c` puts first. The work folder is put last, later.
if sys.path and sys.path[0] == "":
    del sys.path[0]

try:
    from _json import encode_basestring_ascii, make_scanner
except ImportError:
    from json.encoder import encode_basestring_ascii
    from json.scanner import make_scanner

MAX_FRAME = 16 * 1024 * 1024


class ScannerSettings:
    strict = False
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float
    memo = {}


scan = make_scanner(ScannerSettings())


def quote(text):
    """JSON of a text. Half a surrogate pair, which JSON cannot hold, is written as Python writes it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return encode_basestring_ascii(text)


def to_json(value):
    """JSON of plain data: None, bool, int, str, list, tuple, dict with str keys; and of `Text`, which is JSON already."""
    kind = type(value)
    if kind is Text:
        return value.text
    if kind is str:
        return quote(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return int.__repr__(value)
    if kind is list or kind is tuple:
        return "[" + ",".join([to_json(item) for item in value]) + "]"
    if kind is dict:
        return "{" + ",".join([quote(key) + ":" + to_json(item) for key, item in value.items()]) + "}"
    raise TypeError("not plain data: " + kind.__name__)


class Text:
    """JSON that is ready."""

    __slots__ = ("text",)

    def __init__(self, text):
        self.text = text


class Channel:
    """The two pipes to the runner, and the numbers of two more: where a trace is written, and from which comes what a person types. Every frame has the number of the one
    it answers, and the run's nonce."""

    nonce = ""

    def open(self, requests, answers, trace, typed):
        self.requests = open(int(requests), "rb", closefd=False)
        self.answers = open(int(answers), "wb", buffering=0, closefd=False)
        self.trace, self.typed = int(trace), int(typed)

    def receive(self):
        head = self.requests.read(4)
        if len(head) < 4:
            raise SystemExit
        body = self.requests.read(int.from_bytes(head, "little"))
        return scan(body.decode("utf-8"), 0)[0]

    def send(self, number, answer):
        answer["n"] = number
        answer["nonce"] = self.nonce
        body = to_json(answer).encode("ascii")
        if len(body) > MAX_FRAME:
            body = to_json({"n": number, "nonce": self.nonce, "too_large": True}).encode("ascii")
        rest = memoryview(len(body).to_bytes(4, "little") + body)
        while rest:
            rest = rest[self.answers.write(rest) :]


channel = Channel()
