//! What went wrong, with the program beside it: what the kinds of explanations look things up in.

use super::{
    Facts, RaisedError,
    names::{BUILTINS, CHANGING_METHODS},
    source::{Binding, BindingKind, Function, Source, Token, inside},
    template::{Code, showable},
};
use domain::value::Value as PythonValue;
use serde_json::{Map, Value};

/// An explanation before it is put into words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Finding {
    pub code: Code,
    pub params: Map<String, Value>,
}

impl Finding {
    pub fn new(code: Code) -> Self {
        Self { code, params: Map::new() }
    }

    /// A name or a value from the program or from Python; cut and cleaned, for nothing in it is trusted.
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.params.insert(name.to_owned(), Value::String(showable(text)));
        self
    }

    /// A line or a count.
    pub fn number(mut self, name: &str, number: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), number.into());
        self
    }

    /// The line that was set with [`Finding::at`].
    pub fn line(&self) -> Option<u32> {
        self.params.get("line").and_then(Value::as_u64).and_then(|line| u32::try_from(line).ok())
    }

    /// The line that the explanation is about, if it is not the line that Python named.
    pub fn at(self, line: u32) -> Self {
        self.number("line", line)
    }
}

/// An error that was raised in a program.
#[derive(Debug)]
pub(super) struct Trouble<'a> {
    pub program: &'a domain::exercise::Program,
    pub error: &'a RaisedError,
    pub message: &'a str,
    /// The line, or 0 where it is not known.
    pub line: u32,
    pub source: &'a Source<'a>,
    pub input_lines: u32,
    pub input_asked: u32,
}

/// Where a `None` came from.
enum NoneFrom<'a> {
    Function { name: &'a str, line: u32, gives_back_sometimes: bool },
    Method { name: &'a str, line: u32 },
    Print { line: u32 },
    Name(&'a str),
}

impl<'a> Trouble<'a> {
    pub fn new(facts: &Facts<'a>, error: &'a RaisedError, source: &'a Source<'a>) -> Self {
        Self {
            program: facts.program,
            error,
            message: error.message.trim(),
            line: error.line.unwrap_or(0),
            source,
            input_lines: facts.input_lines,
            input_asked: facts.input_asked,
        }
    }

    /// The tokens of the statement where it happened.
    pub fn tokens(&self) -> &'a [Token<'a>] {
        self.source.tokens_at(self.line)
    }

    /// The `repr` of a name's value at that line.
    pub fn repr_of(&self, name: &str) -> Option<&'a str> {
        self.error.values.iter().find(|(known, _)| known == name).map(|(_, repr)| repr.as_str())
    }

    /// A name's value at that line, where it is plain data and was not cut.
    pub fn value_of(&self, name: &str) -> Option<PythonValue> {
        PythonValue::parse(self.repr_of(name)?).ok()
    }

    /// The type and the length of a name's value at that line, also where the value itself is too long to be told.
    pub fn size_of(&self, name: &str) -> Option<(&'a str, u64)> {
        if let Some((_, kind, length)) = self.error.sizes.iter().find(|(known, ..)| known == name) {
            return Some((kind, *length));
        }
        let (kind, length) = match self.value_of(name)? {
            PythonValue::Str(text) => ("str", text.chars().count()),
            PythonValue::List(items) => ("list", items.len()),
            PythonValue::Tuple(items) => ("tuple", items.len()),
            _ => return None,
        };
        Some((kind, length as u64))
    }

    /// The names that the statement uses as values: not called, not after a dot, each once.
    pub fn used_names(&self) -> Vec<&'a str> {
        let tokens = self.tokens();
        let mut names: Vec<&str> = Vec::new();
        for (place, token) in tokens.iter().enumerate() {
            let after_dot = place > 0 && tokens[place - 1].is(".");
            let called = tokens.get(place + 1).is_some_and(|next| next.is("(") || (next.is("=") && token.depth > 0));
            if token.is_name() && !after_dot && !called && !names.contains(&token.text) {
                names.push(token.text);
            }
        }
        names
    }

    /// The one name in the statement whose value is of this type.
    pub fn name_of_type(&self, type_name: &str) -> Option<(&'a str, &'a str)> {
        let of_type = |name: &&str| self.value_of(name).is_some_and(|value| value.type_name() == type_name);
        let mut found = self.used_names().into_iter().filter(of_type);
        let first = found.next()?;
        found.next().is_none().then_some(())?;
        self.repr_of(first).map(|repr| (first, repr))
    }

    /// The `def` around the line.
    pub fn function_here(&self) -> Option<&'a Function<'a>> {
        let statement = self.source.statement_at(self.line)?;
        let place = self.source.function_around(statement)?;
        self.source.functions.iter().find(|function| function.statement == place)
    }

    /// Whether a place where a name gets a value can be seen from the line: in its function, or outside all functions.
    pub fn sees(&self, binding: &Binding<'_>) -> bool {
        let Some(statement) = self.source.statement_at(self.line) else { return binding.function.is_none() };
        let around = self.source.enclosing(statement);
        binding.function.is_none_or(|function| around.contains(&function))
    }

    /// The last line before this one that gives a name its value, in the same function (else outside all).
    pub fn binding_before(&self, name: &str) -> Option<&'a Binding<'a>> {
        let here = self.function_here().map(|function| function.statement);
        let of_name = |binding: &&Binding<'_>| binding.name == name;
        let local: Vec<&Binding<'_>> = self.source.bindings.iter().filter(of_name).filter(|binding| binding.function == here).collect();
        if local.is_empty() {
            // Outside its function the order of lines says nothing, so only a single one is certain.
            let mut outside = self.source.bindings.iter().filter(of_name).filter(|binding| binding.function.is_none());
            let first = outside.next()?;
            return outside.next().is_none().then_some(first);
        }
        local.into_iter().rfind(|binding| binding.line <= self.line && binding.statement != self.statement())
    }

    fn statement(&self) -> usize {
        self.source.statement_at(self.line).unwrap_or(usize::MAX)
    }

    /// The line where a name got its value from `input(...)` without a conversion, if that is certain: there is no other line that gives it one.
    pub fn input_line(&self, name: &str) -> Option<u32> {
        let here = self.function_here().map(|function| function.statement);
        let visible: Vec<&Binding<'_>> =
            self.source.bindings.iter().filter(|binding| binding.name == name && (binding.function == here || binding.function.is_none())).collect();
        let [only] = visible[..] else { return None };
        let value = self.source.assigned_value(only)?;
        (value.first()?.is("input") && value.get(1)?.is("(") && inside(value, 1).len() + 3 == value.len()).then_some(only.line)
    }

    /// Says that a value was `None`, and where it came from if that is certain.
    pub fn none_used(&self) -> Finding {
        let fill = |code: Code, function: &str, line: u32| Finding::new(code).with("function", function).number("other_line", line);
        match self.none_source() {
            Some(NoneFrom::Function { name, line, gives_back_sometimes: false }) => fill(Code::NoneFromFunction, name, line),
            Some(NoneFrom::Function { name, line, .. }) => fill(Code::NoneFromSomePath, name, line),
            Some(NoneFrom::Method { name, line }) => Finding::new(Code::NoneFromMethod).with("method", name).number("other_line", line),
            Some(NoneFrom::Print { line }) => Finding::new(Code::NoneFromPrint).number("other_line", line),
            Some(NoneFrom::Name(name)) => Finding::new(Code::NoneNamed).with("name", name),
            None => Finding::new(Code::NoneUsed),
        }
    }

    fn none_source(&self) -> Option<NoneFrom<'a>> {
        let names: Vec<&str> = self.used_names().into_iter().filter(|name| self.repr_of(name) == Some("None")).collect();
        let here = self.calls_that_give_nothing(self.tokens(), self.line, true);
        match (&names[..], here.len()) {
            ([], 1) => return here.into_iter().next(),
            ([name], 0) => return Some(self.none_of_name(name).unwrap_or(NoneFrom::Name(name))),
            ([], 0) if self.error.values.is_empty() => {}
            ([], 0) => return self.own_call_here(),
            _ => return None,
        }
        // The worker gave no values: a name that can only be `None` is as good.
        let mut found = self.used_names().into_iter().filter_map(|name| self.none_of_name(name));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The only call of a function of the program in the statement: where no name is `None`, the `None` can come from nothing else.
    fn own_call_here(&self) -> Option<NoneFrom<'a>> {
        let tokens = self.tokens();
        let mut calls = tokens.windows(2).filter(|pair| pair[0].is_name() && pair[1].is("("));
        let name = calls.next()?[0].text;
        let function = self.source.function(name).filter(|_| calls.next().is_none())?;
        Some(NoneFrom::Function { name: function.name, line: self.line, gives_back_sometimes: true })
    }

    fn none_of_name(&self, name: &str) -> Option<NoneFrom<'a>> {
        let binding = self.binding_before(name)?;
        let value = self.source.assigned_value(binding)?;
        // `x = f(...)` and nothing else on the right side.
        let open = value.iter().position(|token| token.is("("))?;
        let whole = open + 1 + inside(value, open).len() + 1 == value.len();
        let known_none = self.repr_of(name) == Some("None");
        let found = self.calls_that_give_nothing(value, binding.line, false).into_iter().next().filter(|_| whole)?;
        let certain = known_none || !matches!(found, NoneFrom::Function { gives_back_sometimes: true, .. });
        certain.then_some(found)
    }

    /// Calls in these tokens that give nothing back. In a statement that failed, a call on a line of its own is not what was used.
    fn calls_that_give_nothing(&self, tokens: &'a [Token<'a>], line: u32, used: bool) -> Vec<NoneFrom<'a>> {
        let mut found = Vec::new();
        for (place, token) in tokens.iter().enumerate() {
            let called = token.is_name() && tokens.get(place + 1).is_some_and(|next| next.is("(") && next.depth == token.depth);
            if !called {
                continue;
            }
            // The value of a call is used if something follows its brackets, or if it stands inside something.
            let end = place + 2 + inside(tokens, place + 1).len();
            let next = tokens.get(end + 1);
            if used && token.depth == 0 && next.is_none() && (place == 0 || tokens[place - 1].is(".")) {
                continue;
            }
            let after_dot = place > 0 && tokens[place - 1].is(".");
            if after_dot {
                if CHANGING_METHODS.contains(&token.text) && self.source.functions.iter().all(|function| function.name != token.text) {
                    found.push(NoneFrom::Method { name: token.text, line });
                }
            } else if let Some(function) = self.source.function(token.text) {
                let sometimes = function.gives_back;
                // A function that has a `return` with a value is suspected only where the value is known to be None.
                if !sometimes || !used {
                    found.push(NoneFrom::Function { name: function.name, line: function.line, gives_back_sometimes: sometimes });
                }
            } else if token.text == "print" && self.source.bindings.iter().all(|binding| binding.name != "print") {
                // `print(f(x) + 1)`: the outer print is not what was used.
                if next.is_some() || !used {
                    found.push(NoneFrom::Print { line });
                }
            }
        }
        found
    }

    /// A function's name in the statement that stands without round brackets where its value was meant.
    pub fn function_without_call(&self) -> Option<&'a str> {
        let tokens = self.tokens();
        let mut found = tokens.iter().enumerate().filter(|(place, token)| {
            let next = tokens.get(place + 1);
            let before = place.checked_sub(1).and_then(|before| tokens.get(before));
            let is_function = if before.is_some_and(|before| before.is(".")) {
                false
            } else {
                self.source.function(token.text).is_some()
                    || (BUILTINS.contains(&token.text) && self.source.bindings.iter().all(|binding| binding.name != token.text))
            };
            token.is_name() && is_function && !next.is_some_and(|next| next.is("(") || next.is("["))
        });
        let (_, first) = found.next()?;
        found.next().is_none().then_some(first.text)
    }

    /// A file's text ends with it: whether the program brings a file that hides a module.
    pub fn covering_file(&self, module: &str) -> Option<String> {
        let wanted = format!("{module}.py");
        self.program.files().iter().find(|file| file.path == wanted).map(|file| file.path.clone())
    }

    /// The names that the program gives to values and that can be seen from the line, with the line where each first gets one.
    pub fn visible_names(&self) -> Vec<(&'a str, u32)> {
        let mut names: Vec<(&str, u32)> = Vec::new();
        for binding in &self.source.bindings {
            if self.sees(binding) && names.iter().all(|(name, _)| *name != binding.name) {
                names.push((binding.name, binding.line));
            }
        }
        names
    }
}

/// The part of a message between two pieces.
pub(super) fn between<'m>(message: &'m str, start: &str, end: &str) -> Option<&'m str> {
    let (_, rest) = message.split_once(start)?;
    rest.split_once(end).map(|(found, _)| found)
}

/// The texts in single quotes in a message, in order.
pub(super) fn quoted(message: &str) -> Vec<&str> {
    message.split('\'').skip(1).step_by(2).collect()
}

/// Whether a binding makes a function or a class.
pub(super) fn is_definition(binding: &Binding<'_>) -> bool {
    binding.kind == BindingKind::Definition
}
