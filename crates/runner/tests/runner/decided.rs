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
