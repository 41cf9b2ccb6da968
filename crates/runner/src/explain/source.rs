//! A small reader of Python source: tokens, statements, names and functions. It never fails: what it cannot read becomes a token of its own kind, because most programs
//! that come here are broken.
//!
//! Two views are kept. Tokens by physical line serve programs that Python could not read; statements with their blocks serve programs that ran.

use std::ops::Range;

/// Python's keywords. A name may not be one of them.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Keywords that begin a line which ends with a colon.
pub(super) const HEADERS: [&str; 11] = ["if", "elif", "else", "for", "while", "def", "class", "try", "except", "finally", "with"];

/// Signs of more than one character, longest first.
const LONG_SIGNS: [&str; 26] = [
    "**=", "//=", ">>=", "<<=", "...", "!=", "==", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", "**", "//", "<<",
    ">>", "<>", "&&",
];

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Name,
    /// A number.
    Number,
    /// A text in quotes, with its prefix.
    Text {
        /// Whether the closing quotes are there; if not, the end of the line or the file came first.
        closed: bool,
        /// Whether it has three quotes.
        triple: bool,
    },
    /// An operator, a bracket, a comma.
    Sign,
    /// A character that Python does not know outside texts.
    Strange,
}

/// A piece of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// From 1.
    pub line: u32,
    /// How many brackets are open before it.
    pub depth: usize,
    /// Whether it follows the token before it without a blank.
    pub glued: bool,
}

impl Token<'_> {
    /// Whether it is this sign or word (a text that reads so does not count).
    pub fn is(&self, text: &str) -> bool {
        self.text == text && matches!(self.kind, Kind::Sign | Kind::Name | Kind::Strange)
    }

    pub fn is_keyword(&self) -> bool {
        self.kind == Kind::Name && KEYWORDS.contains(&self.text)
    }

    /// Whether it is a name that a program may give to a value.
    pub fn is_name(&self) -> bool {
        self.kind == Kind::Name && !KEYWORDS.contains(&self.text)
    }

    pub fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text { .. })
    }

    /// Whether a value can begin with it (a bracket could also be a call, so it does not count).
    pub fn begins_value(&self) -> bool {
        match self.kind {
            Kind::Name => !self.is_keyword() || matches!(self.text, "True" | "False" | "None"),
            Kind::Number | Kind::Text { .. } => true,
            Kind::Sign | Kind::Strange => false,
        }
    }

    /// Whether a value can end with it.
    pub fn ends_value(&self) -> bool {
        self.begins_value() || (self.kind == Kind::Sign && matches!(self.text, ")" | "]" | "}"))
    }
}

/// A bracket and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bracket<'a> {
    pub text: &'a str,
    pub line: u32,
}

/// One statement: a header (`if x:`) is a statement of its own, and so is what stands behind its colon on the same line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// Its first line, from 1.
    pub line: u32,
    /// Its last line.
    pub end_line: u32,
    /// Columns of blanks in front of it. What stands behind a header's colon counts as one further in.
    pub indent: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// How a name gets a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BindingKind {
    /// `name = ...`
    Assignment,
    /// `name += ...`
    Augmented,
    /// `for name in ...`
    Loop,
    /// `def name(...)` or `class name`
    Definition,
    /// `import name`, `from ... import name`
    Import,
    /// A name in the brackets of a `def`.
    Parameter,
    /// `with ... as name`, `except ... as name`, `:=`
    Other,
}

/// A place where a name gets a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binding<'a> {
    pub name: &'a str,
    pub line: u32,
    pub kind: BindingKind,
    /// Place of its statement.
    pub statement: usize,
    /// Place of the `def` in which it stands (for a parameter: to which it belongs); `None` outside all functions.
    pub function: Option<usize>,
}

/// A parameter of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parameter<'a> {
    pub name: &'a str,
    /// Whether it needs no value in a call: a default, `*args`, `**kwargs`.
    pub optional: bool,
    /// Whether it is `*args` or `**kwargs`.
    pub starred: bool,
}

/// A function of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Function<'a> {
    pub name: &'a str,
    pub line: u32,
    /// Place of its `def` statement.
    pub statement: usize,
    /// The class it belongs to.
    pub class: Option<&'a str>,
    pub parameters: Vec<Parameter<'a>>,
    /// Whether somewhere in it stands `return` with a value, or `yield`.
    pub gives_back: bool,
}

/// A program's text, read.
#[derive(Debug, Clone)]
pub(super) struct Source<'a> {
    lines: Vec<&'a str>,
    pub tokens: Vec<Token<'a>>,
    pub statements: Vec<Statement>,
    /// Brackets that are open at the end.
    pub open: Vec<Bracket<'a>>,
    /// The first closing bracket that closes nothing or something else, with the bracket that was open.
    pub mismatch: Option<(Bracket<'a>, Option<Bracket<'a>>)>,
    pub bindings: Vec<Binding<'a>>,
    pub functions: Vec<Function<'a>>,
}

impl<'a> Source<'a> {
    /// Reads a program.
    pub fn read(text: &'a str) -> Self {
        let mut source = Self {
            lines: text.lines().collect(),
            tokens: Vec::new(),
            statements: Vec::new(),
            open: Vec::new(),
            mismatch: None,
            bindings: Vec::new(),
            functions: Vec::new(),
        };
        let ends = source.tokenize(text);
        source.split_statements(&ends);
        source.find_functions();
        source.find_bindings();
        source
    }

    /// A line's text; empty where there is no such line.
    pub fn line(&self, line: u32) -> &'a str {
        line.checked_sub(1).and_then(|place| self.lines.get(place as usize)).copied().unwrap_or("")
    }

    /// How many lines there are.
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.lines.len()).unwrap_or(u32::MAX)
    }

    /// The tokens that begin on a physical line.
    pub fn line_tokens(&self, line: u32) -> &[Token<'a>] {
        let start = self.tokens.partition_point(|token| token.line < line);
        let end = self.tokens.partition_point(|token| token.line <= line);
        &self.tokens[start..end]
    }

    /// A statement's tokens.
    pub fn tokens_of(&self, statement: &Statement) -> &[Token<'a>] {
        self.tokens.get(statement.tokens.clone()).unwrap_or(&[])
    }

    /// The tokens of the statement at a place; empty where there is none.
    pub fn tokens_in(&self, place: usize) -> &[Token<'a>] {
        self.statements.get(place).map_or(&[], |statement| self.tokens_of(statement))
    }

    /// Place of the statement that a line belongs to: the last one that covers it.
    pub fn statement_at(&self, line: u32) -> Option<usize> {
        self.statements.iter().rposition(|statement| statement.line <= line && line <= statement.end_line)
    }

    /// The tokens of all statements at a line, or the line's own tokens where no statement is known.
    pub fn tokens_at(&self, line: u32) -> &[Token<'a>] {
        let mut range: Option<Range<usize>> = None;
        for statement in self.statements.iter().filter(|statement| statement.line <= line && line <= statement.end_line) {
            let start = range.as_ref().map_or(statement.tokens.start, |range| range.start);
            range = Some(start..statement.tokens.end);
        }
        range.and_then(|range| self.tokens.get(range)).unwrap_or_else(|| self.line_tokens(line))
    }

    /// The places of the statements in a header's block.
    pub fn block(&self, header: usize) -> Range<usize> {
        let Some(indent) = self.statements.get(header).map(|statement| statement.indent) else { return 0..0 };
        let start = header + 1;
        let length = self.statements[start..].iter().take_while(|statement| statement.indent > indent).count();
        start..start + length
    }

    /// The headers around a statement, innermost first.
    pub fn enclosing(&self, statement: usize) -> Vec<usize> {
        let mut around = Vec::new();
        let Some(mut indent) = self.statements.get(statement).map(|statement| statement.indent) else { return around };
        for place in (0..statement).rev() {
            if self.statements[place].indent < indent {
                indent = self.statements[place].indent;
                around.push(place);
            }
        }
        around
    }

    /// Place of the `def` around a statement.
    pub fn function_around(&self, statement: usize) -> Option<usize> {
        self.enclosing(statement).into_iter().find(|place| self.begins_with(*place, "def"))
    }

    /// The loops around a statement inside its function, innermost first; the statement itself counts if it is a loop's header.
    pub fn loops_around(&self, statement: usize) -> Vec<usize> {
        let mut around = vec![statement];
        around.extend(self.enclosing(statement));
        around
            .into_iter()
            .take_while(|place| !self.begins_with(*place, "def") && !self.begins_with(*place, "class"))
            .filter(|place| self.is_loop(*place))
            .collect()
    }

    pub fn is_loop(&self, statement: usize) -> bool {
        self.begins_with(statement, "for") || self.begins_with(statement, "while")
    }

    /// Whether a statement begins with a word (an `async` in front does not count).
    pub fn begins_with(&self, statement: usize, word: &str) -> bool {
        let tokens = self.tokens_in(statement);
        let first = if tokens.first().is_some_and(|token| token.is("async")) { tokens.get(1) } else { tokens.first() };
        first.is_some_and(|token| token.is(word))
    }

    /// The only function of this name, outside all classes.
    pub fn function(&self, name: &str) -> Option<&Function<'a>> {
        only(self.functions.iter().filter(|function| function.name == name && function.class.is_none()))
    }

    /// The only method of this name in a class.
    pub fn method(&self, class: &str, name: &str) -> Option<&Function<'a>> {
        only(self.functions.iter().filter(|function| function.name == name && function.class == Some(class)))
    }

    /// The program's classes, with their lines.
    pub fn classes(&self) -> impl Iterator<Item = (&'a str, u32)> + '_ {
        self.statements.iter().enumerate().filter(|(place, _)| self.begins_with(*place, "class")).filter_map(|(_, statement)| {
            let name = self.tokens_of(statement).get(1).filter(|token| token.is_name())?;
            Some((name.text, statement.line))
        })
    }

    /// The names that objects of a class get by `self.name = ...`, with the line where each is first.
    pub fn self_names(&self, class: &str) -> Vec<(&'a str, u32)> {
        let mut names: Vec<(&str, u32)> = Vec::new();
        let header = (0..self.statements.len())
            .find(|place| self.begins_with(*place, "class") && self.tokens_in(*place).get(1).is_some_and(|token| token.is(class)));
        for place in header.map_or(0..0, |header| self.block(header)) {
            for window in self.tokens_in(place).windows(4) {
                let new = names.iter().all(|(name, _)| *name != window[2].text);
                if window[0].is("self") && window[1].is(".") && window[2].is_name() && window[3].is("=") && new {
                    names.push((window[2].text, window[2].line));
                }
            }
        }
        names
    }

    /// The tokens on the right of a plain `name = ...`.
    pub fn assigned_value(&self, binding: &Binding<'_>) -> Option<&[Token<'a>]> {
        let tokens = self.tokens_in(binding.statement);
        let plain = binding.kind == BindingKind::Assignment && tokens.first()?.text == binding.name && tokens.get(1)?.is("=");
        plain.then(|| &tokens[2..])
    }

    /// Reads tokens; gives back where logical lines end: before which token.
    fn tokenize(&mut self, text: &'a str) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut position = 0;
        let mut line = 1;
        let mut glued = false;
        // A line that ends with a backslash goes on in the next one.
        let mut continued = false;
        while let Some(character) = text[position..].chars().next() {
            let rest = &text[position..];
            match character {
                '\n' => {
                    if self.open.is_empty() && !continued && ends.last() != Some(&self.tokens.len()) {
                        ends.push(self.tokens.len());
                    }
                    continued = false;
                    line += 1;
                    position += 1;
                    glued = false;
                }
                ' ' | '\t' | '\r' | '\x0c' | '\u{feff}' => {
                    position += character.len_utf8();
                    glued = false;
                }
                '#' => position += rest.find('\n').unwrap_or(rest.len()),
                '\\' if rest[1..].trim_start_matches('\r').starts_with('\n') => {
                    continued = true;
                    position += 1;
                }
                _ => {
                    let (kind, length) = read_token(rest);
                    let piece = &rest[..length];
                    self.tokens.push(Token { kind, text: piece, line, depth: self.open.len(), glued });
                    if kind == Kind::Sign {
                        self.note_bracket(piece, line);
                    }
                    line += u32::try_from(piece.matches('\n').count()).unwrap_or(0);
                    position += length;
                    glued = true;
                }
            }
        }
        if ends.last() != Some(&self.tokens.len()) {
            ends.push(self.tokens.len());
        }
        ends
    }

    fn note_bracket(&mut self, text: &'a str, line: u32) {
        let bracket = Bracket { text, line };
        let partner = match text {
            "(" | "[" | "{" => return self.open.push(bracket),
            ")" => "(",
            "]" => "[",
            "}" => "{",
            _ => return,
        };
        // A bracket of the wrong kind closes too: that is more likely meant than one level more.
        let last = self.open.pop();
        if last.is_none_or(|open| open.text != partner) {
            self.mismatch.get_or_insert((bracket, last));
        }
    }

    fn split_statements(&mut self, ends: &[usize]) {
        let mut start = 0;
        for end in ends {
            if start < *end {
                self.split_logical_line(start, *end);
            }
            start = *end;
        }
    }

    fn split_logical_line(&mut self, start: usize, end: usize) {
        let mut indent = width(self.line(self.tokens[start].line));
        let mut from = start;
        let mut header = HEADERS.contains(&self.tokens[start].text) || self.tokens[start].is("async");
        for place in start..end {
            let token = self.tokens[place];
            let ends_header = header && token.depth == 0 && token.is(":");
            if place + 1 == end || ends_header || (token.depth == 0 && token.is(";")) {
                let newlines = u32::try_from(token.text.matches('\n').count()).unwrap_or(0);
                self.statements.push(Statement { line: self.tokens[from].line, end_line: token.line + newlines, indent, tokens: from..place + 1 });
                from = place + 1;
                if ends_header {
                    header = false;
                    indent += 1;
                }
            }
        }
    }

    fn find_functions(&mut self) {
        let places = (0..self.statements.len()).filter(|place| self.begins_with(*place, "def"));
        self.functions = places.filter_map(|place| self.read_function(place)).collect();
    }

    fn read_function(&self, place: usize) -> Option<Function<'a>> {
        let tokens = self.tokens_in(place);
        let name_place = tokens.iter().position(|token| token.is("def"))? + 1;
        let name = tokens.get(name_place).filter(|token| token.kind == Kind::Name)?.text;
        let class = self.enclosing(place).first().filter(|around| self.begins_with(**around, "class")).and_then(|around| {
            let name = self.tokens_in(*around).get(1)?;
            name.is_name().then_some(name.text)
        });
        // A `return` in a function inside this one is that one's own.
        let own = self.block(place).filter(|inner| self.function_around(*inner) == Some(place));
        let gives_back = own.into_iter().any(|inner| {
            let tokens = self.tokens_in(inner);
            let value = match tokens {
                [word, rest @ ..] if word.is("return") => {
                    !rest.first().is_none_or(|first| first.is(";")) && !matches!(rest, [only] if only.is("None"))
                }
                _ => false,
            };
            value || tokens.iter().any(|token| token.is("yield"))
        });
        Some(Function {
            name,
            line: self.statements[place].line,
            statement: place,
            class,
            parameters: read_parameters(&tokens[name_place + 1..]),
            gives_back,
        })
    }

    fn find_bindings(&mut self) {
        let mut bindings = Vec::new();
        for place in 0..self.statements.len() {
            self.bind_statement(place, &mut bindings);
        }
        self.bindings = bindings;
    }

    fn bind_statement(&self, place: usize, bindings: &mut Vec<Binding<'a>>) {
        let tokens = self.tokens_in(place);
        let around = self.function_around(place);
        let mut bind = |token: &Token<'a>, kind, function| {
            if token.is_name() {
                bindings.push(Binding { name: token.text, line: token.line, kind, statement: place, function });
            }
        };
        let first = tokens.first().map_or("", |token| token.text);
        // A class's own names are not names of the program.
        let in_class = self.enclosing(place).first().is_some_and(|around| self.begins_with(*around, "class"));
        if let Some(function) = self.functions.iter().find(|function| function.statement == place) {
            if let Some(token) = tokens.iter().find(|token| token.text == function.name).filter(|_| !in_class) {
                bind(token, BindingKind::Definition, around);
            }
            for parameter in &function.parameters {
                if let Some(token) = tokens.iter().skip(2).find(|token| token.text == parameter.name) {
                    bind(token, BindingKind::Parameter, Some(place));
                }
            }
            return;
        }
        match first {
            "class" => {
                if let Some(token) = tokens.get(1) {
                    bind(token, BindingKind::Definition, around);
                }
                return;
            }
            "import" | "from" => {
                let from = tokens.iter().position(|token| token.is("import")).map_or(tokens.len(), |place| place + 1);
                for (offset, token) in tokens.iter().enumerate().skip(from) {
                    let renamed = tokens.get(offset + 1).is_some_and(|next| next.is("as"));
                    let dotted = tokens[offset - 1].is(".");
                    if !renamed && !dotted {
                        bind(token, BindingKind::Import, around);
                    }
                }
                return;
            }
            "for" => {
                for token in tokens.iter().skip(1).take_while(|token| !token.is("in")) {
                    bind(token, BindingKind::Loop, around);
                }
            }
            _ => {}
        }
        let last_equals = tokens.iter().rposition(|token| token.depth == 0 && token.is("="));
        for (offset, token) in tokens.iter().enumerate() {
            let before = offset.checked_sub(1).and_then(|before| tokens.get(before));
            let next = tokens.get(offset + 1);
            let next_is = |signs: &[&str]| next.is_some_and(|next| signs.iter().any(|sign| next.is(sign)));
            if before.is_some_and(|before| before.is("as")) || next_is(&[":="]) {
                bind(token, BindingKind::Other, around);
                continue;
            }
            if in_class || HEADERS.contains(&first) {
                continue;
            }
            // A name on the left of `=`, alone or among others: `a = `, `a, b = `, `(a, b) = `; not `a.b = ` or `a[0] = `.
            let whole =
                before.is_none_or(|before| [",", "(", "[", "=", "*"].iter().any(|sign| before.is(sign))) && next_is(&[",", ")", "]", "=", ":"]);
            let in_lookup = tokens[..offset]
                .iter()
                .enumerate()
                .any(|(place, open)| (open.is("(") || open.is("[")) && open.depth < token.depth && place > 0 && tokens[place - 1].ends_value());
            if whole && !in_lookup && last_equals.is_some_and(|equals| offset < equals) {
                bind(token, BindingKind::Assignment, around);
            }
            let augmented = next.is_some_and(|next| {
                next.kind == Kind::Sign
                    && next.depth == 0
                    && next.text.len() > 1
                    && next.text.ends_with('=')
                    && !matches!(next.text, "==" | "!=" | "<=" | ">=" | ":=")
            });
            if offset == 0 && augmented {
                bind(token, BindingKind::Augmented, around);
            }
        }
    }
}

/// The one thing that an iterator gives, if it is only one.
pub(super) fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Columns of blanks at the start of a line; a tab goes to the next multiple of eight, as Python reads it.
pub(super) fn width(line: &str) -> usize {
    let mut columns = 0;
    for character in line.chars() {
        match character {
            ' ' => columns += 1,
            '\t' => columns = (columns / 8 + 1) * 8,
            _ => break,
        }
    }
    columns
}

/// The pieces between commas that belong to the outermost level of these tokens.
pub(super) fn split_at_commas<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let Some(depth) = tokens.iter().map(|token| token.depth).min() else { return Vec::new() };
    tokens.split(|token| token.depth == depth && token.is(",")).filter(|piece| !piece.is_empty()).collect()
}

/// The tokens between an opening bracket at `open` and its partner.
pub(super) fn inside<'t, 'a>(tokens: &'t [Token<'a>], open: usize) -> &'t [Token<'a>] {
    let Some(depth) = tokens.get(open).map(|token| token.depth) else { return &[] };
    let rest = &tokens[open + 1..];
    let end = rest.iter().position(|token| token.kind == Kind::Sign && token.depth == depth + 1 && matches!(token.text, ")" | "]" | "}"));
    &rest[..end.unwrap_or(rest.len())]
}

fn read_parameters<'a>(tokens: &[Token<'a>]) -> Vec<Parameter<'a>> {
    if !tokens.first().is_some_and(|token| token.is("(")) {
        return Vec::new();
    }
    let read = |piece: &[Token<'a>]| {
        let starred = piece.first().is_some_and(|token| token.is("*") || token.is("**"));
        let name = piece.iter().find(|token| token.is_name())?.text;
        Some(Parameter { name, optional: starred || piece.iter().any(|token| token.is("=")), starred })
    };
    split_at_commas(inside(tokens, 0)).into_iter().filter_map(read).collect()
}

fn read_token(rest: &str) -> (Kind, usize) {
    if let Some(found) = read_text(rest) {
        return found;
    }
    let Some(first) = rest.chars().next() else { return (Kind::Strange, 0) };
    let second_is_digit = rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    if first.is_ascii_digit() || (first == '.' && second_is_digit) {
        return (Kind::Number, number_length(rest));
    }
    if first.is_alphabetic() || first == '_' {
        let length = rest.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(rest.len());
        return (Kind::Name, length);
    }
    if let Some(sign) = LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return (Kind::Sign, sign.len());
    }
    if "+-*/%@&|^~<>=()[]{},:.;".contains(first) {
        return (Kind::Sign, 1);
    }
    (Kind::Strange, first.len_utf8())
}

/// A number's length. `2x` is the number 2, and then a name.
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let based = bytes[0] == b'0' && bytes.get(1).is_some_and(|byte| b"xXoObB".contains(byte)) && bytes.get(2).is_some_and(u8::is_ascii_hexdigit);
    if based {
        return 2 + rest[2..].find(|character: char| !character.is_ascii_hexdigit() && character != '_').unwrap_or(rest.len() - 2);
    }
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count();
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') {
        length += 1 + digits(length + 1);
    }
    if bytes.get(length).is_some_and(|byte| b"eE".contains(byte)) {
        let sign = usize::from(bytes.get(length + 1).is_some_and(|byte| b"+-".contains(byte)));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            length += 1 + sign + exponent;
        }
    }
    length
}

fn read_text(rest: &str) -> Option<(Kind, usize)> {
    let prefix = rest.bytes().take(2).take_while(|byte| b"rRbBuUfF".contains(byte)).count();
    let body = &rest[prefix..];
    let quote = body.chars().next().filter(|character| matches!(character, '"' | '\''))?;
    let three = |bytes: &[u8]| bytes.get(..3).is_some_and(|bytes| bytes.iter().all(|byte| char::from(*byte) == quote));
    let triple = three(body.as_bytes());
    let mut escaped = false;
    for (position, character) in body.char_indices().skip(if triple { 3 } else { 1 }) {
        if escaped {
            escaped = false;
            continue;
        }
        match character {
            '\\' => escaped = true,
            '\n' if !triple => return Some((Kind::Text { closed: false, triple }, prefix + position)),
            _ if character == quote && !triple => return Some((Kind::Text { closed: true, triple }, prefix + position + 1)),
            _ if triple && three(&body.as_bytes()[position..]) => return Some((Kind::Text { closed: true, triple }, prefix + position + 3)),
            _ => {}
        }
    }
    Some((Kind::Text { closed: false, triple }, rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        Source::read(text).tokens.iter().map(|token| token.text.to_owned()).collect()
    }

    #[test]
    fn texts_comments_and_signs_are_told_apart() {
        assert_eq!(texts("x = 'a # b' # c\n"), ["x", "=", "'a # b'"]);
        assert_eq!(texts("a//=2**-1.5e3"), ["a", "//=", "2", "**", "-", "1.5e3"]);
        assert_eq!(texts("f\"{n}\" '''a\nb''' 'a\\'b'"), ["f\"{n}\"", "'''a\nb'''", "'a\\'b'"]);
        assert_eq!(texts("2x 0x1F .5 1.append"), ["2", "x", "0x1F", ".5", "1.", "append"]);
        let source = Source::read("x = 'it's'\n");
        assert_eq!(source.tokens.last().map(|token| token.kind), Some(Kind::Text { closed: false, triple: false }));
    }

    #[test]
    fn brackets_are_followed_over_lines() {
        assert_eq!(Source::read("print(\n  'a)'\nx = [1\n").open, [Bracket { text: "(", line: 1 }, Bracket { text: "[", line: 3 }]);
        assert!(Source::read("print('(')").open.is_empty());
        let mismatch = Source::read("x = [1, 2)\n").mismatch;
        assert_eq!(mismatch, Some((Bracket { text: ")", line: 1 }, Some(Bracket { text: "[", line: 1 }))));
        assert_eq!(Source::read("x = (1)\n").mismatch, None);
    }

    #[test]
    fn statements_know_their_blocks() {
        let source = Source::read("def f(a, b=1, *c):\n    for i in a:\n        if i: return i\n    x = (1,\n      2)\ny = 3; z = 4\n");
        let lines: Vec<u32> = source.statements.iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [1, 2, 3, 3, 4, 6, 6]);
        assert_eq!(source.block(0), 1..5);
        assert_eq!(source.enclosing(3), [2, 1, 0]);
        assert_eq!(source.function_around(3), Some(0));
        assert_eq!(source.loops_around(3), [1]);
        assert_eq!(source.statement_at(5), Some(4));
        let function = source.function("f").unwrap();
        assert!(function.gives_back);
        let parameters: Vec<(&str, bool)> = function.parameters.iter().map(|parameter| (parameter.name, parameter.optional)).collect();
        assert_eq!(parameters, [("a", false), ("b", true), ("c", true)]);
    }

    #[test]
    fn names_are_found_where_they_get_a_value() {
        let text = "import math\nfrom random import choice as pick\na, b = 1, 2\nc.d = 3\ne[f] = 4\ng += 1\nfor h, i in []:\n    pass\nprint(j=1)\nif k == 2:\n    l = m = 3\nd = {'x': n}\no: int = 3\nwith p() as q:\n    pass\n";
        let source = Source::read(text);
        let names: Vec<&str> = source.bindings.iter().map(|binding| binding.name).collect();
        assert_eq!(names, ["math", "pick", "a", "b", "g", "h", "i", "l", "m", "d", "o", "q"]);
        let source = Source::read("class A:\n    size = 3\n    def f(self, x):\n        y = x\n        self.z = 1\n");
        let names: Vec<(&str, Option<usize>)> = source.bindings.iter().map(|binding| (binding.name, binding.function)).collect();
        assert_eq!(names, [("A", None), ("self", Some(2)), ("x", Some(2)), ("y", Some(2))]);
        assert_eq!(source.self_names("A"), [("z", 5)]);
        assert!(source.self_names("B").is_empty());
    }

    #[test]
    fn a_function_gives_back_only_by_its_own_return() {
        let source = Source::read(
            "def f():\n    def g():\n        return 1\n    g()\ndef h():\n    return\ndef k():\n    yield 1\ndef n():\n    return None\n",
        );
        let found: Vec<(&str, bool)> = source.functions.iter().map(|function| (function.name, function.gives_back)).collect();
        assert_eq!(found, [("f", false), ("g", true), ("h", false), ("k", true), ("n", false)]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "(?s).{0,200}") {
            Source::read(&text);
        }

        #[test]
        fn anything_like_a_program_can_be_read(words in prop::collection::vec(prop::sample::select(vec![
            "def f(", "x", "=", "'", "\"\"\"", ":\n", "    ", "\n", "(", "]", "\\\n", "\\", "#", "1.", "for ", "in", "return", "class ", ",", "lambda:", "f'{",
            "import ", "from", "async ", "as ", "é", "\u{a0}",
        ]), 0..60)) {
            Source::read(&words.concat());
        }
    }
}
