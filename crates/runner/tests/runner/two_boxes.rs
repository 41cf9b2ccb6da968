//! Tests written in Python.

use crate::judge_python;
use domain::{
    exercise::{Limits, Tests},
    judge::{JudgeKind, JudgeResult, Status, Verdict},
};
use runner::{CancelToken, JudgedExercise};

fn passes(program: &str, test: &str) {
    let result = judge_python(program, test);
    assert_eq!(result.verdict, Verdict::Passed, "{program}\n{test}\n{:?} {:?}", result.message, result.tests);
    assert_eq!((result.judge, result.score), (JudgeKind::TwoBoxes, 100));
}

fn fails(program: &str, test: &str) -> JudgeResult {
    let result = judge_python(program, test);
    assert_ne!(result.verdict, Verdict::Passed, "passed: {program}\n{test}");
    assert!(result.score < 100);
    result
}

/// Passes with what it shows itself, as an exercise does after its import.
fn passes_with_reference(text: &str, test: &str) {
    let tests = Tests::python(vec![crate::file("tests/test_main.py", test)], "main");
    let program = crate::program(text);
    let exercise = JudgedExercise { program: &program, data_files: &[], tests: &tests, limits: Limits::default(), mistakes: &[] };
    let (result, decided) = crate::runner().judge_reference(&exercise, &CancelToken::new()).unwrap();
    assert_eq!(result.verdict, Verdict::Passed, "{text}\n{test}\n{:?} {:?}", result.message, result.tests);
    let Tests::Python { files, module, practice_only, .. } = tests else { unreachable!() };
    let tests = Tests::Python { files, module, decides: Some(decided), practice_only };
    let result = crate::judge_in(&crate::runner(), text, &tests, Limits::default());
    assert_eq!(result.verdict, Verdict::Passed, "{text}\n{test}\n{:?} {:?}", result.message, result.tests);
}

const ADD: &str = "from main import add\nimport unittest\n\nclass AddTest(unittest.TestCase):\n    def test_small(self):\n        \"\"\"Small numbers.\"\"\"\n        \
                   self.assertEqual(add(1, 2), 3)\n\n    def test_named(self):\n        self.assertEqual(add(a=1, b=-1), 0)\n\n    def test_text(self):\n        with self.assertRaises(TypeError):\n            \
                   add(1, 'x')\n";

#[test]
fn unittest_classes_are_run() {
    passes("def add(a, b):\n    return a + b\n", ADD);
    let result = fails("def add(a, b):\n    print('adding')\n    return a - b\n", ADD);
    assert_eq!((result.verdict, result.status, result.tests.len()), (Verdict::Failed, Status::Fail, 3));
    let test = result.tests.iter().find(|test| test.name == "AddTest.test_small").unwrap();
    assert_eq!((test.status, test.output.as_deref(), test.purpose.as_deref()), (Status::Fail, Some("adding\n"), Some("Small numbers.")));
    assert_eq!(test.message.as_deref(), Some("Case \"AddTest.test_small\": add(1, 2) gave -1, but -1 != 3."));
    assert_eq!(result.tests.iter().find(|test| test.name == "AddTest.test_text").unwrap().status, Status::Pass);
    let result = fails("def add(a, b):\n    return a + c\n", ADD);
    let test = result.tests.iter().find(|test| test.name == "AddTest.test_small").unwrap();
    assert_eq!((test.status, test.verdict, test.line), (Status::Error, Verdict::Error, Some(2)));
    assert!(test.traceback.as_ref().unwrap().contains("NameError"));
    assert_eq!(result.explanation.unwrap().code, "name_unknown");
}

#[test]
fn plain_functions_are_run() {
    let test = "from main import add\ndef check(candidate):\n    for n in range(20):\n        assert candidate(n, n) == 2 * n\n    assert abs(candidate(0.1, 0.2) - 0.3) < 1e-6\n\
                def test_add():\n    check(add)\n";
    passes("def add(a, b): return a + b\n", test);
    let result = fails("def add(a, b): return 0\n", test);
    assert_eq!(
        result.tests[0].message.as_deref(),
        Some("Case \"test_add\": add(1, 1) gave 0, and the test wants `assert candidate(n, n) == 2 * n`.")
    );
    fails("def add(a, b): pass\n", test);
    fails("def sub(a, b): pass\n", test);
}

#[test]
fn changes_in_place_are_seen_on_both_sides() {
    let test = "import main\ndef test_it():\n    words = ['a', ['b']]\n    main.grow(words)\n    assert words == ['a', ['b', 'x'], 'y'], words\n    inner = words[1]\n    main.grow(words)\n    \
                assert inner is words[1] and inner == ['b', 'x', 'x']\n    assert main.same(words) is words\n    kept = {'a': {1}}\n    main.keep(kept)\n    kept['b'] = {2}\n    assert main.kept() == 2\n    \
                main.kept_add()\n    assert kept == {'a': {1}, 'b': {2}, 'c': {3}}\n    assert main.NUMBERS == [1, 2]\n    main.NUMBERS.append(3)\n    assert main.total() == 6\n";
    let program = "NUMBERS = [1, 2]\ndef total(): return sum(NUMBERS)\ndef grow(words):\n    words[1].append('x')\n    if len(words) < 3: words.append('y')\ndef same(x): return x\n\
                   def keep(x):\n    global k\n    k = x\ndef kept(): return len(k)\ndef kept_add(): k['c'] = {3}\n";
    passes(program, test);
}

#[test]
fn classes_instances_and_errors_cross() {
    let program = "class EmptyError(Exception):\n    pass\nclass Stack:\n    '''A stack.'''\n    made = 0\n    def __init__(self, *items):\n        self.items = list(items)\n        Stack.made += 1\n    \
                   def push(self, item):\n        self.items.append(item)\n        return self\n    def pop(self):\n        if not self.items: raise EmptyError('empty', 3)\n        return self.items.pop()\n    \
                   def __len__(self): return len(self.items)\n    def __contains__(self, item): return item in self.items\n    def __iter__(self): return iter(self.items)\n    \
                   def __getitem__(self, n): return self.items[n]\n    def __eq__(self, other): return isinstance(other, Stack) and self.items == other.items\n    def __str__(self): return 'Stack' + str(self.items)\n    \
                   def __add__(self, other): return Stack(*self.items, *other.items)\n    @property\n    def top(self): return self.items[-1]\n    @classmethod\n    def of(cls, n): return cls(*range(n))\n\
                   def count(n):\n    for k in range(n):\n        yield k\n";
    let test = "import unittest\nfrom main import Stack, EmptyError, count\nclass StackTest(unittest.TestCase):\n    def setUp(self):\n        self.stack = Stack(1, 2)\n    def test_all(self):\n        \
                s = self.stack\n        self.assertIsInstance(s, Stack)\n        self.assertEqual(len(s), 2)\n        self.assertIn(1, s)\n        self.assertEqual(list(s), [1, 2])\n        \
                self.assertEqual(s[0], 1)\n        self.assertIs(s.push(5), s)\n        self.assertEqual(s.top, 5)\n        self.assertEqual(s.items, [1, 2, 5])\n        self.assertEqual(str(s), 'Stack[1, 2, 5]')\n        \
                self.assertEqual(s, Stack(1, 2, 5))\n        self.assertNotEqual(s, Stack())\n        self.assertEqual(s + Stack(9), Stack(1, 2, 5, 9))\n        self.assertEqual(len(Stack.of(4)), 4)\n        \
                s.items = [7]\n        self.assertEqual(s.pop(), 7)\n        with self.assertRaises(EmptyError) as context:\n            s.pop()\n        self.assertEqual(context.exception.args, ('empty', 3))\n        \
                with self.assertRaises(AttributeError):\n            s.nothing\n        self.assertTrue(Stack.made > 2)\n        self.assertTrue(issubclass(EmptyError, Exception))\n    def test_generator(self):\n        \
                self.assertEqual(list(count(3)), [0, 1, 2])\n        numbers = count(2)\n        self.assertEqual(next(numbers), 0)\n        self.assertEqual(next(numbers), 1)\n        \
                with self.assertRaises(StopIteration):\n            next(numbers)\n    def test_sub(self):\n        for n in range(3):\n            with self.subTest(n=n):\n                self.assertEqual(list(count(n)), list(range(n)))\n";
    passes(program, test);
}

#[test]
fn functions_of_a_test_can_be_called() {
    let program = "def apply(f, items):\n    return [f(item) for item in items]\ndef safe(f):\n    try: return f()\n    except ValueError as error: return str(error)\n";
    let test = "from main import apply, safe\ndef bad():\n    raise ValueError('no')\ndef test_it():\n    assert apply(lambda x: x * 2, [1, 2]) == [2, 4]\n    assert apply(str.upper, ['a']) == ['A']\n    \
                assert apply(len, ['abc']) == [3]\n    assert safe(bad) == 'no'\n    seen = []\n    apply(seen.append, [1, 2])\n    assert seen == [1, 2]\n";
    passes(program, test);
}

#[test]
fn output_and_input_reach_the_test() {
    let program = "def greet():\n    name = input('Name? ')\n    print('Hello', name)\n";
    let test = "import io, contextlib\nfrom unittest import mock\nfrom main import greet\ndef test_it():\n    out = io.StringIO()\n    with contextlib.redirect_stdout(out), mock.patch('builtins.input', lambda p: 'Ada'):\n        \
                greet()\n    assert out.getvalue() == 'Hello Ada\\n'\n";
    passes(program, test);
    fails(program, "from main import greet\ndef test_it():\n    greet()\n");
}

#[test]
fn a_value_that_pretends_does_not_pass() {
    let test = "import unittest\nfrom main import f\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(f(), 42)\n";
    let everything = "class C:\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    def __hash__(self): return 42\n    def __bool__(self): return True\n    \
                      def __lt__(self, other): return True\n    __le__ = __gt__ = __ge__ = __lt__\n    def __sub__(self, other): return 0\n    __rsub__ = __sub__\n    def __abs__(self): return self\n    \
                      def __round__(self, n=0): return 42\n    def __contains__(self, x): return True\n    def __len__(self): return 3\n    def __getattr__(self, name): return C()\n    def __call__(self, *a): return C()\n\
                      def f(*a): return C()\n";
    let result = fails(everything, test);
    assert!(result.message.unwrap().contains("only pretends"), "{:?}", result.tests);
    for check in [
        "assert f() == 42",
        "assert 42 == f()",
        "assert not (f() != 42)",
        "assert abs(f() - 42) < 1e-6",
        "assert f() < 43",
        "assert 41 < f()",
        "assert 42 in f()",
        "assert len(f()) == 3",
        "assert f() in [42]",
        "assert [f()] == [42]",
        "assert {'a': f()} == {'a': 42}",
        "assert f().x == 42",
        "assert f()() == 42",
        "assert bool(f())",
        // A test that catches everything does not save it.
        "try:\n        assert f() == 42\n    except BaseException:\n        pass",
    ] {
        fails(everything, &format!("from main import f\ndef test_it():\n    {check}\n"));
    }
    for (kind, value) in [("int", "42"), ("str", "'a'"), ("float", "1.5"), ("tuple", "(1, 2)")] {
        let program = format!(
            "class V({kind}):\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    __hash__ = {kind}.__hash__\ndef f(): return V({value})\n"
        );
        fails(&program, "from main import f\ndef test_it():\n    assert f() == 'something else'\n");
        passes(&program, &format!("from main import f\ndef test_it():\n    assert f() == {value}\n"));
    }
    fails(
        "class L(list):\n    def __eq__(self, other): return True\ndef f(): return L()\n",
        "from main import f\ndef test_it():\n    assert f() == [1]\n",
    );
}

#[test]
fn arithmetic_of_the_learners_own_does_not_pass() {
    let tests = [
        "from main import *\nfrom main import f as candidate\ndef check(candidate):\n    assert abs(candidate([1.0, 2.0]) - 0.5) < 1e-6\ndef test_it():\n    check(candidate)\n",
        "import unittest\nfrom main import *\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertAlmostEqual(f(1), 0.5)\n",
        "import main\ndef test_it():\n    x = main.f(1)\n    x -= 0.5\n    assert round(abs(x), 6) == 0\n",
    ];
    for body in [
        // The difference is no number yet; what comes after it is.
        "    def __sub__(self, other): return self\n    def __abs__(self): return 0.0\n",
        "    def __sub__(self, other): return 0.0\n",
        "    def __sub__(self, other): return self\n    def __abs__(self): return 0.0\n    def __round__(self, *a): return 0\n",
        "    def __isub__(self, other): return 0.0\n    __sub__ = __isub__\n",
    ] {
        for test in tests {
            // Under a name of the test's own it is not named by the test either.
            for class in ["Z", "candidate", "check", "T", "assertAlmostEqual"] {
                let result = fails(&format!("class {class}:\n{body}def f(n): return globals()['{class}']()\n"), test);
                assert!(result.message.as_deref().unwrap_or("").contains("only pretends"), "{class}\n{body}\n{test}\n{:?}", result.tests);
            }
        }
    }
    for operation in ["abs", "float", "int", "len", "bool", "round", "neg"] {
        let program = format!(
            "class Z:\n    def __{operation}__(self, *a): return 1\n    __float__ = lambda self: 1.0\n    __bool__ = lambda self: True\ndef f(): return Z()\n"
        );
        let used = if operation == "neg" { "-f()".to_owned() } else { format!("{operation}(f())") };
        fails(&program, &format!("from main import *\ndef test_it():\n    assert {used} == 1\n"));
    }
    // A class derived from one that the test names.
    fails(
        "class Num:\n    pass\nclass Z(Num):\n    def __sub__(self, other): return 0\ndef f(): return Z()\n",
        "from main import Num, f\ndef test_it():\n    assert f() - 42 == 0\n",
    );
    let program = "class Num:\n    def __init__(self, n): self.n = n\n    def __sub__(self, other): return Num(self.n - other)\n    def __abs__(self): return abs(self.n)\n    def __len__(self): return self.n\n";
    passes(program, "from main import Num\ndef test_it():\n    assert abs(Num(3) - 5) == 2 and len(Num(4)) == 4\n");
    passes(program, "from main import *\ndef test_it():\n    assert abs(Num(3) - 5) == 2 and len(Num(4)) == 4\n");
    passes(program, "import main as m\ndef test_it():\n    assert abs(m.Num(3) - 5) == 2 and len(m.Num(4)) == 4\n");
}

#[test]
fn a_star_changes_no_word_of_the_test() {
    let cycle = "from main import *\nfrom main import decode as candidate\ndef test_it():\n    seen = []\n    for n in range(3):\n        assert candidate(encode('abc')) == 'abc'\n";
    fails("def encode(s): return s\ndef range(*a): return []\ndef decode(s): return None\n", cycle);
    passes("def encode(s): return s\ndef range(*a): return []\ndef decode(s): return s\n", cycle);
    let near = "from main import *\ndef test_it():\n    assert abs(f([1.0]) - 0.5) < 1e-6\n";
    fails("def abs(x): return 0\ndef f(n): return 7.5\n", near);
    fails("__all__ = ['abs', 'f', '__name__']\ndef abs(x): return 0\ndef f(n): return 7.5\n", near);
    // What the test has from elsewhere or of its own stays, if it came before the star.
    let own = "from math import isclose\ndef same(a, b): return a == b\nfrom main import *\ndef test_it():\n    assert isclose(f(), 2.0) and same(f(), 2.0)\n";
    passes("def f(): return 2.0\n", own);
    fails("def isclose(*a): return 1\ndef same(*a): return 1\ndef f(): return 3.0\n", own);
    // By its name the test may ask for such a function.
    passes("def sum(x): return 7\n", "from main import sum\ndef test_it():\n    assert sum([1]) == 7\n");
}

#[test]
fn only_the_count_of_the_tests_counts() {
    let test = "from main import f\ndef test_one():\n    assert f() == 1\ndef test_two():\n    assert f() == 2\n";
    for program in [
        "import os\nos._exit(0)\n",
        "import os\ndef f(): os._exit(0)\n",
        "import sys\ndef f(): sys.exit(0)\n",
        "def f(): raise SystemExit\n",
        "def f(): raise KeyboardInterrupt\n",
        "import unittest\ndef f(): raise unittest.SkipTest('skip')\n",
        "def f(): raise StopIteration\n",
        "def f(): raise AssertionError\n",
        "def f():\n    while True: pass\n",
        "def f():\n    return [0] * (1 << 40)\n",
        "def f():\n    print('x' * 10_000_000)\n    return 1\n",
        "import sys\nsys.modules['unittest'] = None\ndef f(): return type\n",
        "import os, json\ndef f():\n    for fd in range(3, 30):\n        for n in range(10):\n            body = json.dumps({'n': n, 'nonce': '', 'finished': {'found': 2, 'run': 2, 'passed': 2}, 'relay': {'value': 1}}).encode()\n            \
         try: os.write(fd, len(body).to_bytes(4, 'little') + body)\n            except OSError: pass\n    return 1\n",
    ] {
        let result = fails(program, test);
        assert!(!result.tests.iter().any(|test| test.name == "test_two" && test.status == Status::Pass), "{program}: {:?}", result.tests);
    }
    let result = fails("def f():\n    while True: pass\n", test);
    assert_eq!(result.verdict, Verdict::Timeout);
    assert_eq!((result.line, result.tests.len()), (Some(2), 2), "{:?}", result.tests);
    fails("def f(): return 1\n", "from main import f\n");
    fails("def f(): return 1\n", "def test_it(:\n    pass\n");
    fails("def f(): return 1\n", "from main import g\ndef test_it():\n    pass\n");
}

#[test]
fn what_comes_from_the_learners_box_is_not_trusted() {
    // With the interpreter's own channel in hand: replies of every form.
    for body in [
        "{'value': {'q': ['os', 'system']}}",
        "{'value': {'m': [1]}}",
        "{'value': {'x': ['os', 'system', ['true']]}}",
        "{'value': [1]}",
        "{'value': {'h': 1}}",
        "{'value': {'o': 99}}",
        "{}",
        "[]",
        "None",
        "{'raise': {'type': 'SystemExit', 'arguments': []}}",
        "{'raise': {}}",
        "{'ask': 'call', 'values': [{'q': ['builtins', 'exec']}, {'t': ['raise SystemExit']}, {'t': []}]}",
        "{'ask': 'eval', 'values': ['1']}",
        "{'value': {'h': {'n': 1, 'class': {'n': 2, 'name': 'X', 'qualified': 'X', 'module': 'm', 'bases': [{'q': ['builtins', 'type']}], 'operations': [], 'hashable': True}}}}",
    ] {
        let program = format!(
            "import gc\nchannel = [o for o in gc.get_objects() if type(o).__name__ == 'Channel'][0]\nsend = channel.send\ndef forge(number, answer):\n    \
             send(number, {{'relay': {body}}} if armed else answer)\narmed = False\nchannel.send = forge\ndef f():\n    global armed\n    armed = True\n    return 1\n"
        );
        let test = "from main import f\ndef test_it():\n    try:\n        f()\n    except Exception:\n        pass\n    assert f() == 2\n";
        fails(&program, test);
    }
}

#[test]
fn neither_box_sees_the_other() {
    let program =
        "import os\ndef f():\n    found = []\n    for folder, _, files in os.walk('/work'):\n        found += files\n    return sorted(found)\n";
    passes(program, "from main import f\ndef test_it():\n    assert f() == ['main.py']\n");
}

#[test]
fn relatives_of_lists_and_dictionaries_cross() {
    let program = "from collections import Counter, OrderedDict, defaultdict, deque\ndef count(word): return Counter(word)\ndef order(): return OrderedDict(b=1, a=2)\n\
                   def group():\n    found = defaultdict(list)\n    found['x'].append(1)\n    return found\ndef line(items): return deque(items, 2)\ndef turn(items): items.rotate(1)\n\
                   def more(count): count['a'] += 5\n";
    let test = "from collections import Counter, OrderedDict, defaultdict, deque\nfrom main import *\nimport unittest\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(count('aab'), {'a': 2, 'b': 1})\n        \
                self.assertEqual(count('aab'), Counter('baa'))\n        self.assertIsInstance(count('a'), Counter)\n        self.assertEqual(count('aab').most_common(1), [('a', 2)])\n        \
                self.assertEqual(list(order()), ['b', 'a'])\n        self.assertNotEqual(order(), OrderedDict(a=2, b=1))\n        found = group()\n        self.assertEqual(found, {'x': [1]})\n        self.assertEqual(found['y'], [])\n        \
                self.assertEqual(line([1, 2, 3]), deque([2, 3]))\n        self.assertEqual(line([1]).maxlen, 2)\n        items = deque([1, 2, 3])\n        turn(items)\n        self.assertEqual(items, deque([3, 1, 2]))\n        \
                kept = Counter('a')\n        more(kept)\n        self.assertEqual(kept['a'], 6)\n";
    passes(program, test);
    fails(&program.replace("Counter(word)", "Counter(word + 'b')"), test);
}

#[test]
fn enumerations_can_be_gone_through() {
    let program = "from enum import Enum, IntEnum, Flag\nclass Color(Enum):\n    RED = 1\n    BLUE = 'b'\n    def shout(self): return self.name + '!'\nclass Level(IntEnum):\n    LOW = 1\n    HIGH = 5\n\
                   class Rights(Flag):\n    READ = 1\n    WRITE = 2\ndef pick(name): return Color[name]\n";
    let test = "import unittest\nfrom main import Color, Level, Rights, pick\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual([color.name for color in Color], ['RED', 'BLUE'])\n        \
                self.assertEqual(len(Color), 2)\n        self.assertIs(Color['RED'], Color.RED)\n        self.assertIs(Color(1), pick('RED'))\n        self.assertEqual(Color.BLUE.value, 'b')\n        \
                self.assertIn(Color.RED, list(Color))\n        self.assertEqual(Color.RED.shout(), 'RED!')\n        self.assertIsInstance(pick('BLUE'), Color)\n        with self.assertRaises(ValueError):\n            Color(7)\n        \
                self.assertEqual(Level.HIGH, 5)\n        self.assertTrue(Level.LOW < Level.HIGH)\n        self.assertEqual(sorted(Level), [1, 5])\n        self.assertEqual({Color.RED: 1}[pick('RED')], 1)\n        \
                self.assertEqual((Rights.READ | Rights.WRITE).value, 3)\n        self.assertTrue(Color)\n        with self.assertRaises(TypeError):\n            iter(pick.__class__)\n";
    passes_with_reference(program, test);
}

#[test]
fn objects_of_a_test_can_be_used_and_not_abused() {
    let program = "def copy(source, target):\n    with source as file:\n        for line in file: target.write(line)\ndef notify(listener):\n    listener.heard('one')\n    listener.count = listener.count + 1\n    return listener\n\
                   def tell(listener): listener.heard('one')\ndef ask(thing, name): return getattr(thing, name)\ndef put(thing, name, value): setattr(thing, name, value)\nclass Wrapped:\n    def __init__(self, inner): self.inner = inner\n    def __getattr__(self, name): return getattr(self.inner, name)\n";
    let test = "import io, unittest\nfrom unittest import mock\nfrom main import *\nclass Listener:\n    count = 0\n    def __init__(self): self.words = []\n    def heard(self, word): self.words.append(word)\n\
                class Broken(Exception): pass\nclass T(unittest.TestCase):\n    def test_files(self):\n        target = io.StringIO()\n        copy(io.StringIO('a\\nb\\n'), target)\n        self.assertEqual(target.getvalue(), 'a\\nb\\n')\n    \
                def test_listener(self):\n        listener = Listener()\n        self.assertIs(notify(listener), listener)\n        self.assertEqual((listener.words, listener.count), (['one'], 1))\n        self.assertEqual(Wrapped(listener).words, ['one'])\n    \
                def test_mock(self):\n        listener = mock.Mock(count=1)\n        tell(listener)\n        listener.heard.assert_called_once_with('one')\n    \
                def test_errors(self):\n        listener = Listener()\n        listener.heard = mock.Mock(side_effect=Broken('no'))\n        with self.assertRaises(Broken) as context:\n            notify(listener)\n        self.assertEqual(context.exception.args, ('no',))\n";
    passes(program, test);
    fails(&program.replace("'one'", "'two'"), test);
    // What leads out of the object, to the test, or changes how a mock answers.
    for attempt in [
        "copy.__class__ and ask(Listener(), '__init__').__globals__",
        "ask(mock.Mock(), 'assert_called_once_with')",
        "put(mock.Mock(), 'heard', 1)",
        "put(Listener, 'heard', 1)",
        "put(Listener(), 'heard', 1)",
        "ask(self.assertEqual, 'x') or ask(self, 'assertEqual')",
        "ask((n for n in [1]), 'gi_frame')",
        "ask(Listener().heard, '__func__')",
    ] {
        let test = format!("{}    def test_more(self):\n        {attempt}\n", test);
        let result = fails(program, &test);
        assert!(result.tests.iter().any(|test| test.name == "T.test_more" && test.status != Status::Pass), "{attempt}: {:?}", result.tests);
    }
}

#[test]
fn what_a_test_replaces_is_replaced_for_the_program_too() {
    let program = "import random, time, sys\ndef throw(): return [random.randint(1, 6) for _ in range(5)]\ndef wait():\n    time.sleep(60)\n    return time.time()\ndef lines(): return [line.strip() for line in sys.stdin]\n\
                   def word(): return sys.stdin.readline().strip() + input('? ')\ndef shout(): print('hey')\nLIMIT = 3\ndef within(n): return n < LIMIT\n";
    let test = "import io, random, sys, unittest\nfrom unittest import mock\nfrom unittest.mock import patch\nimport main\nclass T(unittest.TestCase):\n    def test_seed(self):\n        random.seed(5)\n        one = main.throw()\n        random.seed(5)\n        \
                self.assertEqual(main.throw(), one)\n        random.seed(5)\n        self.assertEqual([random.randint(1, 6) for _ in range(5)], one)\n    @patch('time.sleep')\n    @patch('time.time', return_value=12.5)\n    \
                def test_time(self, now, sleep):\n        self.assertEqual(main.wait(), 12.5)\n        sleep.assert_called_once_with(60)\n    def test_choice(self):\n        with patch('random.randint', side_effect=[1, 2, 3, 4, 5]):\n            \
                self.assertEqual(main.throw(), [1, 2, 3, 4, 5])\n        self.assertEqual(len(main.throw()), 5)\n    def test_stdin(self):\n        with patch('sys.stdin', io.StringIO('a\\nb\\n')):\n            self.assertEqual(main.lines(), ['a', 'b'])\n        \
                with patch('sys.stdin', io.StringIO('a\\nb\\n')), patch('sys.stdout', new_callable=io.StringIO) as out:\n            self.assertEqual(main.word(), 'ab')\n            main.shout()\n            self.assertEqual(out.getvalue(), '? hey\\n')\n    \
                def test_own(self):\n        with patch.object(main, 'LIMIT', 10):\n            self.assertTrue(main.within(5))\n        self.assertFalse(main.within(5))\n    @patch('builtins.input', side_effect=['x'])\n    def test_input(self, asked):\n        \
                with patch('sys.stdin', io.StringIO('w\\n')):\n            self.assertEqual(main.word(), 'wx')\n    @patch('builtins.print')\n    def test_print(self, said):\n        main.shout()\n        said.assert_called_once_with('hey')\n";
    passes(program, test);
}

#[test]
fn tests_of_every_form_are_run() {
    let program = "def double(n): return n * 2\ndef names(): return 1\nclass Box:\n    def __init__(self): self.items = []\n    def add(self, item): self.items.append(item); return len(self.items)\n\
                   def root(n):\n    if n < 0: raise ValueError('n must not be negative')\n    return n ** 0.5\n";
    let test = "import pytest, unittest\nfrom main import Box, double, root\n@pytest.mark.parametrize('n, wanted', [(1, 2), (2, 4), pytest.param(3, 6, id='three')])\ndef test_double(n, wanted):\n    assert double(n) == wanted\n\
                @pytest.mark.parametrize('a', [1, 2])\n@pytest.mark.parametrize('b', ['x', 'y'])\ndef test_both(a, b):\n    assert double(b) == b * 2 and a\n@pytest.fixture\ndef box():\n    made = Box()\n    made.add(0)\n    yield made\n    made.add('end')\n\
                def test_box(box):\n    assert box.add(1) == 2\n@pytest.mark.skip(reason='later')\ndef test_later():\n    assert False\n@pytest.mark.skipif(True, reason='not here')\ndef test_not_here():\n    assert False\n\
                @pytest.mark.xfail\ndef test_may_fail():\n    assert double(1) == 3\ndef test_near():\n    assert root(2) == pytest.approx(1.41421356)\n    from fractions import Fraction\n    assert Fraction(4, 3) == pytest.approx(1.333333, abs=1e-3)\n    assert not Fraction(4, 3) == pytest.approx(1.33, abs=1e-3)\n    assert (0.5, root(4)) == pytest.approx([0.5, 2.0])\n    assert [root(4)] == [pytest.approx(2)]\ndef test_raises():\n    with pytest.raises(ValueError, match='negative') as context:\n        \
                root(-1)\n    assert 'must not' in str(context.value)\ndef test_printed(capsys):\n    print(double(2))\n    assert capsys.readouterr().out == '4\\n'\ndef test_patched(monkeypatch):\n    monkeypatch.setattr('main.double', lambda n: 7)\n    import main\n    assert main.double(1) == 7\n\
                class TestBox:\n    def setup_method(self):\n        self.box = Box()\n    def test_add(self):\n        assert self.box.add(1) == 1\n    @pytest.mark.parametrize('n', [1, 2])\n    def test_many(self, n):\n        assert [self.box.add(0) for _ in range(n)][-1] == n\n\
                class T(unittest.TestCase):\n    made = 0\n    @classmethod\n    def setUpClass(cls):\n        cls.shared = Box()\n    def setUp(self):\n        self.own = Box()\n        type(self).made += 1\n        self.addCleanup(self.own.add, 'end')\n    def test_one(self):\n        \
                self.assertEqual(self.own.add(1), 1)\n        for n in range(3):\n            with self.subTest(n=n):\n                self.assertEqual(double(n), n + n)\n    def test_two(self):\n        with self.assertRaises(ValueError) as context:\n            root(-1)\n        \
                self.assertEqual(context.exception.args[0], 'n must not be negative')\n        with self.assertRaisesRegex(ValueError, 'must not'):\n            root(-1)\n    @unittest.skip('not today')\n    def test_skipped(self):\n        self.fail()\n    @unittest.expectedFailure\n    def test_expected(self):\n        self.assertEqual(double(1), 3)\n";
    let result = judge_python(program, test);
    assert_eq!(result.verdict, Verdict::Passed, "{:?} {:?}", result.message, result.tests);
    let names: Vec<&str> = result.tests.iter().map(|test| test.name.as_str()).collect();
    for name in ["test_double[1-2]", "test_double[three]", "test_both[x-1]", "TestBox.test_many[2]", "T.test_skipped", "test_box"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert_eq!(names.len(), 22, "{names:?}");
    let result = fails(&program.replace("n * 2", "n + 2"), test);
    let failing = |name: &str| result.tests.iter().any(|test| test.name == name && test.status != Status::Pass);
    assert!(failing("test_double[1-2]") && !failing("test_double[2-4]") && failing("T.test_one"), "{:?}", result.tests);
    // What a test file of several brings for the others.
    let tests = Tests::python(
        vec![
            crate::file(
                "tests/test_main.py",
                "from helper import wanted\nfrom main import double\ndef test_it():\n    assert double(2) == wanted()\n",
            ),
            crate::file("tests/helper.py", "def wanted(): return 4\n"),
        ],
        "main",
    );
    assert_eq!(crate::judge_in(&crate::runner(), program, &tests, crate::short()).verdict, Verdict::Passed);
}

#[test]
fn documentation_generators_and_values_of_classes_cross() {
    let program = "from collections import namedtuple\nfrom dataclasses import dataclass, field\nimport datetime, decimal, fractions\nPoint = namedtuple('Point', 'x y')\n@dataclass(order=True)\nclass Card:\n    rank: int\n    tags: list = field(default_factory=list)\n\
                   def count(n):\n    '''Counts.'''\n    for x in range(n): yield x\ndef mean(*items): return sum(items) / len(items)\ndef later(days): return datetime.date(2024, 1, 31) + datetime.timedelta(days)\ndef exact(): return decimal.Decimal('0.1') * 3\n\
                   def half(): return fractions.Fraction(1, 2)\ndef pairs(d): return d.items()\ndef each(f, items): return list(map(f, items))\ndef compose(f, g): return lambda x: g(f(x))\n";
    let test = "import datetime, decimal, fractions, inspect, types, unittest\nfrom main import *\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(count.__doc__, 'Counts.')\n        self.assertTrue(inspect.isgenerator(count(2)))\n        \
                self.assertIsInstance(count(1), types.GeneratorType)\n        self.assertEqual(list(count(3)), [0, 1, 2])\n        point = Point(1, y=2)\n        self.assertEqual(point, (1, 2))\n        self.assertEqual(point.y, 2)\n        self.assertIsInstance(point, tuple)\n        \
                self.assertEqual(Card(1), Card(1))\n        self.assertTrue(Card(1) < Card(2))\n        self.assertEqual(repr(Card(3)), 'Card(rank=3, tags=[])')\n        card = Card(1)\n        card.tags.append('x')\n        self.assertEqual(card.tags, ['x'])\n        \
                self.assertEqual(later(1), datetime.date(2024, 2, 1))\n        self.assertEqual(exact(), decimal.Decimal('0.3'))\n        self.assertEqual(half(), fractions.Fraction(2, 4))\n        self.assertEqual(sorted(pairs({'a': 1})), [('a', 1)])\n        \
                self.assertEqual(each(lambda n: n + 1, [1, 2]), [2, 3])\n        self.assertEqual(compose(str, len)(123), 3)\n        self.assertEqual(compose(lambda x: x + 1, lambda x: x * 2)(1), 4)\n";
    passes_with_reference(program, test);
}
