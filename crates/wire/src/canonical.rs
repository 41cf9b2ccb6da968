//! The one canonical form of a JSON value: RFC 8785 (JSON Canonicalization Scheme).
//!
//! - no blanks between tokens;
//! - the members of an object sorted by their names, compared as UTF-16 code units;
//! - strings with the shortest escapes (`\b \t \n \f \r \" \\`, other control characters as `\u00xx` in lower case), everything else as UTF-8;
//! - numbers as ECMAScript writes them: the shortest digits that read back as the same number, `1e21` and above and below `1e-6` with an exponent.
//!
//! One thing is stricter than the RFC: a whole number beyond ±(2^53 − 1) is refused instead of being rounded, because two different numbers must
//! never have one digest. Such a number travels as text.

use serde_json::{Number, Value};
use std::fmt::Write;

/// The greatest whole number that every JSON reader takes exactly.
const MAX_EXACT: u64 = (1 << 53) - 1;

/// A number that has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the number {0} is not exact in JSON; it must travel as text")]
pub struct InexactNumber(pub String);

/// Writes the value in canonical form.
pub fn to_text(value: &Value) -> Result<String, InexactNumber> {
    let mut text = String::new();
    write_value(&mut text, value)?;
    Ok(text)
}

fn write_value(text: &mut String, value: &Value) -> Result<(), InexactNumber> {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => write_number(text, number)?,
        Value::String(string) => write_string(text, string),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_value(text, item)?;
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
            text.push('{');
            for (index, (name, member)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_string(text, name);
                text.push(':');
                write_value(text, member)?;
            }
            text.push('}');
        }
    }
    Ok(())
}

fn write_string(text: &mut String, string: &str) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            control if control < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\u{:04x}", control as u32);
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

fn write_number(text: &mut String, number: &Number) -> Result<(), InexactNumber> {
    let exact = match (number.as_u64(), number.as_i64()) {
        (Some(whole), _) => whole <= MAX_EXACT,
        (None, Some(negative)) => negative.unsigned_abs() <= MAX_EXACT,
        (None, None) => {
            let float = number.as_f64().filter(|float| float.is_finite()).ok_or_else(|| InexactNumber(number.to_string()))?;
            write_float(text, float);
            return Ok(());
        }
    };
    if !exact {
        return Err(InexactNumber(number.to_string()));
    }
    text.push_str(&number.to_string());
    Ok(())
}

// ECMAScript's Number::toString. Rust's `{:e}` gives the same shortest digits; only where the point stands differs.
fn write_float(text: &mut String, float: f64) {
    if float == 0.0 {
        text.push('0');
        return;
    }
    if float < 0.0 {
        text.push('-');
    }
    let scientific = format!("{:e}", float.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let count = digits.len() as i32;
    let point = exponent + 1;
    if (1..=21).contains(&point) && count <= point {
        text.push_str(&digits);
        text.extend(std::iter::repeat_n('0', (point - count) as usize));
    } else if (1..=21).contains(&point) {
        text.push_str(&digits[..point as usize]);
        text.push('.');
        text.push_str(&digits[point as usize..]);
    } else if (-5..=0).contains(&point) {
        text.push_str("0.");
        text.extend(std::iter::repeat_n('0', (-point) as usize));
        text.push_str(&digits);
    } else {
        text.push_str(&digits[..1]);
        if count > 1 {
            text.push('.');
            text.push_str(&digits[1..]);
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "e{}{}", if exponent < 0 { '-' } else { '+' }, exponent.abs());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_sorted_and_nothing_is_added() {
        let value = json!({"b": [1, {"d": null, "c": true}], "a": "x\u{1}\n\"é"});
        assert_eq!(to_text(&value).unwrap(), r#"{"a":"x\u0001\n\"é","b":[1,{"c":true,"d":null}]}"#);
    }

    #[test]
    fn names_are_sorted_as_rfc_8785_shows() {
        let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        let text = to_text(&value).unwrap();
        let order: Vec<u32> = text.chars().filter(char::is_ascii_digit).filter_map(|digit| digit.to_digit(10)).collect();
        assert_eq!(order, [2, 1, 4, 6, 7, 1, 5, 3], "{text}");
    }

    #[test]
    fn numbers_are_written_as_rfc_8785_shows() {
        let cases: [(f64, &str); 14] = [
            (0.0, "0"),
            (-0.0, "0"),
            (5e-324, "5e-324"),
            (-1.797_693_134_862_315_7e308, "-1.7976931348623157e+308"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (295_147_905_179_352_830_000.0, "295147905179352830000"),
            (9.999_999_999_999_997e22, "9.999999999999997e+22"),
            (1e23, "1e+23"),
            (1e21, "1e+21"),
            (333_333_333.333_333_3, "333333333.3333333"),
            (0.000_001, "0.000001"),
            (1e-7, "1e-7"),
            (1.5, "1.5"),
            (-0.000_012_3, "-0.0000123"),
        ];
        for (number, expected) in cases {
            assert_eq!(to_text(&json!(number)).unwrap(), expected);
        }
        assert_eq!(to_text(&json!(MAX_EXACT)).unwrap(), "9007199254740991");
        assert!(to_text(&json!(MAX_EXACT + 1)).is_err());
        assert!(to_text(&json!(i64::MIN)).is_err());
    }
}
