//! Reading a value as Python writes it: the `gives` of a test, or what `repr` printed.

use super::{MAX_DEPTH, MAX_ITEMS, Value, same_key};

/// Why a text is not the notation of a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} at character {position}")]
pub struct LiteralProblem {
    /// What is wrong.
    pub what: String,
    /// Where, from 1.
    pub position: usize,
}

impl Value {
    /// Reads Python's notation of a value: everything `ast.literal_eval` takes, and `set()`, `frozenset(...)`, `range(...)`, `float('nan')`, `nan` and `inf`. Calls, names
    /// and arithmetic (but for a sign and complex numbers) are refused.
    pub fn parse(text: &str) -> Result<Self, LiteralProblem> {
        let mut reader = Reader { characters: text.chars().collect(), position: 0, items: 0 };
        reader.skip_blanks();
        let value = reader.value(0)?;
        reader.skip_blanks();
        match reader.peek() {
            // A bare tuple: `1, 2`.
            Some(',') => {
                let mut items = vec![value];
                while reader.take(',') {
                    reader.skip_blanks();
                    if reader.peek().is_none() {
                        break;
                    }
                    items.push(reader.value(0)?);
                    reader.skip_blanks();
                }
                if reader.peek().is_some() { reader.fail("something follows the value") } else { Ok(Self::Tuple(items)) }
            }
            Some(_) => reader.fail("something follows the value"),
            None => Ok(value),
        }
    }
}

struct Reader {
    characters: Vec<char>,
    position: usize,
    items: usize,
}

type Read<T> = Result<T, LiteralProblem>;

impl Reader {
    fn fail<T>(&self, what: &str) -> Read<T> {
        Err(LiteralProblem { what: what.to_owned(), position: self.position + 1 })
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.position).copied()
    }

    fn peek_at(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.position + ahead).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.position += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: char) -> Read<()> {
        if self.take(wanted) { Ok(()) } else { self.fail(&format!("{wanted:?} is missing")) }
    }

    fn skip_blanks(&mut self) {
        while let Some(character) = self.peek() {
            if character == '#' {
                while self.peek().is_some_and(|character| character != '\n') {
                    self.position += 1;
                }
            } else if character.is_whitespace() {
                self.position += 1;
            } else {
                break;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Read<Value> {
        self.items += 1;
        if depth > MAX_DEPTH {
            return self.fail("the value is nested too deeply");
        }
        if self.items > MAX_ITEMS {
            return self.fail("the value has too many parts");
        }
        match self.peek() {
            None => self.fail("a value is missing"),
            Some('[') => Ok(Value::List(self.items(']', depth)?.0)),
            Some('(') => self.parentheses(depth),
            Some('{') => self.braces(depth),
            Some('-' | '+' | '.' | '0'..='9') => self.number(),
            Some('\'' | '"') => self.text(),
            Some(character) if character.is_alphabetic() || character == '_' => self.word(depth),
            Some(_) => self.fail("this is not a value"),
        }
    }

    /// The values between brackets, and whether the last one was followed by a comma.
    fn items(&mut self, close: char, depth: usize) -> Read<(Vec<Value>, bool)> {
        self.position += 1;
        let mut items = Vec::new();
        let mut comma = false;
        loop {
            self.skip_blanks();
            if self.take(close) {
                return Ok((items, comma));
            }
            if !items.is_empty() && !comma {
                return self.fail("a comma is missing");
            }
            items.push(self.value(depth + 1)?);
            self.skip_blanks();
            comma = self.take(',');
        }
    }

    fn parentheses(&mut self, depth: usize) -> Read<Value> {
        let (mut items, comma) = self.items(')', depth)?;
        match items.pop() {
            Some(only) if items.is_empty() && !comma => Ok(only),
            Some(last) => {
                items.push(last);
                Ok(Value::Tuple(items))
            }
            None => Ok(Value::Tuple(items)),
        }
    }

    fn braces(&mut self, depth: usize) -> Read<Value> {
        let start = self.position;
        self.position += 1;
        self.skip_blanks();
        if self.take('}') {
            return Ok(Value::Dict(Vec::new()));
        }
        let first = self.value(depth + 1)?;
        self.skip_blanks();
        if self.peek() != Some(':') {
            self.position = start;
            let items = self.items('}', depth)?.0;
            return self.members(items).map(Value::Set);
        }
        let mut pairs: Vec<(Value, Value)> = Vec::new();
        let mut key = first;
        loop {
            self.check_key(&key)?;
            self.skip_blanks();
            self.expect(':')?;
            self.skip_blanks();
            let value = self.value(depth + 1)?;
            match pairs.iter_mut().find(|pair| same_key(&pair.0, &key)) {
                Some(pair) => pair.1 = value,
                None => pairs.push((key, value)),
            }
            self.skip_blanks();
            let comma = self.take(',');
            self.skip_blanks();
            if self.take('}') {
                return Ok(Value::Dict(pairs));
            }
            if !comma {
                return self.fail("a comma is missing");
            }
            key = self.value(depth + 1)?;
        }
    }

    fn check_key(&self, key: &Value) -> Read<()> {
        match key {
            Value::List(_) | Value::Dict(_) | Value::Set(_) => self.fail("a list, dictionary or set cannot be a key"),
            Value::Tuple(items) => items.iter().try_for_each(|item| self.check_key(item)),
            _ => Ok(()),
        }
    }

    fn members(&self, items: Vec<Value>) -> Read<Vec<Value>> {
        let mut members: Vec<Value> = Vec::with_capacity(items.len());
        for item in items {
            self.check_key(&item)?;
            if !members.iter().any(|member| same_key(member, &item)) {
                members.push(item);
            }
        }
        Ok(members)
    }

    fn word(&mut self, depth: usize) -> Read<Value> {
        let start = self.position;
        while self.peek().is_some_and(|character| character.is_alphanumeric() || character == '_') {
            self.position += 1;
        }
        let word: String = self.characters[start..self.position].iter().collect();
        if matches!(self.peek(), Some('\'' | '"')) {
            self.position = start;
            return self.text();
        }
        match word.as_str() {
            "None" => Ok(Value::None),
            "True" => Ok(Value::Bool(true)),
            "False" => Ok(Value::Bool(false)),
            // With a `j` it is how `repr` writes an imaginary part that is too large.
            "nan" | "inf" | "nanj" | "infj" => {
                self.position = start;
                self.number()
            }
            "set" | "frozenset" | "range" | "float" | "complex" if self.peek() == Some('(') => {
                let arguments = self.items(')', depth)?.0;
                match self.built(&word, arguments) {
                    Some(value) => value,
                    None => {
                        self.position = start;
                        self.fail(&format!("{word}(...) does not take this here"))
                    }
                }
            }
            _ => {
                self.position = start;
                self.fail(&format!("the name {word} is not a value"))
            }
        }
    }

    /// The few calls that stand for values without a notation of their own. `None` where the arguments do not fit.
    fn built(&self, name: &str, mut arguments: Vec<Value>) -> Option<Read<Value>> {
        match (name, arguments.len()) {
            ("set", 0) => Some(Ok(Value::Set(Vec::new()))),
            ("frozenset", 0) => Some(Ok(Value::FrozenSet(Vec::new()))),
            ("set" | "frozenset", 1) => {
                let items = match arguments.pop()? {
                    Value::List(items) | Value::Tuple(items) | Value::Set(items) | Value::FrozenSet(items) => items,
                    _ => return None,
                };
                Some(self.members(items).map(if name == "set" { Value::Set } else { Value::FrozenSet }))
            }
            ("range", 1..=3) => {
                let mut numbers = Vec::new();
                for argument in arguments {
                    let Value::Int(digits) = argument else { return None };
                    numbers.push(digits);
                }
                let mut numbers = numbers.into_iter();
                let (first, second, third) = (numbers.next()?, numbers.next(), numbers.next());
                let step = third.unwrap_or_else(|| "1".to_owned());
                if step == "0" {
                    return None;
                }
                Some(Ok(match second {
                    Some(stop) => Value::Range(first, stop, step),
                    None => Value::Range("0".to_owned(), first, step),
                }))
            }
            ("float", 1) => match arguments.pop()? {
                Value::Str(text) => python_float(&text).map(|number| Ok(Value::Float(number))),
                Value::Int(digits) => digits.parse().ok().map(|number| Ok(Value::Float(number))),
                Value::Float(number) => Some(Ok(Value::Float(number))),
                _ => None,
            },
            ("complex", 2) => {
                let number = |value: &Value| match value {
                    Value::Float(number) => Some(*number),
                    Value::Int(digits) => digits.parse().ok(),
                    _ => None,
                };
                Some(Ok(Value::Complex(number(arguments.first()?)?, number(arguments.get(1)?)?)))
            }
            _ => None,
        }
    }

    /// A number with its sign, or the sum of a real and an imaginary one.
    fn number(&mut self) -> Read<Value> {
        let first = self.signed()?;
        let before = self.position;
        self.skip_blanks();
        if !matches!(self.peek(), Some('+' | '-')) {
            self.position = before;
            return Ok(first);
        }
        let real = match &first {
            Value::Int(digits) => digits.parse().ok(),
            Value::Float(number) => Some(*number),
            _ => None,
        };
        match (real, self.signed()?) {
            (Some(real), Value::Complex(_, imaginary)) => Ok(Value::Complex(real, imaginary)),
            _ => {
                self.position = before;
                self.fail("arithmetic is not a value")
            }
        }
    }

    fn signed(&mut self) -> Read<Value> {
        let mut negative = false;
        while let Some(sign @ ('+' | '-')) = self.peek() {
            negative ^= sign == '-';
            self.position += 1;
            self.skip_blanks();
        }
        let value = self.unsigned()?;
        Ok(if negative { negate(value) } else { value })
    }

    fn unsigned(&mut self) -> Read<Value> {
        for (word, number) in [("nan", f64::NAN), ("inf", f64::INFINITY)] {
            if word.chars().enumerate().all(|(ahead, character)| self.peek_at(ahead) == Some(character)) {
                self.position += word.len();
                return Ok(if self.take('j') { Value::Complex(0.0, number) } else { Value::Float(number) });
            }
        }
        if self.peek() == Some('f') {
            // `-float('inf')`
            return match self.word(0)? {
                value @ Value::Float(_) => Ok(value),
                _ => self.fail("a number is missing"),
            };
        }
        let start = self.position;
        if self.peek() == Some('0') {
            let base = match self.peek_at(1) {
                Some('x' | 'X') => 16,
                Some('o' | 'O') => 8,
                Some('b' | 'B') => 2,
                _ => 10,
            };
            if base != 10 {
                self.position += 2;
                let digits = self.digits(base)?;
                return Ok(Value::Int(decimal(&digits, base)));
            }
        }
        let mut text = if self.peek() == Some('.') { String::new() } else { self.digits(10)? };
        let mut is_float = false;
        if self.take('.') {
            is_float = true;
            text.push('.');
            if self.peek().is_some_and(|character| character.is_ascii_digit()) {
                text.push_str(&self.digits(10)?);
            }
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            is_float = true;
            self.position += 1;
            text.push('e');
            if let Some(sign @ ('+' | '-')) = self.peek() {
                self.position += 1;
                text.push(sign);
            }
            text.push_str(&self.digits(10)?);
        }
        let imaginary = self.take('j') || self.take('J');
        if self.peek().is_some_and(|character| character.is_alphanumeric() || character == '_') {
            self.position = start;
            return self.fail("this is not a number");
        }
        if !is_float && !imaginary {
            if text.len() > 1 && text.starts_with('0') && text.bytes().any(|digit| digit != b'0') {
                self.position = start;
                return self.fail("a number does not start with 0");
            }
            return Ok(Value::Int(without_leading_zeros(&text)));
        }
        match text.parse::<f64>() {
            Ok(number) if imaginary => Ok(Value::Complex(0.0, number)),
            Ok(number) => Ok(Value::Float(number)),
            Err(_) => {
                self.position = start;
                self.fail("this is not a number")
            }
        }
    }

    /// Digits, with single underscores between them.
    fn digits(&mut self, base: u32) -> Read<String> {
        let mut digits = String::new();
        loop {
            match self.peek() {
                Some(character) if character.is_digit(base) => digits.push(character),
                Some('_') if self.peek_at(1).is_some_and(|next| next.is_digit(base)) && (!digits.is_empty() || base != 10) => {}
                _ => break,
            }
            self.position += 1;
        }
        if digits.is_empty() { self.fail("a digit is missing") } else { Ok(digits) }
    }

    /// Text or bytes, and those that follow it directly.
    fn text(&mut self) -> Read<Value> {
        let mut points: Vec<u32> = Vec::new();
        let mut is_bytes = None;
        loop {
            let mut raw = false;
            let mut bytes = false;
            loop {
                match self.peek() {
                    Some('r' | 'R') if !raw => raw = true,
                    Some('b' | 'B') if !bytes => bytes = true,
                    Some('u' | 'U') if !raw && !bytes => {}
                    Some('\'' | '"') => break,
                    _ => return self.fail("this kind of text is not a value"),
                }
                self.position += 1;
            }
            if is_bytes.is_some_and(|before| before != bytes) {
                return self.fail("text and bytes do not mix");
            }
            is_bytes = Some(bytes);
            self.quoted(raw, bytes, &mut points)?;
            let before = self.position;
            self.skip_blanks();
            let mut ahead = 0;
            while matches!(self.peek_at(ahead), Some('r' | 'R' | 'b' | 'B' | 'u' | 'U')) && ahead < 2 {
                ahead += 1;
            }
            if !matches!(self.peek_at(ahead), Some('\'' | '"')) {
                self.position = before;
                break;
            }
        }
        if is_bytes == Some(true) {
            return Ok(Value::Bytes(points.into_iter().map(|point| u8::try_from(point).unwrap_or(b'?')).collect()));
        }
        Ok(from_points(points))
    }

    fn quoted(&mut self, raw: bool, bytes: bool, points: &mut Vec<u32>) -> Read<()> {
        let Some(quote) = self.peek() else { return self.fail("a quote is missing") };
        let triple = self.peek_at(1) == Some(quote) && self.peek_at(2) == Some(quote);
        self.position += if triple { 3 } else { 1 };
        loop {
            let Some(character) = self.peek() else { return self.fail("the closing quote is missing") };
            if character == quote && (!triple || (self.peek_at(1) == Some(quote) && self.peek_at(2) == Some(quote))) {
                self.position += if triple { 3 } else { 1 };
                return Ok(());
            }
            if character == '\n' && !triple {
                return self.fail("the closing quote is missing");
            }
            if bytes && !character.is_ascii() {
                return self.fail("bytes hold only ASCII characters");
            }
            self.position += 1;
            if character != '\\' {
                points.push(character.into());
            } else if raw {
                points.push(character.into());
                if let Some(next) = self.peek() {
                    points.push(next.into());
                    self.position += 1;
                }
            } else {
                self.escape(bytes, points)?;
            }
        }
    }

    fn escape(&mut self, bytes: bool, points: &mut Vec<u32>) -> Read<()> {
        let Some(character) = self.peek() else { return self.fail("the closing quote is missing") };
        self.position += 1;
        let point = match character {
            '\n' => return Ok(()),
            '\\' | '\'' | '"' => character.into(),
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            'x' => self.hexadecimal(2)?,
            'u' if !bytes => self.hexadecimal(4)?,
            'U' if !bytes => self.hexadecimal(8)?,
            'N' if !bytes => return self.fail("\\N{...} is not read here: write the character itself"),
            '0'..='7' => {
                let mut number = character.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|next| next.to_digit(8)) else { break };
                    number = number * 8 + digit;
                    self.position += 1;
                }
                if bytes && number > 255 {
                    return self.fail("a byte is at most 255");
                }
                number
            }
            other => {
                points.push('\\'.into());
                other.into()
            }
        };
        if point > 0x0010_ffff {
            return self.fail("there is no such character");
        }
        points.push(point);
        Ok(())
    }

    fn hexadecimal(&mut self, count: usize) -> Read<u32> {
        let mut number = 0;
        for _ in 0..count {
            match self.peek().and_then(|character| character.to_digit(16)) {
                Some(digit) => number = (number << 4) | digit,
                None => return self.fail("a hexadecimal digit is missing"),
            }
            self.position += 1;
        }
        Ok(number)
    }
}

/// Text from code points: with half a surrogate pair it is a [`Value::BrokenStr`].
pub(super) fn from_points(points: Vec<u32>) -> Value {
    match points.iter().map(|point| char::from_u32(*point)).collect::<Option<String>>() {
        Some(text) => Value::Str(text),
        None => Value::BrokenStr(points),
    }
}

/// What Python's `float` makes of a text.
pub(super) fn python_float(text: &str) -> Option<f64> {
    let lower = text.trim().to_ascii_lowercase();
    let (sign, digits) = match lower.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, lower.strip_prefix('+').unwrap_or(&lower)),
    };
    let number = match digits {
        "nan" => f64::NAN,
        "inf" | "infinity" => f64::INFINITY,
        _ if digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') => digits.parse().ok()?,
        _ => return None,
    };
    Some(sign * number)
}

fn negate(value: Value) -> Value {
    match value {
        Value::Int(digits) if digits == "0" => Value::Int(digits),
        Value::Int(digits) => Value::Int(format!("-{digits}")),
        Value::Float(number) => Value::Float(-number),
        Value::Complex(real, imaginary) => Value::Complex(-real, -imaginary),
        other => other,
    }
}

pub(super) fn without_leading_zeros(digits: &str) -> String {
    let rest = digits.trim_start_matches('0');
    if rest.is_empty() { "0".to_owned() } else { rest.to_owned() }
}

/// Digits of another base as decimal digits, for numbers of any size.
fn decimal(digits: &str, base: u32) -> String {
    // The number in pieces of nine decimal digits, the lowest first.
    const PIECE: u64 = 1_000_000_000;
    let mut pieces: Vec<u64> = vec![0];
    for digit in digits.chars().filter_map(|character| character.to_digit(base)) {
        let mut carry = u64::from(digit);
        for piece in &mut pieces {
            let product = *piece * u64::from(base) + carry;
            *piece = product % PIECE;
            carry = product / PIECE;
        }
        if carry > 0 {
            pieces.push(carry);
        }
    }
    let text: String = pieces.iter().rev().map(|piece| format!("{piece:09}")).collect();
    without_leading_zeros(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repr(text: &str) -> String {
        Value::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}")).repr()
    }

    #[test]
    fn literals_are_read() {
        for (text, expected) in [
            (" 1_000 ", "1000"),
            ("-5", "-5"),
            ("--5", "5"),
            ("0x_fF", "255"),
            ("0o17", "15"),
            ("0b101", "5"),
            ("0xffffffffffffffffffffffff", "79228162514264337593543950335"),
            ("00", "0"),
            ("1.", "1.0"),
            (".5", "0.5"),
            ("1e3", "1000.0"),
            ("-1E-7", "-1e-07"),
            ("2j", "2j"),
            ("1 - 2j", "(1-2j)"),
            ("(-0+1j)", "1j"),
            ("float('-inf')", "-inf"),
            ("-float('inf')", "-inf"),
            ("infj", "infj"),
            ("[1-nanj]", "[(1+nanj)]"),
            ("'a' \"b\"", "'ab'"),
            ("r'\\n'", "'\\\\n'"),
            ("u'é'", "'é'"),
            ("'\\x41\\u00e9\\U0001F642\\101\\q'", "'Aé🙂A\\\\q'"),
            ("'''a\n'b'''", "\"a\\n'b\""),
            ("b'\\xff' b'a'", "b'\\xffa'"),
            ("'\\ud800'", "'\\ud800'"),
            ("[1, 2,]", "[1, 2]"),
            ("()", "()"),
            ("(1)", "1"),
            ("(1,)", "(1,)"),
            ("1, 2", "(1, 2)"),
            ("{1: 'a', 1: 'b'}", "{1: 'b'}"),
            ("{1, 1.0, True}", "{1}"),
            ("{}", "{}"),
            ("set()", "set()"),
            ("frozenset([1, 1])", "frozenset({1})"),
            ("range(3)", "range(0, 3)"),
            ("[ # a\n 1\n]", "[1]"),
            ("{'a': [(1, None)], 'b': {True}}", "{'a': [(1, None)], 'b': {True}}"),
        ] {
            assert_eq!(repr(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_literal_is_refused() {
        for text in [
            "",
            "x",
            "f(1)",
            "1 + 2",
            "[1 2]",
            "[1",
            "'a",
            "'a\nb'",
            "{1: 2, 3}",
            "{1, 2: 3}",
            "{[1]}",
            "{[1]: 2}",
            "{(1, [2]): 3}",
            "012",
            "1__0",
            "1_",
            "0x",
            "1e",
            "b'é'",
            "'a' b'b'",
            "f'a'",
            "'\\N{BULLET}'",
            "'\\xg'",
            "set(1)",
            "range('a')",
            "float('x')",
            "1 2",
            "[1],]",
            "--",
            "1a",
            "range(1, 2, 0)",
            "lambda: 1",
        ] {
            assert!(Value::parse(text).is_err(), "{text:?} was taken");
        }
        let deep = "[".repeat(500) + &"]".repeat(500);
        assert_eq!(Value::parse(&deep).unwrap_err().what, "the value is nested too deeply");
    }
}
