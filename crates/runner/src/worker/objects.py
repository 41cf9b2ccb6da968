# The box with the learner's module, when tests written in Python reach it from a box of their own. It does what it is asked, and answers; what the tests are it does not
# know.


class Printed:
    """Takes the place of standard output: what is printed travels with the next message, so that a test may look at it."""

    # What is beyond goes out on the real one, where the runner counts it.
    LIMIT = 65536
    encoding = "utf-8"
    errors = "strict"
    closed = False

    def __init__(self):
        self.parts = []
        self.size = 0

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not " + type(text).__name__)
        if self.size + len(text) > self.LIMIT:
            sys.__stdout__.write(text)
        else:
            self.parts.append(str.__str__(text))
            self.size += len(text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def writable(self):
        return True

    def readable(self):
        return False

    def fileno(self):
        return 1

    def take(self):
        text = "".join(self.parts)
        self.parts = []
        self.size = 0
        return text


class LearnerCrossing(Crossing):
    def __init__(self):
        super().__init__(first=1)
        self.handles = {}
        self.numbers = {}
        self.next = 1
        self.described = set()
        # What the tests lent: by number, and by identity.
        self.lent = {}
        self.lent_numbers = {}

    def handle(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = self.next
            self.next += 1
            self.handles[number] = value
            self.numbers[id(value)] = number
        return number

    def release(self, numbers):
        for number in numbers:
            value = self.handles.pop(number, None)
            self.numbers.pop(id(value), None)
            self.described.discard(number)

    def lend(self, value):
        kind = type(value)
        number = self.lent_numbers.get(id(value))
        if number is not None:
            return {"o": number}
        if kind is type(sys):
            return {"p": value.__name__}
        if isinstance(value, type):
            return {"h": self.describe_class(value)}
        facts = {"n": self.handle(value), "class": self.describe_class(kind)}
        if kind.__name__ in ("function", "method", "builtin_function_or_method"):
            facts["function"] = str(getattr(value, "__name__", "?"))
        base = data_base(kind)
        if base is not None:
            facts["data"] = self.write(base_copy(base, value))
        if isinstance(value, BaseException):
            facts["arguments"] = [self.write(argument) for argument in value.args]
        return {"h": facts}

    def describe_class(self, kind):
        number = self.handle(kind)
        if number in self.described:
            return {"n": number}
        self.described.add(number)
        # What a class has from another of the learner's, its mirror has from that one's; what it has from Python's own, by itself.
        own = [kind] + [step for step in kind.__mro__[1:] if step is not object and getattr(builtins, step.__name__, None) is step]
        base = data_base(kind)
        if base is not None or issubclass(kind, BaseException):
            # The data decides there, not the learner's own methods; but how it is shown is theirs.
            own = [step for step in own if getattr(builtins, step.__name__, None) is not step]
        operations = sorted({name for step in own for name in vars(step) if name in OPERATIONS})
        if base is not None:
            operations = [name for name in operations if name in ("__str__", "__repr__", "__format__", "__call__")]
        documentation = kind.__dict__.get("__doc__")
        return {
            "n": number,
            "name": kind.__name__,
            "qualified": kind.__qualname__,
            "module": str(kind.__module__),
            "bases": [self.write(step) for step in kind.__bases__ if step is not object],
            "operations": operations,
            "hashable": kind.__hash__ is not None,
            "documentation": documentation if type(documentation) is str else None,
        }

    def borrow(self, tag, content):
        if tag == "o" and content in self.handles:
            return self.handles[content]
        if tag == "q":
            module = __import__(content[0], fromlist=["x"])
            found = module
            for name in content[1].split("."):
                found = getattr(found, name)
            return found
        if tag == "h":
            borrowed = self.lent.get(content["n"])
            if borrowed is None:
                borrowed = self.lent[content["n"]] = self.make_borrowed(content)
                self.lent_numbers[id(borrowed)] = content["n"]
            return borrowed
        raise BrokenRules("a value is of no known kind")

    def make_borrowed(self, facts):
        if "error" in facts:
            # A class of error that the tests have: it can be caught here, and what it derives from too.
            base = self.borrow("q", facts["error"])
            return type(facts["name"], (base,), {"__init__": lambda self, *arguments: None})
        if "of" in facts:
            kind, arguments = self.read(facts["of"]), [self.read(argument) for argument in facts["arguments"]]
            try:
                return kind(*arguments)
            except Exception:
                error = kind.__new__(kind)
                error.args = tuple(arguments)
                return error
        space = {name: forward(name) for name in facts["operations"] if name != "__call__"}
        like = facts.get("like")
        if like not in (None, ["builtins", "object"]):
            like = self.borrow("q", like)
            space["__class__"] = property(lambda self: like)
        space["__slots__"] = ()
        made = type(facts["name"], (BorrowedFunction if "__call__" in facts["operations"] else Borrowed,), space)
        borrowed = made.__new__(made)
        object.__setattr__(borrowed, "number", facts["n"])
        return borrowed


def data_base(kind):
    """The built-in type of unchangeable data that a class derives from."""
    for base in (int, float, str, bytes, tuple, frozenset, complex):
        if issubclass(kind, base) and kind is not base:
            return base
    return None


def base_copy(base, value):
    if base is int:
        return int.__index__(value)
    if base is str:
        return str.__str__(value)
    if base is float:
        return float.__add__(value, 0.0) if value == value else float("nan")
    if base is bytes:
        return bytes(memoryview(value))
    if base is complex:
        return complex(complex.__add__(value, 0j))
    return base(base.__iter__(value))


class Borrowed:
    """Something of the tests': what is done with it is done there, if they allow it."""

    __slots__ = ("number", "__weakref__")

    def __init__(self, *operands):
        talk.ask("operate", self, "__init__", *operands)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return talk.ask("get", self, name)

    def __setattr__(self, name, value):
        talk.ask("set", self, name, value)

    def __delattr__(self, name):
        talk.ask("delete", self, name)


class BorrowedFunction(Borrowed):
    __slots__ = ()

    def __call__(self, *arguments, **named):
        return talk.ask("call", self, arguments, tuple(named.items()))


def forward(name):
    return lambda self, *operands: talk.ask("operate", self, name, *operands)


class Conversation:
    """Requests and replies, strictly last in, first out."""

    def __init__(self):
        self.crossing = LearnerCrossing()
        self.printed = Printed()
        self.number = None
        self.depth = 0

    def message(self, body):
        body["changes"] = self.crossing.changes()
        body["printed"] = self.printed.take()
        return body

    def ask(self, action, *values):
        """Asks the box with the tests, in the middle of what it asked of us."""
        if self.number is None:
            raise RuntimeError("the tests cannot be asked now")
        body = self.message({"ask": action})
        body["values"] = [self.crossing.write(value) for value in values]
        body["standing"] = standing()
        while True:
            channel.send(self.number, {"relay": body})
            request = channel.receive()
            self.number = request["n"]
            body = request["body"]
            self.crossing.take_changes(body.get("changes", ()))
            if "ask" not in body:
                break
            body = self.serve(body)
        if "raise" in body:
            raise self.read_error(body["raise"])
        return self.crossing.read(body["value"])

    def read_error(self, facts):
        error = self.crossing.read(facts["error"])
        return error if isinstance(error, BaseException) else RuntimeError("an error of the tests")

    def serve(self, body):
        self.depth += 1
        try:
            self.crossing.release(body.get("released", ()))
            for number in body.get("forgotten", ()):
                self.crossing.shared.remove(number)
            values = [self.crossing.read(value) for value in body["values"]]
            if self.depth > MAX_NESTED:
                raise RecursionError("the program and its tests call each other too deeply")
            reply = {"value": DOES[body["ask"]](*values)}
        except BaseException as error:
            reply = {"error": error}
        finally:
            self.depth -= 1
        try:
            answer = self.message({})
            if "error" in reply:
                answer["raise"] = self.write_error(reply["error"])
            else:
                answer["value"] = self.crossing.write(reply["value"])
        except CannotBeJudged as problem:
            answer = self.message({"cannot": str(problem)})
        return answer

    def write_error(self, error):
        kind = type(error)
        if id(error) in self.crossing.lent_numbers:
            return {"instance": self.crossing.write(error)}
        # The end of a loop is no news.
        facts = describe(error, thorough=kind is not StopIteration)
        if getattr(builtins, kind.__name__, None) is kind:
            arguments = list(error.args)
            if isinstance(error, OSError) and error.filename is not None and len(arguments) == 2:
                arguments.append(error.filename)
            return {"type": kind.__name__, "arguments": [self.write_argument(argument) for argument in arguments], "facts": facts}
        return {"instance": self.crossing.write(error), "facts": facts}

    def write_argument(self, argument):
        try:
            return self.crossing.write(argument)
        except CannotBeJudged:
            return short_repr(argument)


def standing():
    """The learner's functions that ask, the innermost first."""
    found = []
    frame = sys._getframe(2)
    while frame is not None and len(found) < 3:
        name = own_file(frame.f_code.co_filename)
        if name is not None:
            found.append([name, frame.f_code.co_name])
        frame = frame.f_back
    return found


talk = Conversation()


class Input:
    """Takes the place of standard input: what is there the tests know."""

    encoding = "utf-8"
    errors = "strict"
    closed = False

    def read(self, size=-1):
        return talk.ask("read", "read", -1 if size is None else size)

    def readline(self, size=-1):
        return talk.ask("read", "readline", -1 if size is None else size)

    def readlines(self, hint=-1):
        return self.read().splitlines(True)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def isatty(self):
        return False

    def readable(self):
        return True

    def writable(self):
        return False

    def fileno(self):
        return 0

    def close(self):
        pass


def act(request):
    """One request of the tests, which may lead to requests of ours before it is answered."""
    outer = talk.number
    talk.number = request["n"]
    body = request["body"]
    talk.crossing.take_changes(body.get("changes", ()))
    reply = talk.serve(body)
    # The answer belongs to the request that came last.
    request["n"] = talk.number
    talk.number = outer
    return {"relay": reply}


def ask_for_input(prompt=""):
    return talk.ask("input", str(prompt))


def open_for_tests(request):
    """From here on what is printed and asked goes to the tests."""
    sys.stdout = talk.printed
    sys.stdin = Input()
    builtins.input = ask_for_input
    return {}


def get_module(name):
    if name == request_module[0]:
        return talk.crossing.handle(sys.modules[name])
    return talk.crossing.handle(__import__(name))


request_module = [""]


def load_for_tests(request):
    request_module[0] = request["module"]
    return load_module(request)


def public_names(module):
    names = getattr(module, "__all__", None)
    if names is None:
        names = [name for name, value in vars(module).items() if not name.startswith("_") and type(value) is not type(sys)]
    return [str(name) for name in names]


def operate(name, value, *operands):
    if name not in OPERATIONS:
        raise BrokenRules("an operation is not known")
    method = getattr(type(value), name, None)
    if method is None:
        raise TypeError("'%s' object has no %s" % (type(value).__name__, name))
    return method(value, *operands)


patched = []


def patch(name, attribute, value):
    module = __import__(name, fromlist=["x"])
    patched.append((name, attribute, getattr(module, attribute, patched)))
    setattr(module, attribute, value)


def unpatch(name, attribute):
    for place in range(len(patched) - 1, -1, -1):
        if patched[place][:2] == (name, attribute):
            value = patched.pop(place)[2]
            module = __import__(name, fromlist=["x"])
            if value is patched:
                delattr(module, attribute)
            else:
                setattr(module, attribute, value)
            return


def seed(arguments, named):
    import random

    random.seed(*arguments, **dict(named))


DOES = {
    "module": get_module,
    "names": public_names,
    "get": lambda value, name: getattr(value, name),
    "set": lambda value, name, new: setattr(value, name, new),
    "delete": lambda value, name: delattr(value, name),
    "call": lambda value, arguments, named: value(*arguments, **dict(named)),
    "operate": operate,
    "patch": patch,
    "unpatch": unpatch,
    "seed": seed,
}
ACTIONS.update({"act": act, "open": open_for_tests, "load": load_for_tests})
