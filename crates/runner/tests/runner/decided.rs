//! In which ways an answer's own objects may settle a comparison: those that the reference shows, and no other.

use crate::{file, judge_in, program, runner, short};
use domain::{
    exercise::{Limits, Tests},
    judge::{JudgeResult, Verdict},
};
use runner::{CancelToken, JudgedExercise};

fn tests(test: &str) -> Tests {
    Tests::python(vec![file("tests/test_main.py", test)], "main")
}

fn shown_by(reference: &str, test: &str) -> Vec<String> {
    let (program, tests) = (program(reference), tests(test));
    let exercise = JudgedExercise { program: &program, data_files: &[], tests: &tests, limits: Limits::default(), mistakes: &[] };
    let (result, decided) = runner().judge_reference(&exercise, &CancelToken::new()).unwrap();
    assert_eq!(result.verdict, Verdict::Passed, "{reference}\n{:?} {:?}", result.message, result.tests);
    decided
}

fn judge_as_shown(reference: &str, answer: &str, test: &str) -> JudgeResult {
    let Tests::Python { files, module, .. } = tests(test) else { unreachable!() };
    let tests = Tests::Python { files, module, decides: Some(shown_by(reference, test)), practice_only: false };
    judge_in(&runner(), answer, &tests, Limits { wall_ms: 3000, ..short() })
}

fn pretends(reference: &str, answer: &str, test: &str) {
    let result = judge_as_shown(reference, answer, test);
    assert_ne!(result.verdict, Verdict::Passed, "passed: {answer}\n{test}");
    assert_eq!(result.tests.iter().filter(|test| test.verdict == Verdict::Passed).count(), 0, "{:?}", result.tests);
    let message = result.message.unwrap_or_default();
    assert!(message.contains("only pretends") || message.contains("failed check"), "{message:?} {:?}", result.tests);
}

fn passes(reference: &str, answer: &str, test: &str) {
    let result = judge_as_shown(reference, answer, test);
    assert_eq!(result.verdict, Verdict::Passed, "{answer}\n{test}\n{:?} {:?}", result.message, result.tests);
}

const MONEY: &str = "class Money:\n    def __init__(self, amount): self.amount = amount\n    def __eq__(self, other): return type(other) is Money and self.amount == other.amount\n    \
                     def __add__(self, other): return Money(self.amount + other.amount)\n    def __len__(self): return self.amount\n    def __lt__(self, other): return self.amount < other.amount\n";

#[test]
fn the_reference_shows_each_way() {
    let show = |lines: &str| shown_by(MONEY, &format!("from main import Money\ndef test_it():\n    one, two = Money(1), Money(2)\n{lines}"));
    assert_eq!(show("    assert one.amount == 1\n"), [""; 0]);
    assert_eq!(show("    assert one == Money(1)\n"), ["Money.__eq__ own"]);
    assert_eq!(show("    assert one != two and not one == 1\n"), [""; 0], "that two things differ is what any two objects say");
    assert_eq!(show("    assert one + two == Money(3)\n"), ["Money.__add__ own", "Money.__eq__ own"]);
    assert_eq!(show("    assert len(two) == 2\n"), ["Money.__len__"]);
    assert_eq!(show("    assert one\n"), ["Money.__len__"], "the truth of a value may come from its length");
    assert_eq!(show("    assert sorted([two, one])[0] is one\n"), ["Money.__lt__ own"]);
    let hidden = "class _Inner:\n    def __eq__(self, other): return True\n    __hash__ = None\ndef make(): return _Inner()\n";
    assert_eq!(shown_by(hidden, "from main import make\ndef test_it():\n    assert make() == 5\n"), ["*.__eq__ data"]);
    let around = "class Quiet:\n    def __enter__(self): return self\n    def __exit__(self, kind, *rest): return kind is ValueError\n";
    assert_eq!(shown_by(around, "from main import Quiet\ndef test_it():\n    with Quiet():\n        raise ValueError\n"), ["Quiet.__exit__ own"]);
    assert_eq!(shown_by(around, "from main import Quiet\ndef test_it():\n    with Quiet() as quiet:\n        pass\n"), [""; 0]);
}

#[test]
fn what_the_reference_does_not_do_fails_the_run() {
    let near = "import unittest\nfrom main import mean\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertAlmostEqual(mean([1, 2]), 1.5)\n";
    let mean = "def mean(n): return sum(n) / len(n)\n";
    passes(mean, "def mean(n):\n    total = 0\n    for x in n: total += x\n    return total / len(n)\n", near);
    // The function that is asked for, as a class with arithmetic of its own.
    pretends(mean, "class mean:\n    def __init__(self, n): pass\n    def __sub__(self, other): return 0.0\n", near);
    pretends(mean, "class mean:\n    def __init__(self, n): pass\n    def __eq__(self, other): return True\n", near);
    for (body, check, right) in [
        ("def __bool__(self): return True", "assert f()", "3"),
        ("def __len__(self): return 1", "assert f()", "3"),
        ("def __contains__(self, x): return True", "assert 3 in f()", "[3]"),
        ("def __lt__(self, x): return True", "assert f() < 4", "3"),
        ("def __gt__(self, x): return True", "assert 2 < f()", "3"),
        ("def __eq__(self, x): return True", "assert f() == g()", "3"),
        ("def __ne__(self, x): return False", "assert not f() != 3", "3"),
        ("def __round__(self, n=0): return 3", "assert round(f()) == 3", "3"),
        ("def __add__(self, x): return 6", "assert f() + g() == 6", "3"),
        ("def __rsub__(self, x): return 0", "assert 3 - f() == 0", "3"),
        ("def __float__(self): return 3.0", "assert float(f()) == 3.0", "3"),
        ("def __index__(self): return 3", "assert int(f()) == 3", "3"),
        ("def __neg__(self): return -3", "assert -f() == -3", "3"),
    ] {
        let reference = format!("def f(): return {right}\ndef g(): return {right}\n");
        let answer = format!("class C:\n    {body}\n    __hash__ = None\ndef f(): return C()\ndef g(): return C()\n");
        pretends(&reference, &answer, &format!("from main import f, g\ndef test_it():\n    {check}\n"));
    }
}

#[test]
fn an_answer_may_differ_where_it_settles_nothing() {
    let test = "from main import Money\ndef test_it():\n    assert Money(1) == Money(1)\n    assert Money(1) != Money(2)\n    assert len(Money(3)) == 3\n    assert Money(0) or True\n";
    // `__ne__` of its own, an inner class, an equality inherited from a class of the same name's making.
    let answer = "class Base:\n    def __init__(self, amount): self.amount = amount\n    def __len__(self): return self.amount\n\
                  class Money(Base):\n    def __eq__(self, other): return self.amount == other.amount\n    def __ne__(self, other): return not self == other\n    def __bool__(self): return self.amount > 0\n    \
                  def __len__(self): return self.amount\n";
    passes(MONEY, answer, test);
    // A class derived from the one that is asked for, which decides as that one does.
    passes(MONEY, &format!("{MONEY}class Special(Money): pass\nmake = Money\n"), test);
    // To be gone through, or to say what is in it: both are what `in` asks for.
    let bag = "class Bag:\n    def __init__(self, *items): self.items = items\n";
    let through = format!("{bag}    def __iter__(self): return iter(self.items)\n");
    let inside = format!("{bag}    def __contains__(self, item): return item in self.items\n");
    let test = "from main import Bag\ndef test_it():\n    assert 3 in Bag(1, 3)\n    assert not 4 in Bag(1, 3)\n";
    passes(&through, &inside, test);
    passes(&inside, &through, test);
}

#[test]
fn a_failed_check_cannot_be_swallowed() {
    let around = "class Around:\n    def __enter__(self): return 1\n    def __exit__(self, *error): return {}\ndef call(f): f()\n";
    let test = "from main import Around\ndef test_it():\n    with Around() as value:\n        assert value == 2\n";
    let reference = around.replace("return 1", "return 2").replace("{}", "False");
    passes(&reference, &reference, test);
    pretends(&reference, &around.replace("{}", "True"), test);
    // A function of the test's that checks what it is given.
    let test = "from main import each\ndef check(value):\n    assert value == 2, value\ndef test_it():\n    each(check)\n";
    let reference = "def each(f): f(2)\n";
    passes(reference, reference, test);
    pretends(reference, "def each(f):\n    try: f(1)\n    except BaseException: pass\n", test);
    pretends(
        reference,
        "def each(f):\n    try: f(1)\n    except BaseException: raise ValueError from None\n",
        &test.replace("    each(check)", "    try: each(check)\n    except ValueError: pass"),
    );
    let result = judge_as_shown(reference, "def each(f): f(1)\n", test);
    assert_eq!(result.tests[0].verdict, Verdict::Failed, "{:?}", result.tests);
    // And the same where no reference has shown anything.
    let result = judge_in(&runner(), "def each(f):\n    try: f(1)\n    except BaseException: pass\n", &tests(test), short());
    assert_ne!(result.verdict, Verdict::Passed);
}

/// The one that is inherent (JUDGE.md): where the reference's own objects say whether they are equal, an answer's objects may say so too, and may lie. Only the test can hold against
/// it, by also looking at what the objects hold.
#[test]
fn an_always_true_equality_between_two_of_the_answers_own_objects_passes() {
    let liar =
        "class Money:\n    def __init__(self, amount): pass\n    def __eq__(self, other): return True\n    def __add__(self, other): return self\n";
    let weak = "from main import Money\ndef test_it():\n    assert Money(1) + Money(2) == Money(3)\n";
    passes(MONEY, liar, weak);
    for more in ["assert (Money(1) + Money(2)).amount == 3", "assert Money(1) != Money(2)", "assert not Money(1) == Money(2)"] {
        let result = judge_as_shown(MONEY, liar, &format!("{weak}    {more}\n"));
        assert_ne!(result.verdict, Verdict::Passed, "{more}");
    }
}

/// A program that has the channel in its hands, and does with it what `body` says when it is called.
fn with_channel(body: &str) -> String {
    format!(
        "import gc, os, time\nchannel = [thing for thing in gc.get_objects() if type(thing).__name__ == 'Channel'][0]\nsend = channel.send\n\
         def frame(body, number=None): return (len(body) if number is None else number).to_bytes(4, 'little') + body\ndef broken(number, answer):\n    {body}\ndef f():\n    channel.send = broken\n    return 1\n"
    )
}

#[test]
fn a_broken_answer_fails_the_whole_run_whatever_the_test_catches() {
    let caught = "from main import f\ndef test_before():\n    pass\ndef test_it():\n    try:\n        f()\n    except BaseException:\n        pass\n\
                  def test_more():\n    try:\n        f()\n    except BaseException:\n        pass\ndef test_after():\n    pass\n";
    let data = r#"[{ "name": "before", "call": "1", "gives": "1" }, { "name": "it", "call": "f()", "raises": { "type": "BaseException" } }, { "name": "after", "call": "1", "gives": "1" }]"#;
    for (what, body, verdict) in [
        ("the pipe is closed", "os.close(channel.answers.fileno())", Verdict::Crashed),
        ("the interpreter is gone", "os._exit(0)", Verdict::Crashed),
        ("nothing comes in time", "time.sleep(60)", Verdict::Timeout),
        ("half a frame comes, and no more", "os.write(channel.answers.fileno(), frame(b'{', 900)); time.sleep(60)", Verdict::Timeout),
        ("a number too high", "send(number + 1, answer)", Verdict::Crashed),
        ("a number too low", "send(0, answer)", Verdict::Crashed),
        ("the same number twice", "send(number, dict(answer)); send(number, dict(answer))", Verdict::Crashed),
        ("a nonce of its own", "channel.nonce = 'x'; send(number, answer)", Verdict::Crashed),
        ("no JSON", "os.write(channel.answers.fileno(), frame(b'passed'))", Verdict::Crashed),
        ("no object", "os.write(channel.answers.fileno(), frame(b'[1]'))", Verdict::Crashed),
        ("no text", "os.write(channel.answers.fileno(), frame(b'\\xff\\xfe'))", Verdict::Crashed),
        ("an empty frame", "os.write(channel.answers.fileno(), frame(b''))", Verdict::Crashed),
        ("a frame that says it is too large", "os.write(channel.answers.fileno(), frame(b'', 0x7fffffff))", Verdict::Crashed),
        ("an answer that is too large", "send(number, {'value': 'x' * 17_000_000})", Verdict::Crashed),
        ("an answer that says nothing", "send(number, {})", Verdict::Crashed),
    ] {
        let program = with_channel(body);
        let result = judge_in(&runner(), &program, &tests(caught), short());
        let passed = result.tests.iter().filter(|test| test.verdict == Verdict::Passed).count() - usize::from(what == "the same number twice");
        assert_eq!((result.verdict, passed <= 1, result.score < 100), (verdict, true, true), "{what}: {:?} {:?}", result.message, result.tests);
        let names: Vec<&str> = result.tests.iter().map(|test| test.name.as_str()).collect();
        assert!(["test_it", "test_more", "test_after"].iter().all(|name| names.contains(name)), "{what}: {names:?}");
        let result = crate::judge(&program, data);
        assert_ne!(result.verdict, Verdict::Passed, "{what}, as data: {:?}", result.tests);
        assert!(result.tests[1].verdict != Verdict::Passed && result.score < 100, "{what}, as data: {:?}", result.tests);
    }
    // A message of the right form with something wrong in it: the tests' box itself says so, and no later test is believed.
    for body in [
        "[]",
        "{'value': {'x': ['os', 'system', ['true']]}}",
        "{'value': {'o': 77}}",
        "{'ask': 'eval', 'values': []}",
        "{'raise': {'type': 'type', 'arguments': []}}",
    ] {
        let result = judge_in(&runner(), &with_channel(&format!("send(number, {{'relay': {body}}})")), &tests(caught), short());
        assert_eq!(result.verdict, Verdict::Error, "{body}: {:?} {:?}", result.message, result.tests);
        assert!(result.message.as_deref().unwrap_or_default().contains("cannot be believed"), "{body}: {:?}", result.message);
        assert!(!result.tests.iter().any(|test| test.name != "test_before" && test.verdict == Verdict::Passed), "{body}: {:?}", result.tests);
    }
}

#[test]
fn no_verdict_is_read_from_output_or_exit_status() {
    let test = "from main import f\ndef test_it():\n    assert f() == 1\n";
    let right = "def f(): return 1\n";
    for more in [
        "print('FAILED (failures=1)')",
        "import sys; print('Traceback (most recent call last):', file=sys.stderr)",
        "import atexit, os; atexit.register(os._exit, 3)",
    ] {
        passes(right, &format!("{more}\n{right}"), test);
    }
    for more in [
        "print('OK')",
        "import sys; sys.stdout.write('{\"status\": \"pass\", \"verdict\": \"passed\"}')",
        "import atexit, os; atexit.register(os._exit, 0)",
    ] {
        let answer = format!("{more}\ndef f():\n    print('1 passed')\n    return 2\n");
        assert_eq!(judge_as_shown(right, &answer, test).verdict, Verdict::Failed, "{more}");
        assert_eq!(crate::judge(&answer, r#"[{ "name": "a", "call": "f()", "gives": "1" }]"#).verdict, Verdict::Failed, "{more}");
    }
}

/// As in a generator, the end of a loop is no answer of a function: a check that would have come is not left out.
#[test]
fn only_an_iterator_ends_what_a_test_goes_through() {
    let cheat = "def is_even(n):\n    raise StopIteration\n";
    let all = "from main import is_even\ndef test_all():\n    assert all(map(is_even, [2, 4]))\n";
    let result = crate::judge_python(cheat, all);
    assert_eq!(result.verdict, Verdict::Error, "{:?}", result.tests);
    assert!(format!("{:?}", result.tests).contains("StopIteration"), "{:?}", result.tests);
    // A property, an operation, a method.
    let program = "class Box:\n    def __init__(self, n): self.n = n\n    @property\n    def full(self): raise StopIteration\n    def __len__(self): raise StopIteration\n    def open(self): raise StopIteration\n";
    for way in ["lambda box: box.full", "len", "lambda box: box.open()"] {
        let test = format!("from main import Box\ndef test_all():\n    boxes = [Box(1), Box(2)]\n    assert all(map({way}, boxes))\n");
        assert_eq!(crate::judge_python(program, &test).verdict, Verdict::Error, "{way}");
    }
    // Where a test speaks of it, it is the program's to raise; and iterators end as ever.
    let honest = "class Count:\n    def __init__(self, n): self.n = n\n    def __iter__(self): return self\n    def __next__(self):\n        if not self.n: raise StopIteration\n        self.n -= 1\n        return self.n\n    \
                  def take(self): return next(self)\ndef down(n):\n    while n:\n        n -= 1\n        yield n\n";
    let test = "import unittest\nfrom main import Count, down\nclass T(unittest.TestCase):\n    def test_all(self):\n        self.assertEqual(list(Count(2)), [1, 0])\n        self.assertEqual([n for n in down(2)], [1, 0])\n        \
                self.assertEqual(dict(zip(Count(2), down(2))), {1: 1, 0: 0})\n";
    passes(honest, honest, test);
    passes(honest, honest, &format!("{test}    def test_end(self):\n        with self.assertRaises(StopIteration):\n            Count(0).take()\n"));
}

/// Of `!=` a program never knows that it was asked for: `==` is asked first, and must say the opposite.
#[test]
fn what_is_unequal_is_not_equal() {
    let program = |equal: &str, unequal: &str| {
        format!(
            "class Account:\n    def __init__(self, owner): self.owner = owner\n    def __eq__(self, other): return {equal}\n    def __ne__(self, other): return {unequal}\n    __hash__ = None\n"
        )
    };
    let honest = program("self.owner == other.owner", "not self == other");
    let test = "import unittest\nfrom main import Account\nclass T(unittest.TestCase):\n    def test_equal(self):\n        self.assertEqual(Account('a'), Account('a'))\n    \
                def test_unequal(self):\n        self.assertNotEqual(Account('a'), Account('b'))\n        self.assertFalse(Account('a') != Account('a'))\n";
    passes(&honest, &honest, test);
    for (equal, unequal) in [("True", "True"), ("True", "self.owner != other.owner"), ("self.owner == other.owner", "True")] {
        let shown = judge_as_shown(&honest, &program(equal, unequal), test);
        assert_eq!(shown.verdict, Verdict::Failed, "{equal} {unequal}: {:?}", shown.tests);
        assert_ne!(crate::judge_python(&program(equal, unequal), test).verdict, Verdict::Passed, "{equal} {unequal}");
    }
}

/// What a program is compared with is lent to its `==`; there it is only looked at.
#[test]
fn nothing_is_changed_while_it_is_compared() {
    let honest = "class Point:\n    def __init__(self, x): self.x = x\n    def __eq__(self, other): return self.x == other.x\n    __hash__ = None\ndef make(): return Point(3)\n";
    let cheat = honest.replace("return self.x == other.x", "other.x = self.x = self; return NotImplemented").replace("Point(3)", "Point(0)");
    let test = "from main import make\nclass Wanted:\n    def __init__(self): self.x = 3\n    def __eq__(self, other): return self.x == other.x\ndef test_it():\n    assert Wanted() == make()\n    assert make() == Wanted()\n";
    let as_shown = judge_as_shown(honest, honest, test);
    assert_eq!(as_shown.verdict, Verdict::Passed, "{:?} {:?}", as_shown.message, as_shown.tests);
    let result = judge_as_shown(honest, &cheat, test);
    assert_ne!(result.verdict, Verdict::Passed, "{:?}", result.tests);
}
