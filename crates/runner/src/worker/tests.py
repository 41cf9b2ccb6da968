# The box with the tests. It reaches the learner's module only through messages that the runner passes on, and believes nothing but its own count.
import io
from _weakref import ref as reference


class Pretends(AssertionError):
    """A value of the learner's decided by itself that it equals what the test wants."""


class Session:
    def __init__(self):
        self.sent = 0
        self.crossing = TestsCrossing()
        # Why the whole run fails, whatever the tests say: a broken rule cannot be caught away.
        self.spoiled = None
        self.last_call = None

    def tell(self, answer):
        channel.send(self.sent, answer)
        self.sent += 1

    def exchange(self, body):
        self.tell({"relay": body})
        return channel.receive()["body"]

    def message(self, body):
        # Changes first: a list that nobody holds any more may have been changed before.
        body["changes"] = self.crossing.changes()
        body["released"], self.crossing.released = self.crossing.released, []
        body["forgotten"] = self.crossing.shared.unused()
        for number in body["forgotten"]:
            self.crossing.shared.remove(number)
        return body

    def spoil(self, why):
        if self.spoiled is None:
            self.spoiled = why

    def ask(self, action, *values):
        """Asks the learner's box, and serves what it asks in between."""
        if self.spoiled is not None:
            raise BrokenRules(self.spoiled)
        try:
            body = self.message({"ask": action})
            body["values"] = [self.crossing.write(value) for value in values]
            while True:
                body = self.exchange(body)
                if type(body) is not dict:
                    raise BrokenRules("a message cannot be read")
                self.crossing.take_changes(body.get("changes", ()))
                printed = body.get("printed", "")
                if type(printed) is str and printed:
                    sys.stdout.write(printed)
                if "ask" not in body:
                    break
                body = self.serve(body)
            if "raise" in body:
                error = self.read_error(body["raise"])
            elif "value" in body:
                return self.crossing.read(body["value"])
            else:
                error = CannotBeJudged(str(body.get("cannot", "a value cannot cross")))
        except BrokenRules as problem:
            self.spoil(str(problem))
            raise
        except (AttributeError, TypeError, ValueError, KeyError, IndexError, RecursionError) as problem:
            self.spoil("a message cannot be read: %s" % problem)
            raise BrokenRules(self.spoiled)
        raise error

    def serve(self, body):
        """What the learner's box may ask: to call a function of the tests, and for input."""
        action, values = body["ask"], [self.crossing.read(value) for value in body["values"]]
        try:
            if action == "input":
                value = builtins.input(str(values[0]))
            elif action == "call" and values[0] in self.crossing.lent_functions():
                value = values[0](*values[1], **dict(values[2]))
            else:
                raise BrokenRules("the program asked for something it may not")
            reply = self.message({})
            reply["value"] = self.crossing.write(value)
        except (BrokenRules, CannotBeJudged):
            raise
        except BaseException as error:
            reply = self.message({})
            kind = next(step for step in type(error).__mro__ if getattr(builtins, step.__name__, None) is step)
            arguments = [self.crossing.write(argument) if type(argument) in (str, int, float) else short_repr(argument) for argument in error.args]
            reply["raise"] = {"type": kind.__name__, "arguments": arguments}
        return reply

    def read_error(self, told):
        facts = told.get("facts")
        if "instance" in told:
            error = self.crossing.read(told["instance"])
        else:
            kind = getattr(builtins, str(told["type"]), None)
            if not (isinstance(kind, type) and issubclass(kind, BaseException)):
                raise BrokenRules("an error is of no known type")
            arguments = [self.crossing.read(argument) for argument in told["arguments"]]
            try:
                error = kind(*arguments)
            except Exception:
                error = kind.__new__(kind)
                error.args = tuple(arguments)
        if not isinstance(error, BaseException) or isinstance(error, BrokenRules):
            raise BrokenRules("an error is none")
        try:
            error.__dict__["learner_facts"] = facts
        except AttributeError:
            pass
        return error


class TestsCrossing(Crossing):
    def __init__(self):
        super().__init__(first=2)
        self.released = []
        self.proxies = {}
        # How many copies there are of a value that is data and something of the learner's at once: such a value cannot be referred to weakly.
        self.copies = {}
        self.classes = {}
        self.lent = {}
        self.lent_numbers = {}

    def lent_functions(self):
        return list(self.lent.values())

    def lend(self, value):
        kind = type(value)
        number = remote_number(value)
        if number is not None:
            return {"o": number}
        module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
        if isinstance(value, type) or kind.__name__ == "builtin_function_or_method":
            if type(module) is str and type(name) is str and module in sys.modules and module not in own_modules:
                return {"q": [module, name]}
        if kind.__name__ in ("function", "method", "builtin_function_or_method", "method_descriptor", "partial"):
            number = self.lent_numbers.get(id(value))
            if number is None:
                number = len(self.lent) + 1
                self.lent[number] = value
                self.lent_numbers[id(value)] = number
            return {"h": number}
        raise CannotBeJudged("a value of type %s cannot be handed to the program" % kind.__name__)

    def borrow(self, tag, content):
        if tag == "h":
            return self.mirror(content) if "class" in content else self.mirror_class(content)
        if tag == "q":
            return builtin_type(content)
        if tag == "o" and content in self.lent:
            return self.lent[content]
        if tag == "p":
            raise CannotBeJudged("the program's module %s cannot be reached from a test" % content)
        raise BrokenRules("a value is of no known kind")

    def mirror_class(self, facts):
        number = facts["n"]
        if number in self.classes:
            return self.classes[number]
        if "name" not in facts:
            raise BrokenRules("a class is not known")
        bases = []
        for base in facts["bases"]:
            step = self.read(base)
            if not isinstance(step, type):
                raise BrokenRules("a class derives from something else")
            if isinstance(step, RemoteType) or issubclass(step, BaseException) or step in (int, float, str, bytes, tuple, frozenset, complex):
                bases.append(step)
        if not any(isinstance(step, RemoteType) for step in bases):
            bases.insert(0, Remote)
        data = any(issubclass(step, (int, float, str, bytes, tuple, frozenset, complex)) for step in bases)
        space = {"__module__": str(facts["module"]), "__qualname__": str(facts["qualified"]), "remote_class": number, "remote_data": data}
        for name in facts["operations"]:
            if name in OPERATIONS:
                space[name] = operation(name)
        if not facts["hashable"] and not data:
            space["__hash__"] = None
        elif "__eq__" in space and "__hash__" not in space:
            space["__hash__"] = object.__hash__
        RemoteType.making = True
        try:
            made = RemoteType(str(facts["name"]), tuple(bases), space)
        finally:
            RemoteType.making = False
        self.classes[number] = made
        return made

    def mirror(self, facts):
        number = facts["n"]
        known = self.proxies.get(number)
        proxy = known() if known is not None else None
        if proxy is not None:
            return proxy
        made = self.mirror_class(facts["class"])
        if "function" in facts:
            proxy = RemoteFunction.__new__(RemoteFunction)
            proxy.__dict__["__name__"] = proxy.__dict__["__qualname__"] = str(facts["function"])
        elif "data" in facts:
            base = next(base for base in (int, float, str, bytes, tuple, frozenset, complex) if issubclass(made, base))
            data = self.read(facts["data"])
            if type(data) is not base:
                raise BrokenRules("data is of another type")
            proxy = base.__new__(made, data)
        elif "arguments" in facts:
            proxy = made.__new__(made)
            proxy.args = tuple([self.read(argument) for argument in facts["arguments"]])
        else:
            proxy = object.__new__(made)
        proxy.__dict__["remote_number"] = number
        if number in self.released:
            self.released.remove(number)
        if "data" in facts:
            self.copies[number] = self.copies.get(number, 0) + 1
        else:
            self.proxies[number] = reference(proxy)
        return proxy

    def dropped(self, number):
        """A mirror has gone. The last one of its kind lets the learner's own go."""
        left = self.copies.get(number, 1) - 1
        if left:
            self.copies[number] = left
        else:
            self.copies.pop(number, None)
            self.released.append(number)


# Handles of the learner's modules, by the identity of their mirrors.
modules = {}


def remote_number(value):
    """The handle of something of the learner's."""
    if type(value) is LearnerModule:
        return modules.get(id(value))
    if isinstance(value, RemoteType):
        return value.__dict__.get("remote_class")
    if isinstance(value, Remote):
        return value.__dict__.get("remote_number")
    return None


class RemoteType(type):
    """The type of the mirrors of the learner's classes."""

    making = True

    def __new__(meta, name, bases, space):
        if not RemoteType.making:
            raise CannotBeJudged("a test cannot derive a class from one of the program's")
        return super().__new__(meta, name, bases, space)

    def __call__(cls, *arguments, **named):
        return call(cls, arguments, named)

    def __getattr__(cls, name):
        if name.startswith("remote_"):
            raise AttributeError(name)
        return session.ask("get", cls, name)

    def __setattr__(cls, name, value):
        session.ask("set", cls, name, value)


class Remote(metaclass=RemoteType):
    """Something of the learner's that stays in its box."""

    remote_data = False

    def __getattr__(self, name):
        if name.startswith("remote_") or name == "learner_facts":
            raise AttributeError(name)
        return session.ask("get", self, name)

    def __setattr__(self, name, value):
        if name in ("__traceback__", "__context__", "__cause__", "__suppress_context__", "args", "__notes__") and isinstance(self, BaseException):
            super().__setattr__(name, value)
        else:
            session.ask("set", self, name, value)

    def __delattr__(self, name):
        session.ask("delete", self, name)

    def __del__(self):
        number = self.__dict__.get("remote_number")
        if number is not None:
            session.crossing.dropped(number)

    def __repr__(self):
        if type(self).remote_data or isinstance(self, BaseException):
            return super().__repr__()
        return session.ask("operate", "__repr__", self)


class RemoteFunction(Remote):
    def __call__(self, *arguments, **named):
        return call(self, arguments, named)

    def __repr__(self):
        return "<function %s>" % self.__name__


RemoteType.making = False
# The learner's classes that the tests themselves name, and the names that they write for something of the learner's.
NAMED = set()
WRITTEN = set()
ORDER = ("__lt__", "__le__", "__gt__", "__ge__")
ARITHMETIC = frozenset(
    "__%s%s__" % (side, name) for side in ("", "r", "i") for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow", "and", "or", "xor", "lshift", "rshift", "matmul")
)
# What makes a number or a truth of one value. What makes text of it is not here: the right text has to be known, while a step towards a number can lose the difference.
UNARY = frozenset("__%s__" % name for name in "bool len neg pos abs invert int float complex index round trunc floor ceil".split())


def operation(name):
    def operate(self, *operands):
        result = session.ask("operate", name, self, *operands)
        weigh(name, self, operands, result)
        return result

    operate.__name__ = name
    return operate


def weigh(name, value, operands, result):
    """Notes where code of the learner's settles a truth about the test's own data. That is how a value would pretend to be right."""
    if result is NotImplemented:
        return
    plain = bool(operands) and remote_number(operands[0]) is None
    # Of a class that the tests themselves name, its own length, truth, members and arithmetic are what is tested. A class derived from it is the learner's idea again.
    named = type(value) in NAMED
    pretends = (
        (name == "__eq__" and plain and result is not False)
        or (name == "__ne__" and plain and result is not True)
        or (name in ORDER and plain)
        # Whatever comes of it: what is another such object now may be the wanted number one step later.
        or (name in ARITHMETIC and plain and not named)
        or (name in UNARY and not named)
        or (name == "__contains__" and not named)
    )
    if pretends:
        why = "a value of type %s only pretends to be what the test wants: its own %s decided" % (type(value).__name__, name)
        session.spoil(why)
        raise Pretends(why)


def call(target, arguments, named):
    name = getattr(target, "__name__", "?")
    shown = ", ".join([brief(argument) for argument in arguments] + ["%s=%s" % (key, brief(value)) for key, value in named.items()])
    session.last_call = ["%s(%s)" % (name, shown), None]
    result = session.ask("call", target, arguments, tuple(named.items()))
    session.last_call = ["%s(%s)" % (name, shown), brief(result)]
    return result


def brief(value):
    if remote_number(value) is not None and not getattr(type(value), "remote_data", False):
        return "<%s>" % type(value).__name__
    if type(value) in (list, tuple, dict, set, frozenset, str, bytes) and len(value) > 60:
        return "<%s of %d>" % (type(value).__name__, len(value))
    return short_repr(value, 200)


class LearnerModule(type(sys)):
    """The learner's module, as a test sees it."""

    def __getattr__(self, name):
        if name == "__all__":
            return star_names(session.ask("names", self), sys._getframe(1).f_globals)
        if name.startswith("__"):
            raise AttributeError(name)
        found = session.ask("get", self, name)
        if isinstance(found, RemoteType) and name in WRITTEN:
            NAMED.add(found)
        return found

    def __setattr__(self, name, value):
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            session.ask("set", self, name, value)


def star_names(names, present):
    """What `from main import *` brings: nothing that would change what the test's own words mean."""
    if type(names) is not list:
        raise BrokenRules("the names of a module are none")
    return [name for name in names if type(name) is str and not name.startswith("__") and name not in vars(builtins) and name not in present]


def written_names(tree, learner_modules):
    """The names by which a test file itself speaks of something of the learner's: imported by name, taken from the module, or used without being bound by the file."""
    imported, used, bound, modules_bound, attributes = set(), set(), set(), set(), []
    nodes = [tree]
    while nodes:
        node = nodes.pop()
        kind = type(node).__name__
        for field in node._fields:
            value = getattr(node, field, None)
            nodes += [part for part in (value if type(value) is list else [value]) if hasattr(part, "_fields")]
        if kind == "ImportFrom":
            for alias in node.names:
                if node.module in learner_modules:
                    imported.add(alias.name)
                if (alias.asname or alias.name) != alias.name or node.module not in learner_modules:
                    bound.add(alias.asname or alias.name)
        elif kind == "Import":
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                bound.add(name)
                if alias.name in learner_modules:
                    modules_bound.add(name)
        elif kind == "Name":
            (used if type(node.ctx).__name__ == "Load" else bound).add(node.id)
        elif kind == "Attribute":
            attributes.append(node)
        elif kind == "arg":
            bound.add(node.arg)
        elif kind in ("FunctionDef", "AsyncFunctionDef", "ClassDef", "ExceptHandler"):
            bound.add(node.name)
    for node in attributes:
        root = node.value
        while type(root).__name__ == "Attribute":
            root = root.value
        if type(root).__name__ == "Name" and root.id in modules_bound:
            imported.add(node.attr)
    return imported | (used - bound)


class LearnerModules:
    """Finds the learner's modules for `import`."""

    def __init__(self, names):
        self.names = names

    def find_spec(self, name, path=None, target=None):
        if name not in self.names:
            return None
        return type(sys.__spec__)(name, self)

    def create_module(self, spec):
        return LearnerModule(spec.name)

    def exec_module(self, module):
        number = session.ask("module", module.__name__)
        if type(number) is not int:
            raise BrokenRules("a module has no number")
        modules[id(module)] = number


session = Session()
own_modules = set()


def make_pytest():
    """The little of pytest that tests of exercises use: `raises`, and marks, which say nothing here."""
    module = type(sys)("pytest")

    class Raises:
        def __init__(self, expected, match=None):
            self.expected = expected
            self.match = match

        def __enter__(self):
            return self

        def __exit__(self, kind, error, trace):
            if kind is None:
                raise AssertionError("the call must raise %s, and it did not" % getattr(self.expected, "__name__", self.expected))
            if not issubclass(kind, self.expected):
                return False
            self.type, self.value = kind, error
            if self.match is not None:
                import re

                if not re.search(self.match, str(error)):
                    raise AssertionError("the message %r does not match %r" % (str(error), self.match))
            return True

    def raises(expected, *rest, **named):
        if rest:
            with Raises(expected) as context:
                rest[0](*rest[1:], **named)
            return context
        return Raises(expected, **named)

    class Marks:
        def __getattr__(self, name):
            if name == "parametrize":
                raise CannotBeJudged("tests with parameters cannot be judged")

            def mark(*arguments, **named):
                if len(arguments) == 1 and callable(arguments[0]) and not named:
                    return arguments[0]
                return lambda function: function

            return mark

    module.raises = raises
    module.mark = Marks()
    return module


# Running


class Output(io.StringIO):
    """What was printed during a test: kept to a limit."""

    def write(self, text):
        if self.tell() < 20000:
            super().write(text[:20000])
        return len(text)


class Counter:
    found = 0
    run = 0
    passed = 0


def report(name, error, output, purpose=None, skipped=None):
    Counter.run += 1
    facts = {"name": name, "output": output[:2000], "purpose": purpose}
    if error is None and session.spoiled is None:
        Counter.passed += 1
        facts["status"] = "pass"
        facts["message"] = skipped
    elif isinstance(error, AssertionError):
        facts["status"] = "fail"
        facts["message"] = first_line(error)
        facts["call"] = session.last_call
        facts["code"] = test_line(error)
    else:
        facts["status"] = "error"
        told = getattr(error, "learner_facts", None)
        facts["facts"] = told if type(told) is dict else None
        facts["message"] = first_line(error) if told is None else None
        facts["kind"] = type(error).__name__ if error is not None else None
        facts["call"] = session.last_call
        facts["code"] = test_line(error)
    session.tell({"report": facts})


def first_line(error):
    if error is None:
        return session.spoiled
    try:
        return str(error).split("\n")[0][:500]
    except BaseException:
        return type(error).__name__


def test_line(error):
    """The line of the test file where it stopped."""
    found = None
    step = error.__traceback__ if error is not None else None
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name in test_sources:
            lines = test_sources[name]
            found = lines[step.tb_lineno - 1].strip() if step.tb_lineno <= len(lines) else None
        step = step.tb_next
    return found


test_sources = {}


def run_function(name, function):
    session.last_call = None
    sys.stdout = output = Output()
    error = None
    try:
        function()
    except BaseException as problem:
        error = problem
    finally:
        sys.stdout = sys.__stdout__
    report(name, error, output.getvalue(), function.__doc__)


def make_recorder(unittest):
    class Recorder(unittest.TestResult):
        def startTest(self, test):
            super().startTest(test)
            session.last_call = None
            self.error = None
            self.skip = None
            sys.stdout = self.output = Output()

        def stopTest(self, test):
            super().stopTest(test)
            sys.stdout = sys.__stdout__
            report(test_name(test), self.error, self.output.getvalue(), test._testMethodDoc, self.skip)

        def note(self, test, problem):
            if isinstance(test, unittest.TestCase) or hasattr(test, "test_case"):
                self.error = self.error or problem[1]
            else:
                # The setting up of a class or module failed: its tests do not run, so the count will not be right.
                report(str(test), problem[1], "")

        def addError(self, test, problem):
            super().addError(test, problem)
            self.note(test, problem)

        def addFailure(self, test, problem):
            super().addFailure(test, problem)
            self.note(test, problem)

        def addSubTest(self, test, subtest, problem):
            super().addSubTest(test, subtest, problem)
            if problem is not None:
                self.note(test, problem)

        def addSkip(self, test, reason):
            super().addSkip(test, reason)
            self.skip = "left out: " + reason

        def addUnexpectedSuccess(self, test):
            super().addUnexpectedSuccess(test)
            self.error = AssertionError("it must fail, and did not")

    return Recorder()


def test_name(test):
    return "%s.%s" % (type(test).__name__, test._testMethodName)


def flat(suite):
    for part in suite:
        if hasattr(part, "_testMethodName"):
            yield part
        else:
            yield from flat(part)


def run_tests(request):
    session.sent = request["n"]
    sys.path.append(Sources.work)
    sys.meta_path.insert(0, LearnerModules(request["modules"]))
    sys.modules["pytest"] = make_pytest()
    suites = []
    functions = []
    names = []
    for path in request["files"]:
        with open(Sources.work + "/" + path, encoding="utf-8") as file:
            text = file.read()
        test_sources[path] = text.split("\n")
        name = path.rsplit("/", 1)[-1][:-3]
        module = type(sys)(name)
        module.__file__ = path
        own_modules.add(name)
        sys.modules[name] = module
        try:
            # 0x400: the tree only.
            WRITTEN.update(written_names(compile(text, path, "exec", 0x400, True), request["modules"]))
            exec(compile(text, path, "exec", dont_inherit=True), module.__dict__)
        except BaseException as error:
            Counter.found += 1
            session.tell({"report": {"found": [name]}})
            report(name, error, "")
            continue
        unittest = sys.modules.get("unittest")
        for key, value in list(module.__dict__.items()):
            if isinstance(value, type) and unittest is not None and issubclass(value, unittest.TestCase) and value.__module__ == name:
                suite = unittest.defaultTestLoader.loadTestsFromTestCase(value)
                suites.append(suite)
                names += [test_name(test) for test in flat(suite)]
            elif key.startswith("test") and type(value).__name__ == "function" and value.__module__ == name:
                functions.append((key, value))
                names.append(key)
    Counter.found += len(names)
    session.tell({"report": {"found": names}})
    if suites:
        unittest = sys.modules["unittest"]
        recorder = make_recorder(unittest)
        # Tests that set up a class or a module need the suite; it also takes them down again.
        unittest.TestSuite(suites).run(recorder)
    for key, function in functions:
        run_function(key, function)
    return session.sent, {"finished": {"found": Counter.found, "run": Counter.run, "passed": Counter.passed, "spoiled": session.spoiled}}


def prepare(request):
    channel.nonce = request["nonce"]
    Sources.work = request["work"]
    sys.argv[:] = ["tests"]
    compile("pass", "warm", "exec")
    return {"version": "%d.%d.%d" % sys.version_info[:3]}


def start(request):
    number, answer = run_tests(request)
    request["n"] = number
    return answer


ACTIONS = {"prepare": prepare, "tests": start}
