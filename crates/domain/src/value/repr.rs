//! Writing a value as Python's `repr` does.

use super::Value;
use std::fmt::Write;

impl Value {
    /// The value as Python's `repr` writes it.
    pub fn repr(&self) -> String {
        let mut text = String::new();
        write_value(self, &mut text);
        text
    }
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::None => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Int(digits) => out.push_str(digits),
        Value::Float(number) => out.push_str(&repr_float(*number)),
        Value::Complex(real, imaginary) => out.push_str(&repr_complex(*real, *imaginary)),
        Value::Str(text) => out.push_str(&repr_str(text)),
        Value::BrokenStr(points) => write_text(points.iter().copied(), out),
        Value::Bytes(bytes) => write_bytes(bytes, out),
        Value::List(items) => write_items("[", items, "]", out),
        Value::Tuple(items) if items.len() == 1 => write_items("(", items, ",)", out),
        Value::Tuple(items) => write_items("(", items, ")", out),
        Value::Dict(pairs) => {
            out.push('{');
            for (place, (key, value)) in pairs.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { ", " });
                write_value(key, out);
                out.push_str(": ");
                write_value(value, out);
            }
            out.push('}');
        }
        Value::Set(items) if items.is_empty() => out.push_str("set()"),
        Value::Set(items) => write_items("{", items, "}", out),
        Value::FrozenSet(items) if items.is_empty() => out.push_str("frozenset()"),
        Value::FrozenSet(items) => write_items("frozenset({", items, "})", out),
        Value::Range(start, stop, step) if step == "1" => {
            let _ = write!(out, "range({start}, {stop})");
        }
        Value::Range(start, stop, step) => {
            let _ = write!(out, "range({start}, {stop}, {step})");
        }
        Value::Other { text, .. } => out.push_str(text),
    }
}

fn write_items(open: &str, items: &[Value], close: &str, out: &mut String) {
    out.push_str(open);
    for (place, item) in items.iter().enumerate() {
        out.push_str(if place == 0 { "" } else { ", " });
        write_value(item, out);
    }
    out.push_str(close);
}

/// A float with the fewest digits that read back as the same float, in the form Python chooses: with an exponent below 1e-4 and from 1e16.
pub(super) fn repr_float(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) || number == 0.0 {
        let plain = format!("{number}");
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

fn repr_complex(real: f64, imaginary: f64) -> String {
    // Inside a complex number Python leaves `.0` away.
    let part = |number: f64| {
        let text = repr_float(number);
        text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
    };
    let imaginary_text = part(imaginary);
    if real == 0.0 && real.is_sign_positive() {
        return format!("{imaginary_text}j");
    }
    let sign = if imaginary_text.starts_with('-') { "" } else { "+" };
    format!("({}{sign}{imaginary_text}j)", part(real))
}

/// Text between the quotes Python would choose, with its escapes.
pub fn repr_str(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_text(text.chars().map(u32::from), &mut out);
    out
}

fn write_text(points: impl Iterator<Item = u32> + Clone, out: &mut String) {
    let has = |wanted: char| points.clone().any(|point| point == u32::from(wanted));
    let quote = if has('\'') && !has('"') { '"' } else { '\'' };
    out.push(quote);
    for point in points {
        match char::from_u32(point) {
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(character) if character == quote => {
                out.push('\\');
                out.push(quote);
            }
            Some(character) if is_printable(character) => out.push(character),
            _ if point <= 0xff => {
                let _ = write!(out, "\\x{point:02x}");
            }
            _ if point <= 0xffff => {
                let _ = write!(out, "\\u{point:04x}");
            }
            _ => {
                let _ = write!(out, "\\U{point:08x}");
            }
        }
    }
    out.push(quote);
}

/// What Python prints as it is. Its full rule needs the Unicode tables; Rust's `escape_debug` has the same notion of what can be seen, except for combining marks.
fn is_printable(character: char) -> bool {
    match character {
        ' '..='~' => true,
        '\u{7f}'..='\u{a0}' | '\u{ad}' => false,
        _ => !character.is_whitespace() && (character.escape_debug().len() == 1 || is_combining(character)),
    }
}

/// Combining marks in the blocks where they are usual: `escape_debug` escapes them, Python does not.
fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1ace}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

fn write_bytes(bytes: &[u8], out: &mut String) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    out.push('b');
    out.push(char::from(quote));
    for byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte if *byte == quote => {
                out.push('\\');
                out.push(char::from(quote));
            }
            b' '..=b'~' => out.push(char::from(*byte)),
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push(char::from(quote));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (number, text) in [
            (0.1, "0.1"),
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (1e16, "1e+16"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (1e15, "1000000000000000.0"),
            (9007199254740992.0, "9007199254740992.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e100, "1e+100"),
            (f64::MAX, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(repr_float(number), text);
        }
    }

    #[test]
    fn complex_numbers() {
        assert_eq!(Value::Complex(1.0, -2.5).repr(), "(1-2.5j)");
        assert_eq!(Value::Complex(0.0, 1.0).repr(), "1j");
        assert_eq!(Value::Complex(-0.0, 1.0).repr(), "(-0+1j)");
        assert_eq!(Value::Complex(1.0, f64::NAN).repr(), "(1+nanj)");
    }

    #[test]
    fn text_and_bytes() {
        assert_eq!(repr_str("it's"), "\"it's\"");
        assert_eq!(repr_str("'\""), "'\\'\"'");
        assert_eq!(repr_str("a\n\t\\\u{7f}\u{a0}é漢🙂\u{200b}\u{301}"), "'a\\n\\t\\\\\\x7f\\xa0é漢🙂\\u200b\u{301}'");
        assert_eq!(Value::BrokenStr(vec![0x61, 0xd800]).repr(), "'a\\ud800'");
        assert_eq!(Value::Bytes(b"a'\x00\xff".to_vec()).repr(), "b\"a'\\x00\\xff\"");
    }

    #[test]
    fn containers() {
        for text in [
            "[]",
            "[1, 2]",
            "()",
            "(1,)",
            "(1, 2)",
            "{}",
            "{'a': 1}",
            "set()",
            "{1}",
            "frozenset()",
            "frozenset({1})",
            "range(0, 3)",
            "range(0, 9, 2)",
        ] {
            assert_eq!(Value::parse(text).unwrap().repr(), text);
        }
    }
}
