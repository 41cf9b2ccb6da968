# The box with the tests. It reaches the learner's module only through messages that the runner passes on, and believes nothing but its own count.
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
        # In what ways code of the learner's decided (see `note`), and the ways in which it may; None where no reference has shown them.
        self.decided = set()
        self.may_decide = None
        # Whether this is the reference itself, which shows them.
        self.is_reference = False
        self.modules = ()
        # What failed checks in functions of the tests, called by the learner's code, raised.
        self.failed_checks = []
        # How many comparisons with something of the learner's are under way.
        self.comparing = 0

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

    def facts_of(self, error):
        """What the learner's box told about an error."""
        told = getattr(error, "learner_facts", None)
        return told if type(told) is dict else None

    def begin(self, name, path, text):
        """A test file is about to be run."""
        own_modules.add(name)
        # 0x400: the tree only.
        WRITTEN.update(written_names(compile(text, path, "exec", 0x400, True), self.modules))
        if "random" in text:
            share_seed()
        if "patch" in text:
            share_patches()

    def ask(self, action, *values):
        """Asks the learner's box, and serves what it asks in between."""
        if self.spoiled is not None:
            raise BrokenRules(self.spoiled)
        asked = values[0] if action == "operate" else None
        compares = asked in COMPARISONS
        self.comparing += compares
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
            failed, self.failed_checks = self.failed_checks, []
            if failed and ("raise" not in body or error is not failed[-1]):
                decides("tests.AssertionError", "the program caught the error of a failed check")
            if "raise" in body:
                pass
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
        finally:
            self.comparing -= compares
        if isinstance(error, StopIteration) and asked != "__next__" and "StopIteration" not in WRITTEN:
            error = no_end_of_a_loop(error)
        raise error

    def serve(self, body):
        """What the learner's box may ask: input, and what can be done with something that the tests lent."""
        action, values = body["ask"], [self.crossing.read(value) for value in body["values"]]
        try:
            if action == "input":
                value = builtins.input(str(values[0]))
            elif action == "read":
                value = read_input(*values)
            else:
                if action not in SERVED or not self.crossing.is_lent(values[0]) or not may_be_used(values[0], action, *values[1:]):
                    raise BrokenRules("the program asked for something it may not")
                if self.comparing and action in ("set", "delete"):
                    raise BrokenRules("the program changes what it is compared with")
                value = standing_in(body.get("standing", ()), lambda: SERVED[action](*values))
            reply = self.message({})
            reply["value"] = self.crossing.write(value)
        except (BrokenRules, CannotBeJudged):
            raise
        except BaseException as error:
            if isinstance(error, AssertionError):
                self.failed_checks.append(error)
            reply = self.message({})
            reply["raise"] = {"error": self.crossing.write(error)}
        return reply

    def read_error(self, told):
        facts = told.get("facts")
        if "instance" in told:
            error = self.crossing.read(told["instance"])
            if not isinstance(error, Remote):
                # The tests' own, on its way back; but no test is left out because the program says so.
                facts = None
                if isinstance(error, LeftOut) or type(error).__name__ == "SkipTest":
                    raise BrokenRules("the program left a test out")
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


def no_end_of_a_loop(error):
    """What takes the place of a `StopIteration` that only the program's iterators may raise: `map` and `zip` would take it for the end of what a test goes through, and the
    checks that were to come would be left out. Python does the same in a generator."""
    made = RuntimeError("the call raised StopIteration")
    made.__dict__["learner_facts"] = session.facts_of(error)
    return made


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

    def is_lent(self, value):
        number = self.lent_numbers.get(id(value))
        return number is not None and self.lent[number] is value

    def lend(self, value):
        kind = type(value)
        number = remote_number(value)
        if number is not None:
            return {"o": number}
        if kind.__name__ == "traceback" or kind is type(sys):
            # Frames are nobody's business.
            return None
        if isinstance(value, type) or kind.__name__ == "builtin_function_or_method":
            named = library_name(value)
            if named is not None:
                return {"q": named}
        number = self.lent_numbers.get(id(value))
        if number is not None:
            return {"h": {"n": number}}
        number = len(self.lent) + 1
        self.lent[number] = value
        self.lent_numbers[id(value)] = number
        facts = {"n": number, "name": kind.__name__, "operations": []}
        if isinstance(value, type):
            if not issubclass(value, BaseException):
                facts["operations"] = ["__call__"]
            else:
                facts["error"] = self.library_base(value)
                facts["name"] = value.__name__
        elif isinstance(value, BaseException):
            facts["of"] = self.write(kind)
            facts["arguments"] = [self.write_argument(argument) for argument in value.args]
        else:
            facts["operations"] = [name for name in OPERATIONS if getattr(kind, name, None) is not getattr(object, name, None)]
            facts["like"] = self.library_base(kind)
        return {"h": facts}

    def library_base(self, kind):
        """The nearest class of Python's own above one of the tests'."""
        for step in kind.__mro__:
            named = library_name(step)
            if named is not None:
                return named
        return ["builtins", "object"]

    def write_argument(self, argument):
        return self.write(argument) if type(argument) in (str, int, float, bool, type(None), bytes, tuple, list) else short_repr(argument)

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
        documentation = facts.get("documentation")
        space["__doc__"] = documentation if type(documentation) is str else None
        for name in facts["operations"]:
            if name in OPERATIONS:
                space[name] = operation(name)
        if "__contains__" not in space and ("__iter__" in space or "__getitem__" in space) and not data:
            space["__contains__"] = contains_by_looking
        own_kind = OWN_KINDS.get(facts["name"]) if facts["module"] == "builtins" else None
        if own_kind is not None:
            space["__class__"] = property(lambda self: own_kind)
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

    def __delattr__(cls, name):
        session.ask("delete", cls, name)

    # What a class of the learner's may have from its own class: an Enum is gone through and looked into.

    def __bool__(cls):
        return True

    def __iter__(cls):
        return session.ask("operate", "__iter__", cls)

    def __len__(cls):
        return session.ask("operate", "__len__", cls)

    def __getitem__(cls, name):
        return session.ask("operate", "__getitem__", cls, name)

    def __contains__(cls, value):
        decides(owner_of(cls) + ".__contains__ class", "the class %s decided what is in it" % cls.__name__)
        return session.ask("operate", "__contains__", cls, value)


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
    __class__ = property(lambda self: OWN_KINDS["function"])
    __doc__ = property(lambda self: session.ask("get", self, "__doc__"))

    def __call__(self, *arguments, **named):
        return call(self, arguments, named)

    def __repr__(self):
        return "<function %s>" % self.__name__


RemoteType.making = False
# The learner's classes that the tests themselves name, with that name, and the names that they write for something of the learner's.
NAMED = {}
WRITTEN = set()
ORDER = ("__lt__", "__le__", "__gt__", "__ge__")
COMPARISONS = ("__eq__", "__ne__", "__contains__", "__bool__", "__hash__") + ORDER
ARITHMETIC = {
    "__%s%s__" % (side, name): "__%s__" % name
    for side in ("", "r", "i")
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow", "and", "or", "xor", "lshift", "rshift", "matmul")
}
# What makes a number or a truth of one value. What makes text of it is not here: the right text has to be known, while a step towards a number can lose the difference.
UNARY = {"__%s__" % name: "__%s__" % name for name in "len neg pos abs invert float complex round floor ceil".split()}
# One of these stands for another where a class has only that.
UNARY.update({"__bool__": "__len__", "__int__": "__int__", "__index__": "__int__", "__trunc__": "__int__"})
# Types that a test may ask for by name, and that give no value away.
OWN_KINDS = {kind.__name__: kind for kind in (map, filter, zip, enumerate, reversed, type(len), type(sys._getframe), type(lambda: 0), type((lambda: (yield))()))}
for part in ({}.keys(), {}.values(), {}.items(), iter([]), iter(()), iter({}), iter(""), iter(range(0)), iter(set())):
    OWN_KINDS[type(part).__name__] = type(part)


def owner_of(kind, operation=None):
    """Whose way of deciding it is: the name by which the tests know the class that has it, or `*`. A class derived from one that they name is the learner's own idea."""
    for step in kind.__mro__:
        if operation is None or operation in step.__dict__:
            return NAMED.get(step, "*")
    return "*"


def operation(name):
    if name == "__ne__":
        return differ

    def operate(self, *operands):
        result = session.ask("operate", name, self, *operands)
        weigh(name, self, operands, result)
        return result

    operate.__name__ = name
    return operate


def differ(self, other):
    """`!=` of something of the learner's. `==` is asked first, whatever the test asks, so that the program cannot know which of the two answers counts."""
    equal = session.ask("operate", "__eq__", self, other) if type(self).__eq__ is not object.__eq__ else None
    result = session.ask("operate", "__ne__", self, other)
    if type(equal) is bool and equal is result:
        kind = type(self)
        decides(owner_of(kind, "__ne__") + ".__ne__ and __eq__", "a value of type %s only pretends to be what the test wants: it answers `==` and `!=` alike" % kind.__name__)
    weigh("__ne__", self, (other,), result)
    return result


def contains_by_looking(self, wanted):
    """What `in` does with something that can only be gone through."""
    if owner_of(type(self)) != "*":
        note("__contains__", self)
    return any([item is wanted or item == wanted for item in self])


def weigh(name, value, operands, result):
    """Notes where code of the learner's settles a truth. That is how a value would pretend to be right."""
    if result is NotImplemented:
        return
    other = operands[0] if operands else None
    plain = bool(operands) and remote_number(other) is None
    # What any object would say of another is no pretence.
    if name == "__eq__" and result is not False and other is not value:
        note("__eq__", value, plain)
    elif name == "__ne__" and result is not True and (other is not value or result is not False):
        note("__eq__", value, plain, name)
    elif name in ORDER:
        note("__lt__", value, plain, name)
    # Whatever comes of it: what is another such object now may be the wanted number one step later.
    elif name in ARITHMETIC:
        note(ARITHMETIC[name], value, plain, name)
    elif name in UNARY:
        note(UNARY[name], value, None, name)
    elif name == "__contains__":
        note(name, value)
    elif name == "__exit__" and result and other is not None:
        note(name, value, issubclass(other, AssertionError))


def note(way, value, plain=None, name=None):
    """One way of deciding: whose, which operation, and whether against the test's own data."""
    name = name or way
    owner = owner_of(type(value), name)
    way = "%s.%s" % (owner, way) + ("" if plain is None else " data" if plain else " own")
    if session.may_decide is None and not session.is_reference:
        # No reference has shown what is usual here. Of a class that the tests themselves name, its own length, truth, members and arithmetic are what is tested; by its
        # first letter it is told from a function.
        asked_for = owner[:1].isupper()
        if name in ("__eq__", "__ne__", "__exit__") + ORDER:
            harmless = not plain
        elif name in ARITHMETIC:
            harmless = asked_for or not plain
        else:
            harmless = asked_for
        if harmless:
            session.decided.add(way)
            return
    decides(way, "a value of type %s only pretends to be what the test wants: its own %s decided" % (type(value).__name__, name))


def decides(way, why):
    if session.is_reference or (session.may_decide is not None and way in session.may_decide):
        session.decided.add(way)
        return
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
            NAMED.setdefault(found, name)
        return found

    def __setattr__(self, name, value):
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            session.ask("set", self, name, value)

    def __delattr__(self, name):
        session.ask("delete", self, name)


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


# What the learner's box may do with what it was lent


SERVED = {
    "call": lambda value, arguments, named: value(*arguments, **dict(named)),
    "get": lambda value, name: getattr(value, name),
    "set": lambda value, name, new: setattr(value, name, new),
    "delete": lambda value, name: delattr(value, name),
    "operate": lambda value, name, *operands: bound(value, name)(*operands),
}
# Attributes that lead to frames, code or what a generator holds.
INSIDE = ("f_", "tb_", "gi_", "cr_", "ag_", "co_", "func_")


def bound(value, name):
    """A special method as Python itself finds it: by the type, whatever the value's own attributes say."""
    for step in type(value).__mro__:
        if name in step.__dict__:
            found = step.__dict__[name]
            return found.__get__(value, type(value)) if hasattr(type(found), "__get__") else found
    raise TypeError("no %s" % name)


def may_be_used(value, action, *rest):
    """Nothing of a test itself; no names with an underscore, nothing that leads to frames; nothing set on classes, modules and mocks."""
    unittest = sys.modules.get("unittest")
    if unittest is not None and isinstance(value, (unittest.TestCase, unittest.TestResult)):
        return False
    if action == "call":
        return True
    name = rest[0] if rest else None
    if type(name) is not str:
        return False
    if action == "operate":
        # What a class of the tests' does when it is made anew may be asked for by name, as `super().__init__()` does.
        return name in OPERATIONS or (name == "__init__" and type(value).__module__ in own_modules)
    mock = sys.modules.get("unittest.mock")
    is_mock = mock is not None and isinstance(value, mock.NonCallableMock)
    if name.startswith("_") or name.startswith(INSIDE):
        return False
    if action == "get":
        # How a mock was used is the test's to ask; and what changes how it answers.
        return not (is_mock and (name.startswith(("assert", "call", "mock_", "configure", "reset", "attach", "method_calls", "side_effect", "return_value"))))
    return not is_mock and not isinstance(value, type) and not callable(getattr(type(value), name, None)) and type(value).__name__ not in ("function", "method")


def read_input(method, size):
    """Standard input of the tests, where a test has put something there."""
    if method not in ("read", "readline") or type(size) is not int:
        raise BrokenRules("the program asked for something it may not")
    return str(getattr(sys.stdin, method)(size))


def standing_in(frames, act):
    """Acts below functions of the same names as those of the learner's that ask: a few tests look who calls."""
    for pair in frames[:3]:
        if type(pair) is not list or len(pair) != 2 or not all([type(part) is str for part in pair]) or not pair[1].isidentifier() or iskeyword(pair[1]):
            continue
        space = {}
        exec(compile("def %s(act):\n    return act()" % pair[1], pair[0].replace("\0", ""), "exec", dont_inherit=True), space)
        act = below(space[pair[1]], act)
    return act()


def below(function, act):
    return lambda: function(act)


def iskeyword(name):
    from keyword import kwlist

    return name in kwlist


def library_name(value):
    """Where a class or function of Python's own is found, if it is one. What is in `__main__` is this box's own machinery."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if type(module) is not str or type(name) is not str or module in own_modules or module == "__main__" or module not in sys.modules or type(sys.modules[module]) is LearnerModule:
        return None
    found = sys.modules[module]
    for part in name.split("."):
        found = getattr(found, part, None)
    return [module, name] if found is value else None


def share_seed():
    """`random.seed` in a test is meant for the learner's code too."""
    import random

    if getattr(random.seed, "__name__", "") == "seed_both":
        return
    own = random.seed

    def seed_both(*arguments, **named):
        own(*arguments, **named)
        session.ask("seed", arguments, tuple(named.items()))

    random.seed = seed_both


def share_patches():
    """What a test puts in the place of something of Python's own, it puts there for the learner's code too."""
    from unittest import mock

    kind = mock._patch
    if kind.__enter__.__name__ == "enter_both":
        return
    enter, leave = kind.__enter__, kind.__exit__

    def enter_both(self):
        result = enter(self)
        target = self.target
        self.learner_patch = None
        # What is printed and read goes to the tests as it is.
        if type(target) is type(sys) and target.__name__ not in own_modules and (target is not sys or self.attribute not in ("stdout", "stderr", "stdin")):
            try:
                session.ask("patch", target.__name__, self.attribute, getattr(target, self.attribute))
                self.learner_patch = target.__name__
            except CannotBeJudged:
                # The learner's box has its own; a test that counts on the other will say so.
                pass
        return result

    def leave_both(self, *error):
        name, self.learner_patch = getattr(self, "learner_patch", None), None
        if name is not None:
            session.ask("unpatch", name, self.attribute)
        return leave(self, *error)

    kind.__enter__, kind.__exit__ = enter_both, leave_both


def prepare(request):
    channel.nonce = request["nonce"]
    Sources.work = request["work"]
    sys.argv[:] = ["tests"]
    compile("pass", "warm", "exec")
    return {"version": "%d.%d.%d" % sys.version_info[:3]}


def start(request):
    session.sent = request["n"]
    session.modules = request["modules"]
    session.is_reference = request["reference"]
    session.may_decide = None if request["decides"] is None else set(request["decides"])
    sys.meta_path.insert(0, LearnerModules(request["modules"]))
    run_test_files(request["files"], request["pytest"])
    # Every answer of this box had a number of its own; this is the last one.
    request["n"] = session.sent
    counted = {"found": Counter.found, "run": Counter.run, "passed": Counter.passed, "spoiled": session.spoiled, "decided": sorted(session.decided)}
    return {"finished": counted}


ACTIONS = {"prepare": prepare, "tests": start}
