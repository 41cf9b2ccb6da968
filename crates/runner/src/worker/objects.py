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
        self.lent = {}

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
        if kind is Borrowed:
            return {"o": value.number}
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
        own = [step for step in kind.__mro__ if step is not object]
        base = data_base(kind)
        if base is not None or issubclass(kind, BaseException):
            # The data decides there, not the learner's own methods; but how it is shown is theirs.
            own = [step for step in own if getattr(builtins, step.__name__, None) is not step]
        operations = sorted({name for step in own for name in vars(step) if name in OPERATIONS})
        if base is not None:
            operations = [name for name in operations if name in ("__str__", "__repr__", "__format__", "__call__")]
        return {
            "n": number,
            "name": kind.__name__,
            "qualified": kind.__qualname__,
            "module": str(kind.__module__),
            "bases": [self.write(step) for step in kind.__bases__ if step is not object],
            "operations": operations,
            "hashable": kind.__hash__ is not None,
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
            borrowed = self.lent.get(content)
            if borrowed is None:
                borrowed = self.lent[content] = Borrowed(content)
            return borrowed
        raise BrokenRules("a value is of no known kind")


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
    """Something of the tests': it can be called, and nothing else."""

    __slots__ = ("number",)

    def __init__(self, number):
        self.number = number

    def __call__(self, *arguments, **named):
        return talk.ask("call", self, arguments, tuple(named.items()))


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
        kind = getattr(builtins, facts["type"], None)
        if not (isinstance(kind, type) and issubclass(kind, BaseException)):
            kind = RuntimeError
        try:
            return kind(*[self.crossing.read(argument) for argument in facts["arguments"]])
        except BaseException:
            return RuntimeError(facts["type"])

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


talk = Conversation()


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
    return getattr(type(value), name)(value, *operands)


DOES = {
    "module": get_module,
    "names": public_names,
    "get": lambda value, name: getattr(value, name),
    "set": lambda value, name, new: setattr(value, name, new),
    "delete": lambda value, name: delattr(value, name),
    "call": lambda value, arguments, named: value(*arguments, **dict(named)),
    "operate": operate,
}
ACTIONS.update({"act": act, "open": open_for_tests, "load": load_for_tests})
