# Finding and running tests written in Python, in whichever box they are. `session` is the box's own: it takes reports (`tell`), says why nothing of the run counts (`spoiled`),
# knows the last call of the learner's code (`last_call`) and what is known of an error (`facts_of`).
import io


class Output(io.StringIO):
    """What was printed during a test: kept to a limit. What is beyond goes out on the real one, where the runner counts it."""

    LIMIT = 20000

    def write(self, text):
        room = self.LIMIT - self.tell()
        if room > 0:
            super().write(text[:room])
        if len(text) > room:
            sys.__stdout__.write(text[max(room, 0) :])
        return len(text)


class Counter:
    found = 0
    run = 0
    passed = 0


test_sources = {}


class LeftOut(Exception):
    """A test says of itself that it is left out."""


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
        told = session.facts_of(error) if error is not None else None
        facts["facts"] = told
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


class PlainTest:
    """A test that is a function."""

    def __init__(self, name, function, fixtures):
        self.name, self.function, self.fixtures = name, function, fixtures

    def call(self, outer):
        self.function()

    def run(self, outer):
        session.last_call = None
        sys.stdout = output = Output()
        skipped = error = None
        try:
            skipped = self.call(outer)
        except BaseException as problem:
            error = problem
        finally:
            sys.stdout = sys.__stdout__
        report(self.name, error, output.getvalue(), self.function.__doc__, skipped)


class Setting:
    """What lasts longer than one test; nothing, where tests are plain functions."""

    def __init__(self, known):
        pass

    def end(self):
        pass


def fixtures_of(space, outer=None):
    return {}


def plain_tests(name, function, owner, fixtures):
    return [PlainTest(name, function, fixtures)] if owner is None else []


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
            if isinstance(problem[1], LeftOut):
                self.skip = str(problem[1])
            else:
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


class TestFiles:
    """Finds the test files for `import`: a test may take what stands in another."""

    def __init__(self, files):
        self.paths = {path.rsplit("/", 1)[-1][:-3]: path for path in files}

    def find_spec(self, name, path=None, target=None):
        return type(sys.__spec__)(name, self) if name in self.paths else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        path = self.paths[module.__name__]
        with open(Sources.work + "/" + path, encoding="utf-8") as file:
            text = file.read()
        test_sources[path] = text.split("\n")
        module.__file__ = path
        session.begin(module.__name__, path, text)
        exec(compile(text, path, "exec", dont_inherit=True), module.__dict__)


def run_test_files(files, pytest):
    """Finds all tests, tells their names, and runs them. `pytest` is the text of our part of it, for tests that need it."""
    sys.path.append(Sources.work)
    finder = TestFiles(files)
    sys.meta_path.insert(0, finder)
    if pytest is not None:
        exec(compile(pytest, "<string>", "exec"), globals())
        sys.modules["pytest"] = make_pytest()
    suites, plain, names, classes = [], [], [], set()
    for name in finder.paths:
        try:
            module = __import__(name)
            if getattr(module, "__file__", None) != finder.paths[name]:
                raise ImportError("a test file cannot have the name of another module: %s" % name)
        except BaseException as error:
            Counter.found += 1
            session.tell({"report": {"found": [name]}})
            report(name, error, "")
            continue
        unittest = sys.modules.get("unittest")
        fixtures = fixtures_of(vars(module))
        for key, value in list(module.__dict__.items()):
            if isinstance(value, type) and value.__module__ == name and value not in classes:
                classes.add(value)
                if unittest is not None and issubclass(value, unittest.TestCase):
                    suite = unittest.defaultTestLoader.loadTestsFromTestCase(value)
                    suites.append(suite)
                    names += [test_name(test) for test in flat(suite)]
                elif key.startswith("Test") and "__init__" not in vars(value):
                    inside = fixtures_of(vars(value), fixtures)
                    for method in [method for method in dir(value) if method.startswith("test")]:
                        plain += plain_tests("%s.%s" % (key, method), getattr(value, method), value, inside)
            elif key.startswith("test") and type(value).__name__ == "function" and value.__module__ == name:
                plain += plain_tests(key, value, None, fixtures)
    names += [test.name for test in plain]
    Counter.found += len(names)
    session.tell({"report": {"found": names}})
    if suites:
        unittest = sys.modules["unittest"]
        # Tests that set up a class or a module need the suite; it also takes them down again.
        unittest.TestSuite(suites).run(make_recorder(unittest))
    outer = {}
    for test in plain:
        setting = outer.setdefault(id(test.fixtures), Setting(test.fixtures))
        test.run(setting)
    for setting in outer.values():
        try:
            setting.end()
        except BaseException as error:
            # No test's own: the count will not be right.
            report("fixtures", error, "")
