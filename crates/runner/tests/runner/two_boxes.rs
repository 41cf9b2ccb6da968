//! Tests written in Python.

use crate::judge_python;
use domain::judge::{JudgeKind, JudgeResult, Status, Verdict};

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
