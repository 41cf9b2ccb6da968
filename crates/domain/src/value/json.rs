//! A value as tagged JSON, for the pipe out of the learner's interpreter.
//!
//! `null`, `true`, text and arrays stand for None, True, text and lists. Everything else is an object with one member, whose name is the type:
//! `{"i": "123"}` int, `{"f": "0.1"}` float (as `repr` writes it), `{"c": ["1.0", "2.0"]}` complex, `{"u": [97, 55296]}` text with half a surrogate pair,
//! `{"b": "6162"}` bytes in hexadecimal, `{"t": [...]}` tuple, `{"d": [[key, value], ...]}` dict, `{"s": [...]}` set, `{"z": [...]}` frozenset,
//! `{"r": ["0", "3", "1"]}` range, `{"o": ["Thing", "<Thing>"]}` anything else. Small ints may be JSON numbers.

use super::{Value, literal, repr::repr_float};
use serde_json::{Value as Json, json};

/// How deeply values may be nested. Python's own parser stops at 100 levels of brackets in its oldest supported versions.
pub const MAX_DEPTH: usize = 90;

/// How many parts a value may have, all containers together. A beginner's exercise has a few hundred.
pub const MAX_ITEMS: usize = 1_000_000;

/// The JSON does not stand for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what came through the pipe is not a value")]
pub struct NotAValue;

impl Value {
    /// Reads the tagged JSON. Whoever sends it is not trusted: what does not fit is refused.
    pub fn from_json(json: &Json) -> Result<Self, NotAValue> {
        read(json, 0, &mut 0)
    }

    /// Writes the tagged JSON.
    pub fn to_json(&self) -> Json {
        let list = |items: &[Self]| -> Vec<Json> { items.iter().map(Self::to_json).collect() };
        match self {
            Self::None => Json::Null,
            Self::Bool(value) => json!(value),
            Self::Int(digits) => json!({ "i": digits }),
            Self::Float(number) => json!({ "f": repr_float(*number) }),
            Self::Complex(real, imaginary) => json!({ "c": [repr_float(*real), repr_float(*imaginary)] }),
            Self::Str(text) => json!(text),
            Self::BrokenStr(points) => json!({ "u": points }),
            Self::Bytes(bytes) => json!({ "b": bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>() }),
            Self::List(items) => Json::Array(list(items)),
            Self::Tuple(items) => json!({ "t": list(items) }),
            Self::Dict(pairs) => json!({ "d": pairs.iter().map(|(key, value)| json!([key.to_json(), value.to_json()])).collect::<Vec<_>>() }),
            Self::Set(items) => json!({ "s": list(items) }),
            Self::FrozenSet(items) => json!({ "z": list(items) }),
            Self::Range(start, stop, step) => json!({ "r": [start, stop, step] }),
            Self::Other { type_name, text } => json!({ "o": [type_name, text] }),
        }
    }
}

fn read(json: &Json, depth: usize, items: &mut usize) -> Result<Value, NotAValue> {
    *items += 1;
    if depth > MAX_DEPTH || *items > MAX_ITEMS {
        return Err(NotAValue);
    }
    match json {
        Json::Null => Ok(Value::None),
        Json::Bool(value) => Ok(Value::Bool(*value)),
        Json::Number(number) if number.is_i64() || number.is_u64() => Ok(Value::Int(number.to_string())),
        Json::Number(_) => Err(NotAValue),
        Json::String(text) => Ok(Value::Str(text.clone())),
        Json::Array(array) => Ok(Value::List(read_all(array, depth, items)?)),
        Json::Object(object) => {
            let mut members = object.iter();
            let (Some((tag, content)), None) = (members.next(), members.next()) else { return Err(NotAValue) };
            read_tagged(tag, content, depth, items)
        }
    }
}

fn read_tagged(tag: &str, content: &Json, depth: usize, items: &mut usize) -> Result<Value, NotAValue> {
    let array = || content.as_array().ok_or(NotAValue);
    let text = |json: &Json| json.as_str().map(str::to_owned).ok_or(NotAValue);
    match tag {
        "i" => whole(content).map(Value::Int),
        "f" => float(content).map(Value::Float),
        "c" => match array()?.as_slice() {
            [real, imaginary] => Ok(Value::Complex(float(real)?, float(imaginary)?)),
            _ => Err(NotAValue),
        },
        "u" => {
            let point =
                |json: &Json| json.as_u64().and_then(|point| u32::try_from(point).ok()).filter(|point| *point <= 0x0010_ffff).ok_or(NotAValue);
            Ok(literal::from_points(array()?.iter().map(point).collect::<Result<_, _>>()?))
        }
        "b" => {
            let digits = text(content)?;
            if digits.len() % 2 != 0 || !digits.is_ascii() {
                return Err(NotAValue);
            }
            let byte = |place| u8::from_str_radix(&digits[place..place + 2], 16).map_err(|_| NotAValue);
            (0..digits.len()).step_by(2).map(byte).collect::<Result<_, _>>().map(Value::Bytes)
        }
        "t" => read_all(array()?, depth, items).map(Value::Tuple),
        "s" => read_all(array()?, depth, items).map(Value::Set),
        "z" => read_all(array()?, depth, items).map(Value::FrozenSet),
        "d" => {
            let pair = |json: &Json| match json.as_array().map(Vec::as_slice) {
                Some([key, value]) => Ok((read(key, depth + 1, items)?, read(value, depth + 1, items)?)),
                _ => Err(NotAValue),
            };
            array()?.iter().map(pair).collect::<Result<_, _>>().map(Value::Dict)
        }
        "r" => match array()?.as_slice() {
            [start, stop, step] => Ok(Value::Range(whole(start)?, whole(stop)?, whole(step)?)),
            _ => Err(NotAValue),
        },
        "o" => match array()?.as_slice() {
            [type_name, description] => Ok(Value::Other { type_name: text(type_name)?, text: text(description)? }),
            _ => Err(NotAValue),
        },
        _ => Err(NotAValue),
    }
}

fn read_all(array: &[Json], depth: usize, items: &mut usize) -> Result<Vec<Value>, NotAValue> {
    array.iter().map(|json| read(json, depth + 1, items)).collect()
}

fn whole(json: &Json) -> Result<String, NotAValue> {
    let text = json.as_str().ok_or(NotAValue)?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = literal::without_leading_zeros(digits) == digits && text != "-0";
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) || !canonical { Err(NotAValue) } else { Ok(text.to_owned()) }
}

fn float(json: &Json) -> Result<f64, NotAValue> {
    json.as_str().and_then(literal::python_float).ok_or(NotAValue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::same;
    use proptest::prelude::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let whole = prop_oneof![any::<i64>().prop_map(|number| number.to_string()), "[1-9][0-9]{20,40}", "-[1-9][0-9]{20,40}"];
        let leaf = prop_oneof![
            Just(Value::None),
            any::<bool>().prop_map(Value::Bool),
            whole.prop_map(Value::Int),
            any::<f64>().prop_map(Value::Float),
            prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(-0.0)].prop_map(Value::Float),
            (any::<f64>(), any::<f64>()).prop_map(|(real, imaginary)| Value::Complex(real, imaginary)),
            any::<String>().prop_map(Value::Str),
            ".*['\"\\\\\n].*".prop_map(Value::Str),
            proptest::collection::vec(any::<u8>(), 0..8).prop_map(Value::Bytes),
            Just(Value::BrokenStr(vec![0x41, 0xdc80, 0x1f642])),
            (any::<i32>(), any::<i32>()).prop_map(|(start, stop)| Value::Range(start.to_string(), stop.to_string(), "2".into())),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::Tuple),
                proptest::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|map| Value::Dict(map.into_iter().map(|(key, value)| (Value::Str(key), value)).collect())),
                proptest::collection::btree_set(any::<i64>(), 0..4)
                    .prop_map(|set| Value::Set(set.into_iter().map(|number| Value::Int(number.to_string())).collect())),
                proptest::collection::btree_set(any::<String>(), 0..4).prop_map(|set| Value::FrozenSet(set.into_iter().map(Value::Str).collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_value_survives_its_own_notation(value in any_value()) {
            let text = value.repr();
            let read = Value::parse(&text).map_err(|problem| TestCaseError::fail(format!("{text}: {problem}")))?;
            prop_assert!(same(&value, &read, None), "{} became {}", text, read.repr());
        }

        #[test]
        fn a_value_survives_the_pipe(value in any_value()) {
            let text = serde_json::to_string(&value.to_json()).unwrap();
            let read = Value::from_json(&serde_json::from_str(&text).unwrap()).unwrap();
            prop_assert!(same(&value, &read, None), "{} became {}", value.repr(), read.repr());
        }

        #[test]
        fn no_text_makes_the_parser_fall_over(text in ".{0,40}") {
            let _ = Value::parse(&text);
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for text in [
            "1.5",
            "{}",
            r#"{"i":"x"}"#,
            r#"{"i":"01"}"#,
            r#"{"i":"-0"}"#,
            r#"{"i":1}"#,
            r#"{"f":1.0}"#,
            r#"{"f":"one"}"#,
            r#"{"b":"abc"}"#,
            r#"{"b":"zz"}"#,
            r#"{"d":[[1]]}"#,
            r#"{"t":1}"#,
            r#"{"r":["1"]}"#,
            r#"{"q":1}"#,
            r#"{"i":"1","f":"1.0"}"#,
            r#"{"u":[1114112]}"#,
            r#"{"o":["x"]}"#,
        ] {
            assert!(Value::from_json(&serde_json::from_str(text).unwrap()).is_err(), "{text} was taken");
        }
        let mut deep = Json::Null;
        for _ in 0..100 {
            deep = json!([deep]);
        }
        assert!(Value::from_json(&deep).is_err());
    }
}
