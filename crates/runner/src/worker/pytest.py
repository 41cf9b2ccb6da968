# Run in the box with the tests, after `running.py`, where a test file needs it. The part of pytest that tests of exercises use: checks, marks, parameters and fixtures.


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


class Approximate:
    """A number, or a list, tuple or dictionary of numbers, that something must be near to. It decides by itself: what it is compared with is only read, and what it
    holds is out of reach for it (`may_be_used`: no names with an underscore, and it takes no others)."""

    __slots__ = ("_expected", "_relative", "_absolute")

    def __init__(self, expected, rel=None, abs=None):
        self._expected, self._relative, self._absolute = expected, rel, abs

    def _near(self, expected, actual):
        kind = type(expected)
        if kind in (list, tuple):
            # As pytest does: a list may be near to a tuple.
            return type(actual) in (list, tuple) and len(expected) == len(actual) and all([self._near(*pair) for pair in zip(expected, actual)])
        if kind is dict:
            return type(actual) is dict and set(expected) == set(actual) and all([self._near(expected[key], actual[key]) for key in expected])
        if not is_number(actual) or not is_number(expected):
            return expected == actual
        if expected == actual:
            return True
        # The tolerances of pytest: a millionth of the expected number, and 1e-12.
        relative = 1e-6 if self._relative is None and self._absolute is None else self._relative or 0.0
        absolute = 1e-12 if self._absolute is None else self._absolute
        if is_exact(type(actual)) or is_exact(type(expected)):
            from fractions import Fraction

            try:
                return abs(Fraction(expected) - Fraction(actual)) <= max(Fraction(relative) * abs(Fraction(expected)), Fraction(absolute))
            except (TypeError, ValueError, OverflowError):
                # Complex, or not finite: near to nothing but itself.
                return False
        return abs(expected - actual) <= max(relative * abs(expected), absolute)

    def __eq__(self, actual):
        return self._near(self._expected, actual)

    __hash__ = None

    def __repr__(self):
        return "approx(%r)" % (self._expected,)


def is_exact(kind):
    """Python's numbers that cannot be mixed with floats in every calculation."""
    return (kind.__module__, kind.__name__) in (("fractions", "Fraction"), ("decimal", "Decimal"))


def is_number(value):
    """Whether it is one of Python's own numbers; nothing of the learner's classes, whose own arithmetic would decide."""
    kind = type(value)
    if remote_number(value) is not None:
        return isinstance(value, (int, float, complex))
    return kind in (int, float, complex, bool) or is_exact(kind)


class Parameters:
    def __init__(self, values, marks=(), id=None):
        self.values, self.marks, self.id = values, marks, id


def parametrize(names, values, ids=None, indirect=False):
    names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)

    def mark(function):
        sets = []
        for place, value in enumerate(values):
            made = value if isinstance(value, Parameters) else Parameters(tuple(value) if len(names) > 1 else (value,))
            name = made.id or (ids[place] if isinstance(ids, (list, tuple)) else ids(made.values[0]) if callable(ids) else None)
            if name is None:
                name = "-".join([str(part)[:60] if type(part) in (int, float, str, bool, type(None)) else "%s%d" % (names[index], place) for index, part in enumerate(made.values)])
            sets.append((dict(zip(names, made.values)), str(name), made.marks))
        before = function.__dict__.get("parameter_sets", [({}, "", ())])
        both = lambda one, other: one + "-" + other if one and other else one or other
        function.parameter_sets = [(dict(one[0], **other[0]), both(other[1], one[1]), tuple(one[2]) + tuple(other[2])) for other in before for one in sets]
        return function

    return mark


class Marks:
    """`pytest.mark`: what is not known here says nothing here."""

    def __getattr__(self, name):
        if name == "parametrize":
            return parametrize
        return noted(name, (), {})


def noted(name, arguments, named):
    """A mark: it notes itself on what it is given, and takes what it is called with otherwise."""

    def mark(*given, **given_named):
        if len(given) != 1 or not callable(given[0]) or given_named:
            return noted(name, given, given_named)
        given[0].test_marks = [(name, arguments, named)] + list(vars(given[0]).get("test_marks", ()))
        reason = left_out(given[0].test_marks)
        if reason is not None:
            # The same for `unittest`, which knows nothing of such marks.
            given[0].__unittest_skip__, given[0].__unittest_skip_why__ = True, reason
        return given[0]

    return mark


def left_out(marks):
    """Why the marks leave a test out, if they do."""
    for name, arguments, named in marks:
        if name == "skip" or (name == "skipif" and arguments and arguments[0]):
            return str(named.get("reason") or (arguments[0] if name == "skip" and arguments else ""))
    return None


class Fixture:
    def __init__(self, function, scope, name, automatic):
        self.function, self.scope, self.name, self.automatic = function, scope, name or function.__name__, automatic

    def __get__(self, instance, owner=None):
        return self


def fixture(*functions, scope="function", name=None, autouse=False, params=None, ids=None):
    if params is not None:
        raise CannotBeJudged("fixtures with parameters cannot be judged")
    if functions:
        return Fixture(functions[0], scope, name, autouse)
    return lambda function: Fixture(function, scope, name, autouse)


def skip(reason="", **named):
    raise LeftOut("left out: " + (reason or named.get("msg", "")))


def fail(reason="", pytrace=True, **named):
    raise AssertionError(reason or named.get("msg", ""))


def make_pytest():
    module = type(sys)("pytest")
    module.raises = raises
    module.mark = Marks()
    module.approx = Approximate
    module.param = lambda *values, marks=(), id=None: Parameters(values, marks if isinstance(marks, (list, tuple)) else (marks,), id)
    module.fixture = fixture
    module.skip = skip
    module.fail = fail
    module.main = lambda *arguments, **named: 0
    return module


class Captured:
    """The fixture `capsys`."""

    def readouterr(self):
        text = sys.stdout.getvalue()
        sys.stdout.seek(0)
        sys.stdout.truncate()
        return CapturedText((text, ""))


class CapturedText(tuple):
    out = property(lambda self: self[0])
    err = property(lambda self: self[1])


class Patches:
    """The fixture `monkeypatch`."""

    MISSING = object()

    def __init__(self):
        self.done = []

    def setattr(self, target, name, value=MISSING, raising=True):
        if value is self.MISSING:
            path, value = target, name
            target, _, name = path.rpartition(".")
            target = __import__(target, fromlist=["x"])
        self.replace(target, name, value)

    def replace(self, target, name, value):
        from unittest import mock

        patch = mock.patch.object(target, name, value, create=True)
        patch.start()
        self.done.append(patch.stop)

    def setitem(self, mapping, name, value):
        from unittest import mock

        patch = mock.patch.dict(mapping, {name: value})
        patch.start()
        self.done.append(patch.stop)

    def setenv(self, name, value):
        import os

        self.setitem(os.environ, name, value)

    def undo(self):
        while self.done:
            self.done.pop()()


def patches():
    made = Patches()
    yield made
    made.undo()


OWN_FIXTURES = {"capsys": Fixture(Captured, "function", "capsys", False), "monkeypatch": Fixture(patches, "function", "monkeypatch", False)}


class Setting:
    """What tests with fixtures are given: each is made once for its scope, and ended with it."""

    def __init__(self, known, outer=None):
        self.known, self.outer = known, outer
        self.values = {}
        self.open = []

    def value(self, name, instance=None):
        if name in self.values:
            return self.values[name]
        made = self.known.get(name) or OWN_FIXTURES.get(name)
        if made is None:
            raise CannotBeJudged("there is no fixture %s" % name)
        if made.scope != "function" and self.outer is not None:
            return self.outer.value(name, instance)
        names = wanted(made.function)
        given = (instance,) if names[:1] == ["self"] else ()
        found = made.function(*given, **{other: self.value(other, instance) for other in names[len(given) :]})
        if type(found).__name__ == "generator":
            self.open.append(found)
            found = next(found)
        self.values[name] = found
        return found

    def end(self):
        while self.open:
            next(self.open.pop(), None)


def wanted(function):
    """The names of a function's parameters that have no value of their own."""
    if not hasattr(function, "__code__"):
        return []
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    return list(names[: len(names) - len(function.__defaults__ or ())]) + [
        name for name in code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount] if name not in (function.__kwdefaults__ or {})
    ]


class PytestTest(PlainTest):
    """A test that is a function, or a method of a class that unittest does not know; once for each set of parameters."""

    def __init__(self, name, function, owner, parameters, marks, fixtures):
        super().__init__(name, function, fixtures)
        self.owner, self.parameters, self.marks = owner, parameters, marks

    def call(self, outer):
        reason = left_out(self.marks)
        if reason is not None:
            return "left out: " + reason
        try:
            self.call_with_fixtures(outer)
        except LeftOut as problem:
            return str(problem)
        except Exception:
            if not any([name == "xfail" for name, arguments, named in self.marks]):
                raise
            return "it may fail, and did"

    def call_with_fixtures(self, outer):
        setting = Setting(self.fixtures, outer)
        arguments = dict(self.parameters)
        instance = self.owner() if self.owner is not None else None
        given = (instance,) if self.owner is not None else ()
        used = [made.name for made in self.fixtures.values() if made.automatic]
        used += [part for name, parts, named in self.marks if name == "usefixtures" for part in parts]
        for name in used:
            setting.value(name, instance)
        for name in wanted(self.function)[len(given) :]:
            if name not in arguments:
                arguments[name] = setting.value(name, instance)
        try:
            around(instance, "setup_method", self.function)
            self.function(*given, **arguments)
        finally:
            around(instance, "teardown_method", self.function)
            setting.end()


def around(instance, name, function):
    method = getattr(instance, name, None)
    if method is not None:
        method(*[function] * (len(wanted(method.__func__)) - 1))


def fixtures_of(space, outer=None):
    return dict(outer or {}, **{made.name: made for made in space.values() if type(made) is Fixture})


def plain_tests(name, function, owner, fixtures):
    if not hasattr(function, "__code__"):
        return []
    sets = function.__dict__.get("parameter_sets", [({}, "", ())])
    own = list(function.__dict__.get("test_marks", ())) + list(vars(owner).get("test_marks", ()) if owner is not None else ())
    made = []
    for parameters, label, marks in sets:
        found = list(own)
        for mark in marks:
            # A mark is a function that notes itself on what it is given.
            holder = type("Holder", (), {})
            mark(holder)
            found += vars(holder).get("test_marks", [])
        made.append(PytestTest(name + ("[%s]" % label if label else ""), function, owner, parameters, found, fixtures))
    return made


