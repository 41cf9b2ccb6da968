//! Python values as data: what an exercise expects, and what came back from the learner's interpreter.
//!
//! A [`Value`] knows its exact Python type: `True` is not `1`, `1` is not `1.0`, a list is not a tuple. It is read from Python's own notation
//! ([`Value::parse`], for `gives` in a test), written in it ([`Value::repr`]), compared ([`same`]), and crosses pipes as tagged JSON ([`Value::from_json`]).

mod json;
mod literal;
mod repr;

pub use json::{MAX_DEPTH, MAX_ITEMS, NotAValue};
pub use literal::LiteralProblem;
pub use repr::repr_str;

/// A Python value of one of the built-in data types.
///
/// `PartialEq` is not derived on purpose: there is one way to compare, [`same`].
#[derive(Debug, Clone)]
pub enum Value {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// A whole number of any size, in decimal digits with an optional `-`, without leading zeros.
    Int(String),
    /// A float.
    Float(f64),
    /// A complex number: real and imaginary part.
    Complex(f64, f64),
    /// Text.
    Str(String),
    /// Text with half a surrogate pair in it, which Rust's own text cannot hold: its code points. It is never expected, but a program may give it.
    BrokenStr(Vec<u32>),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A list.
    List(Vec<Value>),
    /// A tuple.
    Tuple(Vec<Value>),
    /// A dictionary, in its order. No key is there twice.
    Dict(Vec<(Value, Value)>),
    /// A set. No member is there twice.
    Set(Vec<Value>),
    /// A frozen set.
    FrozenSet(Vec<Value>),
    /// A range: start, stop, step, as decimal digits.
    Range(String, String, String),
    /// Anything else, as the interpreter described it. It is never the same as another value.
    Other {
        /// The name of its type.
        type_name: String,
        /// What `repr` gave, cut to a reasonable length.
        text: String,
    },
}

impl Value {
    /// The name of its type, as Python writes it.
    pub fn type_name(&self) -> &str {
        match self {
            Self::None => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Complex(..) => "complex",
            Self::Str(_) | Self::BrokenStr(_) => "str",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "list",
            Self::Tuple(_) => "tuple",
            Self::Dict(_) => "dict",
            Self::Set(_) => "set",
            Self::FrozenSet(_) => "frozenset",
            Self::Range(..) => "range",
            Self::Other { type_name, .. } => type_name,
        }
    }
}

/// Whether two values are the same: same type and same value, inside containers too. The order of dictionaries and sets does not count. `tolerance` is absolute and
/// counts for floats (and the parts of complex numbers) anywhere in the value, keys and members of sets included.
///
/// Floats compare as their `repr` reads, so that `nan` is the same as `nan`; only the sign of zero does not count, because `-0.0 == 0.0` is what Python and a
/// beginner say, and `round(-0.2)` must not fail where `0.0` is expected.
pub fn same(expected: &Value, actual: &Value, tolerance: Option<f64>) -> bool {
    use Value::*;
    let near = |a: f64, b: f64| a == b || (a.is_nan() && b.is_nan()) || tolerance.is_some_and(|tolerance| (a - b).abs() <= tolerance);
    let all = |a: &[Value], b: &[Value]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, tolerance));
    match (expected, actual) {
        (None, None) => true,
        (Bool(a), Bool(b)) => a == b,
        (Int(a), Int(b)) => a == b,
        (Float(a), Float(b)) => near(*a, *b),
        (Complex(a, b), Complex(c, d)) => near(*a, *c) && near(*b, *d),
        (Str(a), Str(b)) => a == b,
        (BrokenStr(a), BrokenStr(b)) => a == b,
        (Bytes(a), Bytes(b)) => a == b,
        (List(a), List(b)) | (Tuple(a), Tuple(b)) => all(a, b),
        (Set(a), Set(b)) | (FrozenSet(a), FrozenSet(b)) => a.len() == b.len() && pair_up(a, b, tolerance, &|value| value, &|_, _| true),
        (Dict(a), Dict(b)) => a.len() == b.len() && pair_up(a, b, tolerance, &|pair| &pair.0, &|a, b| same(&a.1, &b.1, tolerance)),
        (Range(a, b, c), Range(d, e, f)) => (a, b, c) == (d, e, f),
        _ => false,
    }
}

/// Whether Python's own `==` would say so: as [`same`], but `1`, `1.0` and `True` are one number, and a set and a frozen set of the same members are equal.
pub fn equal_in_python(expected: &Value, actual: &Value, tolerance: Option<f64>) -> bool {
    same(expected, actual, tolerance) || same(&across_types(expected, tolerance.is_some()), &across_types(actual, tolerance.is_some()), tolerance)
}

/// The value with one type for everything that Python holds to be equal across types. Where there is a tolerance, every number is a float; else every whole one is an int.
fn across_types(value: &Value, floats: bool) -> Value {
    use Value::*;
    let all = |items: &[Value]| items.iter().map(|item| across_types(item, floats)).collect();
    let whole = |digits: &str| match digits.parse() {
        Ok(number) if floats => Float(number),
        _ => Int(digits.to_owned()),
    };
    match value {
        Bool(value) => whole(if *value { "1" } else { "0" }),
        Int(digits) => whole(digits),
        // Exact for every float: what is whole is written with all its digits.
        Float(number) if !floats && number.fract() == 0.0 && number.is_finite() => {
            let digits = format!("{number:.0}");
            Int(if digits == "-0" { "0".to_owned() } else { digits })
        }
        Complex(real, imaginary) if *imaginary == 0.0 => across_types(&Float(*real), floats),
        List(items) => List(all(items)),
        Tuple(items) => Tuple(all(items)),
        Set(items) | FrozenSet(items) => Set(all(items)),
        Dict(pairs) => Dict(pairs.iter().map(|(key, value)| (across_types(key, floats), across_types(value, floats))).collect()),
        other => other.clone(),
    }
}

/// Whether every one of `expected` has a partner of its own in `actual`, whose key is the same and to which `rest` agrees.
fn pair_up<T>(expected: &[T], actual: &[T], tolerance: Option<f64>, key: &dyn Fn(&T) -> &Value, rest: &dyn Fn(&T, &T) -> bool) -> bool {
    // Sorted by a text that is equal exactly for the same values, partners stand at the same place. Only a tolerance can bring together what the text tells apart.
    let sorted = |items: &[T]| {
        let mut order: Vec<(String, usize)> = items.iter().enumerate().map(|(place, item)| (canonical(key(item)), place)).collect();
        order.sort();
        order
    };
    let (order_expected, order_actual) = (sorted(expected), sorted(actual));
    let exact = order_expected
        .iter()
        .zip(&order_actual)
        .all(|((text, a), (other, b))| text == other && !has_other(key(&expected[*a])) && rest(&expected[*a], &actual[*b]));
    if exact {
        return true;
    }
    if tolerance.is_none() {
        return false;
    }
    let mut free: Vec<&T> = actual.iter().collect();
    expected.iter().all(|item| {
        let partner = free.iter().position(|other| same(key(item), key(other), tolerance) && rest(item, other));
        partner.map(|place| free.swap_remove(place)).is_some()
    })
}

/// A text that two values share exactly if they are the same without a tolerance.
fn canonical(value: &Value) -> String {
    match value {
        Value::Float(number) => repr::repr_float(if *number == 0.0 { 0.0 } else { *number }),
        Value::Complex(real, imaginary) => format!("complex({},{})", canonical(&Value::Float(*real)), canonical(&Value::Float(*imaginary))),
        Value::List(items) => format!("[{}]", join(items)),
        Value::Tuple(items) => format!("({})", join(items)),
        Value::Set(items) | Value::FrozenSet(items) => {
            let mut texts: Vec<String> = items.iter().map(canonical).collect();
            texts.sort();
            format!("{}{{{}}}", value.type_name(), texts.join(","))
        }
        Value::Dict(pairs) => {
            let mut texts: Vec<String> = pairs.iter().map(|(key, value)| format!("{}:{}", canonical(key), canonical(value))).collect();
            texts.sort();
            format!("dict{{{}}}", texts.join(","))
        }
        other => other.repr(),
    }
}

fn join(items: &[Value]) -> String {
    items.iter().map(canonical).collect::<Vec<_>>().join(",")
}

/// Whether something in it cannot be compared at all.
fn has_other(value: &Value) -> bool {
    match value {
        Value::Other { .. } => true,
        Value::List(items) | Value::Tuple(items) | Value::Set(items) | Value::FrozenSet(items) => items.iter().any(has_other),
        Value::Dict(pairs) => pairs.iter().any(|(key, value)| has_other(key) || has_other(value)),
        _ => false,
    }
}

/// Whether Python would hold both as one key: the same value, or numbers that are equal across types (`1`, `1.0` and `True` are one key).
pub(crate) fn same_key(a: &Value, b: &Value) -> bool {
    fn number(value: &Value) -> Option<String> {
        match value {
            Value::Bool(value) => Some(u8::from(*value).to_string()),
            Value::Int(digits) => Some(digits.clone()),
            Value::Float(number) if number.fract() == 0.0 && number.abs() < 1e18 => Some(format!("{number:.0}").replace("-0", "0")),
            Value::Complex(real, 0.0) => self::same_key_number(*real),
            _ => None,
        }
    }
    match (a, b) {
        (Value::Tuple(a), Value::Tuple(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_key(a, b)),
        // Two `nan` are two keys.
        (Value::Float(a), Value::Float(b)) => a == b,
        _ => match (number(a), number(b)) {
            (Some(a), Some(b)) => a == b,
            _ => same(a, b, None),
        },
    }
}

fn same_key_number(number: f64) -> Option<String> {
    (number.fract() == 0.0).then(|| format!("{number:.0}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        Value::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
    }

    fn are_same(a: &str, b: &str) -> bool {
        same(&value(a), &value(b), None)
    }

    #[test]
    fn the_type_counts_everywhere() {
        for (a, b) in [
            ("True", "1"),
            ("1", "1.0"),
            ("[1]", "(1,)"),
            ("[1]", "[True]"),
            ("{1}", "frozenset({1})"),
            ("'1'", "1"),
            ("b'a'", "'a'"),
            ("None", "False"),
            ("{'a': 1}", "{'a': 1.0}"),
            ("{1: 2}", "{1.0: 2}"),
            ("{1}", "{1.0}"),
            ("range(3)", "[0, 1, 2]"),
            ("1", "1+0j"),
        ] {
            assert!(!are_same(a, b), "{a} and {b}");
            assert!(are_same(a, a), "{a}");
        }
    }

    #[test]
    fn order_counts_where_python_says_so() {
        assert!(are_same("{'a': 1, 'b': [2]}", "{'b': [2], 'a': 1}"));
        assert!(are_same("{1, 2, 'x'}", "{'x', 2, 1}"));
        assert!(!are_same("[1, 2]", "[2, 1]"));
        assert!(are_same("{frozenset({1, 2}), (3, -0.0)}", "{(3, 0.0), frozenset({2, 1})}"));
        assert!(!are_same("{1, 2}", "{1, 2, 3}"));
        assert!(!are_same("{'a': 1, 'b': 2}", "{'a': 2, 'b': 1}"));
    }

    #[test]
    fn floats() {
        assert!(are_same("float('nan')", "nan"));
        assert!(are_same("-0.0", "0.0"));
        assert!(are_same("float('inf')", "1e999"));
        assert!(!are_same("0.1", "0.1000001"));
        let near = |a: &str, b: &str| same(&value(a), &value(b), Some(0.001));
        assert!(near("[0.3333]", "[0.33333333]"));
        assert!(!near("[0.3333]", "[0.34]"));
        assert!(!near("1", "1.0"), "a tolerance does not soften types");
        assert!(near("{0.5, 1.5}", "{1.5004, 0.4996}"));
        assert!(near("{'a': 0.5}", "{'a': 0.5005}"));
        assert!(!near("nan", "1.0"));
    }

    #[test]
    fn equal_in_python_is_what_python_says() {
        let value = |text: &str| Value::parse(text).unwrap();
        for (a, b) in [
            ("1", "1.0"),
            ("True", "1"),
            ("0", "-0.0"),
            ("[1, (2.0,)]", "[True, (2,)]"),
            ("{1: 'a', 'b': 2.0}", "{'b': 2, 1.0: 'a'}"),
            ("{1, 2}", "frozenset({2.0, True})"),
            ("1e22", "10000000000000000000000"),
            ("(1+0j)", "1"),
        ] {
            assert!(equal_in_python(&value(a), &value(b), None), "{a} == {b}");
            assert!(!same(&value(a), &value(b), None) || a == "0", "{a} is not the same as {b}");
        }
        for (a, b) in [
            ("1", "2"),
            ("1", "'1'"),
            ("[1]", "(1,)"),
            ("1.5", "1"),
            ("None", "0"),
            ("None", "False"),
            ("{1}", "[1]"),
            ("''", "b''"),
            ("9007199254740993", "9007199254740992.0"),
        ] {
            assert!(!equal_in_python(&value(a), &value(b), None), "{a} != {b}");
        }
        assert!(equal_in_python(&value("[1]"), &value("[1.05]"), Some(0.1)) && !equal_in_python(&value("[1]"), &value("[1.2]"), Some(0.1)));
    }

    #[test]
    fn what_cannot_be_compared_is_never_the_same() {
        let other = Value::Other { type_name: "Thing".into(), text: "<Thing>".into() };
        assert!(!same(&other, &other, None));
        let set = Value::Set(vec![other.clone()]);
        assert!(!same(&set, &set, None));
        assert!(!same(&Value::List(vec![other.clone()]), &Value::List(vec![other]), Some(1.0)));
    }
}
