//! Places, keys and names after a dot that are not there: `IndexError`, `KeyError`, `AttributeError`.

use super::{
    habits::takes_out,
    names::{LIST_METHODS, PROCESS_NAMES, SOCKET_NAMES, TEXT_METHODS, closest, methods, module_names},
    source::{BindingKind, Kind, Token, inside, only},
    template::Code,
    trouble::{Finding, Trouble, between, quoted},
};
use domain::value::Value;

/// One `name[...]` in a statement.
struct Lookup<'a> {
    name: &'a str,
    brackets: &'a [Token<'a>],
}

/// The lookups in the statement that begin with a name.
fn lookups<'a>(trouble: &Trouble<'a>) -> Vec<Lookup<'a>> {
    let tokens = trouble.tokens();
    let mut found = Vec::new();
    for (place, pair) in tokens.windows(2).enumerate() {
        let after_dot = place > 0 && tokens[place - 1].is(".");
        if pair[0].is_name() && !after_dot && pair[1].is("[") && pair[1].glued {
            let brackets = inside(tokens, place + 1);
            // A slice never goes outside.
            if !brackets.iter().any(|token| token.is(":") && token.depth == pair[1].depth + 1) {
                found.push(Lookup { name: pair[0].text, brackets });
            }
        }
    }
    found
}

/// How many values a name's value has, where that can be known.
fn length_of(trouble: &Trouble<'_>, name: &str) -> Option<i64> {
    trouble.size_of(name).and_then(|(kind, length)| matches!(kind, "str" | "list" | "tuple").then_some(length)?.try_into().ok())
}

/// A small sum in square brackets: numbers, names with whole numbers, `len(name)`, `+` and `-`.
fn work_out(trouble: &Trouble<'_>, tokens: &[Token<'_>]) -> Option<i64> {
    let mut total: i64 = 0;
    let mut sign = 1;
    let mut rest = tokens;
    let mut expects_value = true;
    while let Some(first) = rest.first() {
        if first.is("+") || first.is("-") {
            let minus = if first.is("-") { -1 } else { 1 };
            sign = if expects_value { sign * minus } else { minus };
            expects_value = true;
            rest = &rest[1..];
            continue;
        }
        let (value, used) = if first.is("len") && rest.get(1)?.is("(") && rest.get(3)?.is(")") {
            (length_of(trouble, rest.get(2)?.text)?, 4)
        } else if first.kind == Kind::Number {
            (first.text.parse().ok()?, 1)
        } else if first.is_name() {
            match trouble.value_of(first.text)? {
                Value::Int(digits) => (digits.parse().ok()?, 1),
                _ => return None,
            }
        } else {
            return None;
        };
        if !expects_value {
            return None;
        }
        total = total.checked_add(value.checked_mul(sign)?)?;
        sign = 1;
        expects_value = false;
        rest = &rest[used..];
    }
    (!expects_value).then_some(total)
}

fn text_of(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    for (place, token) in tokens.iter().enumerate() {
        if place > 0 && !token.glued {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    text
}

/// Explains an `IndexError`.
pub(super) fn explain_index(trouble: &Trouble<'_>) -> Finding {
    let message = trouble.message;
    if message == "pop from empty list" {
        return Finding::new(Code::PopEmpty);
    }
    if message == "Cannot choose from an empty sequence" {
        return Finding::new(Code::GreatestOfNothing).with("function", "choice");
    }
    let container = match message.split(' ').next() {
        Some("list") => "list",
        Some("string") => "str",
        Some("tuple") => "tuple",
        _ => return Finding::new(Code::IndexOther).with("message", message),
    };
    if message == "list assignment index out of range" && !trouble.tokens().first().is_some_and(|first| first.is("del")) {
        return Finding::new(Code::PlaceNotMade);
    }
    outside(trouble, container).unwrap_or_else(|| Finding::new(Code::PlaceOutsidePlain)).with("container", container)
}

fn outside(trouble: &Trouble<'_>, container: &str) -> Option<Finding> {
    let of_kind = |name: &str| trouble.size_of(name).is_some_and(|(kind, _)| kind == container);
    let lookups: Vec<Lookup<'_>> = lookups(trouble).into_iter().filter(|lookup| of_kind(lookup.name)).collect();
    let is_outside = |lookup: &&Lookup<'_>| {
        let length = length_of(trouble, lookup.name);
        let place = work_out(trouble, lookup.brackets);
        matches!((length, place), (Some(length), Some(place)) if place >= length || place < -length)
    };
    let lookup = match only(lookups.iter().filter(is_outside)) {
        Some(lookup) => lookup,
        // One lookup alone must be the one, even if its place cannot be worked out.
        None => only(lookups.iter())?,
    };
    let length = length_of(trouble, lookup.name)?;
    let finding = |code| Finding::new(code).with("name", lookup.name).number("length", length).number("last", length - 1);
    if length == 0 {
        return Some(finding(Code::PlaceOutsideEmpty));
    }
    let Some(place) = work_out(trouble, lookup.brackets) else { return Some(finding(Code::PlaceOutsideKnown)) };
    if place < length && place >= -length {
        // It was another lookup, for example the second of `a[i][j]`.
        return None;
    }
    let names: Vec<&str> = lookup.brackets.iter().filter(|token| token.is_name() && token.text != "len").map(|token| token.text).collect();
    if let [counter] = names[..]
        && let Some(Value::Int(value)) = trouble.value_of(counter)
        && let Some(loop_line) = loop_of(trouble, counter)
    {
        let value: i64 = value.parse().ok()?;
        if let Some(taken) = taken_out_in_loop(trouble, lookup.name) {
            return Some(finding(Code::PlaceOutsideShrunk).with("counter", counter).number("value", value).number("other_line", taken));
        }
        return Some(
            finding(Code::PlaceOutsideLoop).with("counter", counter).number("value", value).number("index", place).number("loop_line", loop_line),
        );
    }
    let written = lookup.brackets.iter().all(|token| token.kind == Kind::Number || token.is("-"));
    let code = if written { Code::PlaceOutsideNumber } else { Code::PlaceOutside };
    Some(finding(code).number("index", place).with("place_text", &text_of(lookup.brackets)))
}

/// The line in the loop around the error that takes values out of a list, with `del` or `pop` or `remove`.
fn taken_out_in_loop(trouble: &Trouble<'_>, list: &str) -> Option<u32> {
    let source = trouble.source;
    let statement = source.statement_at(trouble.line)?;
    source.loops_around(statement).into_iter().find_map(|header| {
        let (place, method) = takes_out(source, source.block(header), list)?;
        (method != "insert").then(|| source.statements[place].line)
    })
}

/// The class from which `kind` derives whose `__init__` gives `self.wrong` a value, where the `__init__` of `kind` does not call it: its name, the line of the value, and
/// the line of the `__init__` that should call it.
fn of_base_class<'a>(trouble: &Trouble<'a>, kind: &str, wrong: &str) -> Option<(&'a str, u32, u32)> {
    let source = trouble.source;
    let header = (0..source.statements.len())
        .find(|place| source.begins_with(*place, "class") && source.tokens_in(*place).get(1).is_some_and(|token| token.is(kind)))?;
    let own = source.method(kind, "__init__")?;
    if source.block(own.statement).any(|place| source.tokens_in(place).iter().any(|token| token.is("super") || token.is("__init__"))) {
        return None;
    }
    source.tokens_in(header).iter().skip(2).filter(|token| token.is_name()).find_map(|base| {
        let (_, line) = source.self_names(base.text).into_iter().find(|(name, _)| *name == wrong)?;
        let init = source.method(base.text, "__init__")?;
        let inside = source.block(init.statement).any(|place| source.statements[place].line == line);
        inside.then_some((base.text, line, own.line))
    })
}

/// The line of the loop that counts with a name: `for i in ...`, or a `while` with it in its condition.
fn loop_of(trouble: &Trouble<'_>, counter: &str) -> Option<u32> {
    let source = trouble.source;
    let statement = source.statement_at(trouble.line)?;
    source.loops_around(statement).into_iter().find_map(|place| {
        let tokens = source.tokens_in(place);
        let counts = match tokens.first()?.text {
            "for" => source.bindings.iter().any(|binding| binding.statement == place && binding.kind == BindingKind::Loop && binding.name == counter),
            _ => tokens.iter().any(|token| token.is(counter)),
        };
        counts.then(|| source.statements[place].line)
    })
}

/// Explains a `KeyError`.
pub(super) fn explain_key(trouble: &Trouble<'_>) -> Finding {
    let key = trouble.message;
    let tokens = trouble.tokens();
    if key.contains("popitem()") {
        return Finding::new(Code::ErrorOther).with("type", "KeyError").with("message", key);
    }
    let with_key = |code| Finding::new(code).with("key", key);
    let set = tokens.windows(3).find(|window| window[0].is_name() && window[1].is(".") && window[2].is("remove"));
    if set.is_some_and(|window| trouble.repr_of(window[0].text).is_none_or(|repr| !repr.starts_with('{') || !repr.contains(':'))) {
        return with_key(Code::SetMember);
    }
    // `counts[x] = counts[x] + 1` and `counts[x] += 1`: the same lookup on both sides.
    let lookups = lookups(trouble);
    let left = lookups.first().filter(|_| tokens.first().is_some_and(Token::is_name) && tokens.get(1).is_some_and(|next| next.is("[")));
    let same = |lookup: &Lookup<'_>| left.is_some_and(|left| left.name == lookup.name && text_of(left.brackets) == text_of(lookup.brackets));
    let changes = tokens.iter().any(|token| token.depth == 0 && token.kind == Kind::Sign && matches!(token.text, "+=" | "-=" | "*="));
    if left.is_some() && (changes || lookups.iter().skip(1).any(same)) {
        return with_key(Code::KeyCount);
    }
    key_in_dictionary(trouble, &lookups).unwrap_or_else(|| with_key(Code::KeyPlain))
}

fn key_in_dictionary(trouble: &Trouble<'_>, lookups: &[Lookup<'_>]) -> Option<Finding> {
    let key = Value::parse(trouble.message).ok()?;
    // Only a dictionary that stands in the line and lacks the key can be the one.
    let lacking = trouble.used_names().into_iter().filter_map(|name| match trouble.value_of(name) {
        Some(Value::Dict(pairs)) if pairs.iter().all(|(known, _)| known.repr() != key.repr()) => Some((name, pairs)),
        _ => None,
    });
    let (name, pairs) = only(lacking)?;
    let looked_up = lookups.iter().any(|lookup| lookup.name == name)
        || trouble.tokens().windows(3).any(|window| window[0].is(name) && window[1].is(".") && window[2].is("pop"));
    if !looked_up {
        return None;
    }
    let finding = |code| Finding::new(code).with("name", name).with("key", &key.repr());
    if pairs.is_empty() {
        return Some(finding(Code::KeyInEmpty));
    }
    let plain = |value: &Value| match value {
        Value::Str(text) => Some(text.clone()),
        Value::Int(digits) => Some(digits.clone()),
        _ => None,
    };
    if let Some(other) = pairs
        .iter()
        .map(|(known, _)| known)
        .find(|known| known.type_name() != key.type_name() && plain(known).is_some() && plain(known) == plain(&key))
    {
        return Some(finding(Code::KeyKind).with("close", &other.repr()));
    }
    let texts: Vec<String> = pairs.iter().filter_map(|(known, _)| if let Value::Str(text) = known { Some(text.clone()) } else { None }).collect();
    if let Value::Str(wanted) = &key {
        let trimmed = texts.iter().find(|text| text.trim().to_lowercase() == wanted.trim().to_lowercase()).map(String::as_str);
        if let Some(close) = trimmed.or_else(|| closest(wanted, texts.iter().map(String::as_str))) {
            return Some(finding(Code::KeyClose).with("close", &Value::Str(close.to_owned()).repr()));
        }
    }
    let keys: Vec<String> = pairs.iter().map(|(known, _)| known.repr()).collect();
    let mut shown = keys.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    if keys.len() > 5 {
        shown.push_str(", …");
    }
    Some(finding(Code::KeyMissing).with("keys", &shown))
}

/// What other languages, and other types, call things: type, name used, what it is called here, example.
const OTHER_NAMES: [(&str, &[&str], &str, &str); 19] = [
    ("list", &["push", "add", "append_", "addLast"], "append", "{name}.append(...)"),
    ("list", &["length", "size", "len", "count_"], "len", "len({name})"),
    ("list", &["contains", "includes", "has", "find"], "in", "... in {name}"),
    ("list", &["delete", "erase"], "remove", "{name}.remove(...)"),
    ("list", &["indexOf"], "index", "{name}.index(...)"),
    ("list", &["sorted"], "sort", "{name}.sort()"),
    ("list", &["reversed"], "reverse", "{name}.reverse()"),
    ("str", &["append", "add", "push", "concat"], "+", "{name} + ..."),
    ("str", &["length", "size", "len"], "len", "len({name})"),
    ("str", &["contains", "includes", "has"], "in", "... in {name}"),
    ("str", &["trim"], "strip", "{name}.strip()"),
    ("str", &["toUpperCase", "toUpper", "to_upper", "uppercase"], "upper", "{name}.upper()"),
    ("str", &["toLowerCase", "toLower", "to_lower", "lowercase"], "lower", "{name}.lower()"),
    ("str", &["indexOf"], "find", "{name}.find(...)"),
    ("dict", &["append", "add", "push", "insert"], "[...] = ...", "{name}[...] = ..."),
    ("dict", &["length", "size", "len"], "len", "len({name})"),
    ("dict", &["has_key", "contains", "has", "containsKey"], "in", "... in {name}"),
    ("dict", &["iteritems"], "items", "{name}.items()"),
    ("set", &["append", "push", "insert"], "add", "{name}.add(...)"),
];

/// Explains an `AttributeError`.
pub(super) fn explain_attribute(trouble: &Trouble<'_>) -> Finding {
    let message = trouble.message;
    attribute(trouble).unwrap_or_else(|| Finding::new(Code::AttributePlain).with("message", message))
}

fn attribute(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    if let Some(rest) = message.split_once("module '").map(|(_, rest)| rest) {
        let module = rest.split('\'').next()?;
        let wrong = between(message, "has no attribute '", "'")?;
        return Some(module_name(trouble, module, wrong));
    }
    let wrong = between(message, "no attribute '", "'")?;
    let kind = *quoted(message).first()?;
    let finding = |code| Finding::new(code).with("wrong", wrong).with("type", kind);
    if kind == "NoneType" {
        return Some(trouble.none_used());
    }
    let class_known = trouble.source.classes().any(|(name, _)| name == kind);
    if class_known {
        let class = |code| finding(code).with("class", kind);
        let own = trouble.source.self_names(kind);
        let class_methods =
            trouble.source.functions.iter().filter(|function| function.class == Some(kind)).map(|function| (function.name, function.line));
        let names: Vec<(&str, u32)> = own.into_iter().chain(class_methods).collect();
        let close = closest(wrong, names.iter().map(|(name, _)| *name)).and_then(|close| names.iter().find(|(name, _)| *name == close));
        if message.starts_with("type object") {
            return Some(class(Code::AttributeOther).with("type", "type"));
        }
        return Some(match close {
            Some((right, line)) => class(Code::ObjectNameClose).with("right", right).number("other_line", *line),
            None => match of_base_class(trouble, kind, wrong) {
                Some((base, base_line, init_line)) => {
                    class(Code::SuperNotCalled).with("base", base).number("base_line", base_line).number("init_line", init_line)
                }
                None => class(Code::ObjectNameMissing),
            },
        });
    }
    if matches!(kind, "function" | "builtin_function_or_method" | "method") {
        return Some(match trouble.function_without_call() {
            Some(name) => Finding::new(Code::FunctionNotCalled).with("name", name),
            None => Finding::new(Code::MethodNotCalled),
        });
    }
    let before =
        trouble.tokens().windows(3).find(|window| window[0].is_name() && window[1].is(".") && window[2].is(wrong)).map(|window| window[0].text);
    if let Some((_, _, right, example)) = OTHER_NAMES.iter().find(|(of, names, ..)| *of == kind && names.contains(&wrong)) {
        let example = match before {
            Some(name) => example.replace("{name}", name),
            None => example.replace("{name}.", ".").replace("{name}", "..."),
        };
        return Some(finding(Code::MethodOther).with("right", right).with("example", &example));
    }
    if kind == "dict"
        && let Some(name) = before
        && let Some(Value::Dict(pairs)) = trouble.value_of(name)
        && pairs.iter().any(|(key, _)| matches!(key, Value::Str(text) if text == wrong))
    {
        let right = format!("{name}[\"{wrong}\"]");
        return Some(Finding::new(Code::KeyWithDot).with("name", name).with("key", wrong).with("right", &right));
    }
    if let Some(right) = closest(wrong, methods(kind).iter().copied()) {
        return Some(finding(Code::MethodClose).with("right", right));
    }
    Some(match kind {
        "int" | "float" => finding(Code::MethodOnNumber),
        "list" if TEXT_METHODS.contains(&wrong) => finding(Code::MethodOfText),
        "str" | "dict" | "tuple" if LIST_METHODS.contains(&wrong) => finding(Code::MethodOfList),
        _ => finding(Code::AttributeOther),
    })
}

fn module_name(trouble: &Trouble<'_>, module: &str, wrong: &str) -> Finding {
    let finding = |code| Finding::new(code).with("module", module).with("wrong", wrong);
    if let Some(file) = trouble.covering_file(module) {
        return finding(Code::ModuleCovered).with("own_file", &file);
    }
    match module {
        "os" if PROCESS_NAMES.contains(&wrong) => return Finding::new(Code::ProcessMissing),
        "_socket" => return Finding::new(Code::NetworkMissing),
        "socket" if SOCKET_NAMES.contains(&wrong) => return Finding::new(Code::NetworkMissing),
        _ => {}
    }
    // A name that should be there, and is not, is not misspelt.
    match closest(wrong, module_names(module).iter().copied()).filter(|_| !module_names(module).contains(&wrong)) {
        Some(right) => finding(Code::ModuleNameClose).with("right", right),
        None => finding(Code::ModuleName),
    }
}
