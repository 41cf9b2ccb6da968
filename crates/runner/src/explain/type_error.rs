//! Values of a kind that does not fit: `TypeError`.

use super::{
    names::BUILTINS,
    source::{Function, Kind, Token, inside},
    template::Code,
    trouble::{Finding, Trouble, between, quoted},
};

const NUMBERS: [&str; 4] = ["int", "float", "bool", "complex"];
const FUNCTIONS: [&str; 4] = ["function", "builtin_function_or_method", "method", "type"];
const ROWS: [&str; 4] = ["list", "tuple", "dict", "range"];

/// Explains a `TypeError`.
pub(super) fn explain(trouble: &Trouble<'_>) -> Finding {
    if let Some(finding) = coroutine(trouble) {
        return finding;
    }
    if trouble.message.starts_with("descriptor '__init__' requires a 'super' object") {
        return Finding::new(Code::SuperBrackets);
    }
    joined(trouble)
        .or_else(|| operator(trouble))
        .or_else(|| calls(trouble))
        .or_else(|| called(trouble))
        .or_else(|| parts(trouble))
        .or_else(|| rows(trouble))
        .or_else(|| compared(trouble))
        .or_else(|| conversions(trouble))
        .unwrap_or_else(|| Finding::new(Code::TypeOther).with("message", trouble.message))
}

/// A value that is still to be waited for: the call of an `async` function without `await`.
pub(super) fn coroutine(trouble: &Trouble<'_>) -> Option<Finding> {
    trouble.message.contains("'coroutine'").then_some(())?;
    let source = trouble.source;
    let waited_for = |function: &&Function<'_>| source.tokens_in(function.statement).first().is_some_and(|first| first.is("async"));
    // The function that the line calls, or the only one.
    let functions: Vec<&Function<'_>> = source.functions.iter().filter(waited_for).collect();
    let here = functions.iter().find(|function| trouble.tokens().windows(2).any(|pair| pair[0].is(function.name) && pair[1].is("(")));
    let function = match (here, &functions[..]) {
        (Some(function), _) | (None, [function]) => function,
        _ => return Some(Finding::new(Code::AwaitMissingPlain)),
    };
    Some(Finding::new(Code::AwaitMissing).with("function", function.name).number("other_line", function.line))
}

/// Explains that the call of a case gives another number of values than the program's function takes.
pub(super) fn explain_call(trouble: &Trouble<'_>) -> Option<Finding> {
    let found =
        calls(trouble).filter(|found| trouble.error.type_name == "TypeError" && matches!(found.code, Code::ValuesMissing | Code::ValuesTooMany))?;
    let line = found.params.get("other_line").cloned()?;
    Some(Finding { code: Code::FunctionTakesOther, ..found }.number("line", line))
}

/// `can only concatenate str (not "int") to str`
fn joined(trouble: &Trouble<'_>) -> Option<Finding> {
    let kind = between(trouble.message, "can only concatenate ", " (not")?;
    let other = between(trouble.message, "(not \"", "\")")?;
    if other == "NoneType" {
        return Some(trouble.none_used());
    }
    if FUNCTIONS.contains(&other) {
        return Some(not_called(trouble));
    }
    let with_kind = |code| Finding::new(code).with("other", other);
    if kind != "str" {
        return Some(if kind == "list" { with_kind(Code::ListPlusValue) } else { operands("+", kind, other) });
    }
    if !NUMBERS.contains(&other) {
        return Some(with_kind(Code::TextPlusOther));
    }
    // Digits that came in as text are the cause if no other text is in the line.
    if let Some((name, repr)) = digits(trouble) {
        return Some(match trouble.input_line(name) {
            Some(line) => Finding::new(Code::TextFromInput).with("name", name).with("value", repr).number("other_line", line),
            None => with_kind(Code::TextPlusDigits).with("name", name).with("value", repr),
        });
    }
    // The number is a name that stands beside `+`, and the only one.
    let beside: Vec<(&str, &str)> =
        beside_plus(trouble).into_iter().filter(|(name, _)| trouble.value_of(name).is_some_and(|value| value.type_name() == other)).collect();
    Some(match beside[..] {
        [(name, repr)] => with_kind(Code::TextPlusNamed).with("name", name).with("value", repr),
        _ => with_kind(Code::TextPlusNumber),
    })
}

/// The names that stand as a whole beside a `+` with a text on its other side, with their values.
fn beside_plus<'a>(trouble: &Trouble<'a>) -> Vec<(&'a str, &'a str)> {
    let tokens = trouble.tokens();
    let is_text =
        |token: &Token<'_>| token.is_text() || (token.is_name() && trouble.value_of(token.text).is_some_and(|value| value.type_name() == "str"));
    // A bracket between them would end at another depth.
    let joins = |sign: Option<usize>, other: Option<usize>, depth: usize| {
        let (sign, other) = (sign.and_then(|place| tokens.get(place)), other.and_then(|place| tokens.get(place)));
        sign.is_some_and(|sign| sign.is("+") || sign.is("+=")) && other.is_some_and(|other| other.depth == depth && is_text(other))
    };
    let more = |place: usize| tokens.get(place).is_some_and(|token| matches!(token.text, "(" | "[" | "." | "*" | "/" | "//" | "%" | "**"));
    let before_more = |place: usize| {
        place.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|token| matches!(token.text, "." | "*" | "/" | "//" | "%" | "**"))
    };
    let mut found: Vec<(&str, &str)> = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        let before = joins(place.checked_sub(1), place.checked_sub(2), token.depth);
        let beside = before || joins(Some(place + 1), Some(place + 2), token.depth);
        let known = found.iter().any(|(name, _)| *name == token.text);
        if token.is_name() && beside && !more(place + 1) && !before_more(place) && !known {
            found.extend(trouble.repr_of(token.text).map(|repr| (token.text, repr)));
        }
    }
    found
}

/// The one name in the statement that is a text of digits, where no other text is in the statement.
fn digits<'a>(trouble: &Trouble<'a>) -> Option<(&'a str, &'a str)> {
    if trouble.tokens().iter().any(Token::is_text) {
        return None;
    }
    let (name, repr) = trouble.name_of_type("str")?;
    let text = repr.trim_matches(['\'', '"']).trim();
    let number = !text.is_empty() && text.parse::<f64>().is_ok() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    number.then_some((name, repr))
}

/// `unsupported operand type(s) for -: 'str' and 'int'` and its relatives.
fn operator(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    if message.starts_with("can't multiply sequence by non-int of type") {
        let other = between(message, "of type '", "'")?;
        return Some(if other == "NoneType" { trouble.none_used() } else { Finding::new(Code::TextTimesText).with("other", other) });
    }
    if message.starts_with("not all arguments converted during string formatting") {
        return Some(match digits(trouble) {
            Some((name, repr)) => Finding::new(Code::TextPercentNamed).with("name", name).with("value", repr),
            None => Finding::new(Code::TextPercent),
        });
    }
    if message.starts_with("bad operand type for") {
        let kind = *quoted(message).last()?;
        let operator = between(message, "for ", ":")?.trim_start_matches("unary ");
        return Some(match kind {
            "str" => match operator.strip_suffix("()") {
                Some(function) => Finding::new(Code::NumberNeeded).with("function", function),
                None => Finding::new(Code::TextMinus).with("operator", operator),
            },
            "NoneType" => trouble.none_used(),
            _ => return None,
        });
    }
    if message.starts_with("type str doesn't define __round__") {
        return Some(Finding::new(Code::NumberNeeded).with("function", "round"));
    }
    let operator = between(message, "unsupported operand type(s) for ", ": ")?.split(" or ").next()?.trim();
    let kinds = quoted(message);
    let [left, right] = kinds[..] else { return None };
    if left == "NoneType" || right == "NoneType" {
        return Some(trouble.none_used());
    }
    if FUNCTIONS.contains(&left) || FUNCTIONS.contains(&right) {
        return Some(not_called(trouble));
    }
    if left != "str" && right != "str" {
        return Some(operands(operator, left, right));
    }
    let other = if left == "str" { right } else { left };
    if !NUMBERS.contains(&other) && other != "str" {
        return Some(operands(operator, left, right));
    }
    if let Some((name, repr)) = digits(trouble) {
        return Some(match trouble.input_line(name) {
            Some(line) => Finding::new(Code::TextFromInput).with("name", name).with("value", repr).number("other_line", line),
            None => Finding::new(Code::NumberTextNamed).with("name", name).with("value", repr).with("operator", operator),
        });
    }
    let plus = matches!(operator, "+" | "+=");
    // `sum` adds by itself: then the sign is not in the line.
    if plus && !trouble.tokens().iter().any(|token| token.is(operator)) && trouble.tokens().iter().any(|token| token.is("sum")) {
        return Some(Finding::new(Code::SumOfTexts));
    }
    Some(Finding::new(if plus { Code::NumberPlusText } else { Code::TextMinus }).with("operator", operator))
}

fn operands(operator: &str, left: &str, right: &str) -> Finding {
    Finding::new(Code::OperandOther).with("operator", operator).with("left", left).with("right", right)
}

fn not_called(trouble: &Trouble<'_>) -> Finding {
    match trouble.function_without_call() {
        Some(name) => Finding::new(Code::FunctionNotCalled).with("name", name),
        None => Finding::new(Code::MethodNotCalled),
    }
}

/// The function that a message names, with what is before its brackets: `Bottle.__init__` is the class `Bottle`.
fn named_function<'s, 'm>(trouble: &'s Trouble<'_>, message: &'m str) -> Option<(&'m str, Option<&'s Function<'s>>)> {
    let (full, _) = message.split_once("()")?;
    if full.contains(' ') || full.is_empty() {
        return None;
    }
    let (class, name) = full.rsplit_once('.').map_or((None, full), |(class, name)| (Some(class.rsplit('.').next().unwrap_or(class)), name));
    let source = trouble.source;
    let only = |found: Vec<&'s Function<'s>>| if let [only] = found[..] { Some(only) } else { None };
    let function = match class {
        Some(class) => source.method(class, name),
        // Before Python 3.10 the class is not named.
        None => only(source.functions.iter().filter(|function| function.name == name).collect()),
    };
    let shown = match (name, function.and_then(|function| function.class), class) {
        ("__init__", _, Some(class)) => class,
        _ => name,
    };
    Some((shown, function))
}

/// How a function's values are counted: without `self`.
fn own_parameters(function: &Function<'_>) -> (usize, usize, bool) {
    let own: Vec<_> = function.parameters.iter().skip(usize::from(has_self(function))).collect();
    let needed = own.iter().filter(|parameter| !parameter.optional).count();
    let starred = own.iter().any(|parameter| parameter.starred);
    (needed, own.len(), starred)
}

fn has_self(function: &Function<'_>) -> bool {
    function.class.is_some() && function.parameters.first().is_some_and(|first| first.name == "self")
}

/// Wrong number of values in a call, or a name that the function does not have.
fn calls(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    if message.contains("missing") && message.contains("required") && message.contains("argument") {
        return values_missing(trouble);
    }
    if message.contains("but") && message.contains("given") && message.contains("positional argument") {
        return values_too_many(trouble);
    }
    if message.contains("got multiple values for argument") {
        let (function, _) = named_function(trouble, message)?;
        return Some(Finding::new(Code::ValueTwice).with("function", function).with("name", quoted(message).first()?));
    }
    if message.contains("unexpected keyword argument") || message.contains("is an invalid keyword argument for") {
        let name = *quoted(message).first()?;
        let builtin = message.split_once("keyword argument for ").map(|(_, function)| function.trim_end_matches("()"));
        let function = builtin.or_else(|| named_function(trouble, message).map(|(function, _)| function))?;
        return Some(Finding::new(Code::ValueNameUnknown).with("function", function).with("name", name));
    }
    if let Some((class, _)) = message.split_once("() takes no arguments") {
        let known = trouble.source.classes().any(|(name, _)| name == class);
        let misspelt = trouble.source.functions.iter().find(|function| {
            let bare = function.name.trim_matches('_');
            function.class == Some(class) && function.name != "__init__" && (bare == "init" || bare == "int") && function.name.starts_with('_')
        });
        return Some(if let Some(misspelt) = misspelt.filter(|_| known) {
            Finding::new(Code::InitMisspelt).with("class", class).with("wrong", misspelt.name).number("other_line", misspelt.line)
        } else if known {
            Finding::new(Code::ClassTakesNothing).with("class", class)
        } else {
            return None;
        });
    }
    builtin_values(trouble)
}

/// Whether the call is `super().__init__(...)`.
fn of_super(trouble: &Trouble<'_>) -> bool {
    let pieces = ["super", "(", ")", ".", "__init__"];
    trouble.tokens().windows(5).any(|five| five.iter().zip(pieces).all(|(token, piece)| token.is(piece)))
}

fn values_missing(trouble: &Trouble<'_>) -> Option<Finding> {
    let (shown, function) = named_function(trouble, trouble.message)?;
    let shown = if of_super(trouble) { "super().__init__" } else { shown };
    let missing = quoted(trouble.message);
    let first = *missing.first()?;
    let elsewhere = Finding::new(Code::ValuesMissingElsewhere).with("function", shown).with("missing", first);
    let Some(function) = function else { return Some(elsewhere) };
    let (needed, _, starred) = own_parameters(function);
    // `Bottle.fill(3)` on the class itself leaves `self` over: counting would confuse.
    if missing.contains(&"self") || starred || missing.len() > needed {
        return Some(elsewhere);
    }
    let given = needed - missing.len();
    if given > 0 && call_has_names(trouble, shown) {
        return Some(elsewhere);
    }
    Some(
        Finding::new(Code::ValuesMissing)
            .with("function", shown)
            .with("missing", first)
            .number("given", given)
            .number("needed", needed)
            .number("other_line", function.line),
    )
}

/// Whether the call gives values by name, so that counting them is not the point.
fn call_has_names(trouble: &Trouble<'_>, function: &str) -> bool {
    let tokens = trouble.tokens();
    let Some(place) = tokens.windows(2).position(|pair| pair[0].is(function) && pair[1].is("(")) else { return false };
    let values = inside(tokens, place + 1);
    values.iter().any(|token| token.is("=") && Some(token.depth) == values.first().map(|first| first.depth))
}

fn values_too_many(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    let (shown, function) = named_function(trouble, message)?;
    let shown = if of_super(trouble) { "super().__init__" } else { shown };
    let given: usize = between(message, "but ", " ")?.parse().ok()?;
    let taken = between(message, "takes ", " positional")?;
    let most: usize = taken.rsplit(' ').next()?.parse().ok()?;
    let Some(function) = function else {
        return Some(Finding::new(Code::ValuesTooManyElsewhere).with("function", shown).number("given", given).with("needed", taken));
    };
    if function.class.is_some() && !has_self(function) && given == most + 1 {
        return Some(Finding::new(Code::SelfMissing).with("function", function.name).number("other_line", function.line));
    }
    let own = usize::from(has_self(function));
    let (needed, all, _) = own_parameters(function);
    let takes = if needed == all { all.to_string() } else { format!("{needed} to {all}") };
    Some(
        Finding::new(Code::ValuesTooMany)
            .with("function", shown)
            .number("given", given.saturating_sub(own))
            .with("needed", &takes)
            .number("other_line", function.line),
    )
}

/// `len() takes exactly one argument (0 given)`, `input expected at most 1 argument, got 2`
fn builtin_values(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    let finding = |function: &str, needed: &str, given: usize| {
        let function = function.rsplit('.').next().unwrap_or(function);
        Finding::new(Code::ValuesBuiltin).with("function", function).with("needed", needed).number("given", given)
    };
    if let Some((function, rest)) = message.split_once("() takes ") {
        let given: usize = between(rest, "(", " given)")?.parse().ok()?;
        let needed = rest.split_once(" argument").map(|(needed, _)| needed)?;
        let needed = match needed {
            "no" => "none",
            "exactly one" => "1",
            other => other.trim_start_matches("exactly "),
        };
        return (!function.contains(' ')).then(|| finding(function, needed, given));
    }
    let (function, rest) = message.split_once(" expected ")?;
    let (needed, given) = rest.split_once(", got ")?;
    let needed = needed.trim_end_matches('s').trim_end_matches(" argument");
    (!function.contains(' ')).then_some(())?;
    Some(finding(function, needed, given.trim().parse().ok()?))
}

/// `'int' object is not callable`
fn called(trouble: &Trouble<'_>) -> Option<Finding> {
    let (before, _) = trouble.message.split_once(" object is not callable")?;
    let kind = before.trim_matches('\'');
    let tokens = trouble.tokens();
    let finding = |code| Finding::new(code).with("type", kind);
    // What stands directly before a round bracket: which of the calls failed?
    let calls: Vec<(usize, &Token<'_>)> =
        tokens.iter().enumerate().filter(|(place, token)| tokens.get(place + 1).is_some_and(|next| next.is("(")) && token.ends_value()).collect();
    let number = calls.iter().find(|(_, token)| token.kind == Kind::Number);
    if let (true, Some((_, token))) = (matches!(kind, "int" | "float"), number) {
        return Some(Finding::new(Code::NumberCalled).with("number", token.text));
    }
    let after_bracket = calls.iter().find(|(place, token)| {
        // `[(1, 2) (3, 4)]` has a pair of brackets before, where `f()()` has a call.
        let open = tokens[..*place].iter().rposition(|open| open.depth + 1 == token.depth && open.is("("));
        token.is(")") && token.depth >= 2 && open.is_some_and(|open| open > 0 && !tokens[open - 1].ends_value())
    });
    if after_bracket.is_some() && kind == "tuple" {
        return Some(finding(Code::CommaBeforeBracket));
    }
    let fits = |token: &Token<'_>| match trouble.repr_of(token.text) {
        Some(repr) if kind == "module" => repr.starts_with("<module"),
        Some(_) if kind == "NoneType" => trouble.repr_of(token.text) == Some("None"),
        Some(_) => trouble.value_of(token.text).is_some_and(|value| value.type_name() == kind),
        // Without values, a name that is a function of the program or of Python cannot be it.
        None => {
            trouble.source.function(token.text).is_none()
                && (!BUILTINS.contains(&token.text) || trouble.source.bindings.iter().any(|binding| binding.name == token.text))
        }
    };
    let named: Vec<&Token<'_>> = calls
        .iter()
        .filter(|(place, token)| token.is_name() && !(*place > 0 && tokens[place - 1].is(".")) && fits(token))
        .map(|(_, token)| *token)
        .collect();
    let [token] = named[..] else {
        return Some(finding(Code::ValueCalled));
    };
    let name = token.text;
    if kind == "module" {
        return Some(finding(Code::ModuleCalled).with("name", name));
    }
    let covering = trouble.source.bindings.iter().find(|binding| binding.name == name && binding.line <= trouble.line.max(1));
    if let (true, Some(binding)) = (BUILTINS.contains(&name), covering) {
        return Some(finding(Code::NameCovered).with("name", name).number("other_line", binding.line));
    }
    if ROWS.contains(&kind) {
        return Some(finding(Code::ListCalled).with("name", name));
    }
    Some(match trouble.repr_of(name) {
        Some(repr) => finding(Code::ValueCalledNamed).with("name", name).with("value", repr),
        None => finding(Code::ValueCalled),
    })
}

/// Square brackets: looking up and changing parts.
fn parts(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    let tokens = trouble.tokens();
    let kind = quoted(message).first().copied().unwrap_or("");
    let finding = |code| Finding::new(code).with("type", kind);
    if message.ends_with("is not subscriptable") {
        if kind == "NoneType" {
            return Some(trouble.none_used());
        }
        if FUNCTIONS.contains(&kind) || message.starts_with("type ") {
            let pair = tokens.windows(2).find(|pair| {
                let name = pair[0].text;
                let class = trouble.source.classes().any(|(class, _)| class == name);
                pair[0].is_name()
                    && !class
                    && pair[1].is("[")
                    && pair[1].glued
                    && !matches!(trouble.value_of(name).map(|value| value.type_name().to_owned()).as_deref(), Some("list" | "str" | "dict" | "tuple"))
            })?;
            return Some(Finding::new(Code::SquareForRound).with("name", pair[0].text));
        }
        return Some(match trouble.name_of_type(kind).filter(|(name, _)| tokens.windows(2).any(|pair| pair[0].is(name) && pair[1].is("["))) {
            Some((name, repr)) => finding(Code::NumberIndexedNamed).with("name", name).with("value", repr),
            None => finding(Code::NumberIndexed),
        });
    }
    if message.contains("does not support item assignment")
        || message.contains("doesn't support item deletion")
        || message.contains("does not support item deletion")
    {
        return Some(match kind {
            "str" => Finding::new(Code::TextChanged),
            "tuple" => Finding::new(Code::GroupChanged),
            "NoneType" => trouble.none_used(),
            _ => finding(Code::PartChanged),
        });
    }
    if message.starts_with("unhashable type") {
        return Some(finding(Code::ListAsKey));
    }
    if message.contains("indices must be integers") {
        let container = message.split(' ').next().filter(|word| matches!(*word, "list" | "string" | "tuple" | "slice"))?;
        let container = match container {
            "string" => "str",
            "slice" => "list",
            other => other,
        };
        let used = message.rsplit_once(", not ").map_or("", |(_, kind)| kind.trim_matches('\''));
        let divides = tokens.iter().any(|token| token.is("/"));
        let finding = |code| Finding::new(code).with("container", container).with("type", used);
        return Some(match used {
            "float" => finding(Code::PlaceWithPoint),
            "tuple" => finding(Code::PlaceWithComma),
            // Python before 3.11 does not say the kind, and for slices no version does.
            "" if divides => finding(Code::PlaceWithPoint),
            _ => {
                let inner = tokens.iter().position(|token| token.is("[") && token.glued).map(|open| inside(tokens, open)).unwrap_or(&[]);
                match inner {
                    [token] if token.is_name() && trouble.repr_of(token.text).is_some() => {
                        finding(Code::PlaceIsTextNamed).with("name", token.text).with("value", trouble.repr_of(token.text)?)
                    }
                    _ if used.is_empty() => finding(Code::PlaceNotWhole),
                    _ => finding(Code::PlaceIsText),
                }
            }
        });
    }
    None
}

/// Values where many values are needed, and `len`, `in`.
fn rows(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    let tokens = trouble.tokens();
    let kind = quoted(message).first().copied().unwrap_or("");
    let finding = |code, kind: &str| Finding::new(code).with("type", kind);
    if let Some((_, kind)) = message.split_once("cannot unpack non-iterable ") {
        let kind = kind.trim_end_matches(" object");
        return Some(if kind == "NoneType" { trouble.none_used() } else { finding(Code::SplitOne, kind) });
    }
    if message.starts_with("argument of type") {
        return Some(match kind {
            "NoneType" => trouble.none_used(),
            kind if FUNCTIONS.contains(&kind) => not_called(trouble),
            kind => finding(Code::InNumber, kind),
        });
    }
    if message.starts_with("'in <string>' requires string") {
        let kind = message.rsplit_once("not ").map_or("int", |(_, kind)| kind);
        return Some(if kind == "NoneType" { trouble.none_used() } else { finding(Code::InTextNumber, kind) });
    }
    if message.contains("has no len()") {
        return Some(match kind {
            "NoneType" => trouble.none_used(),
            kind if FUNCTIONS.contains(&kind) => not_called(trouble),
            kind => match len_of_name(trouble).filter(|(name, _)| trouble.value_of(name).is_some_and(|value| value.type_name() == kind)) {
                Some((name, repr)) => finding(Code::LengthNamed, kind).with("name", name).with("value", repr),
                None => finding(Code::LengthOfNumber, kind),
            },
        });
    }
    if message.starts_with("can only join an iterable") {
        return Some(finding(Code::NotARow, ""));
    }
    if !message.contains("object is not iterable") {
        return None;
    }
    if kind == "NoneType" {
        return Some(trouble.none_used());
    }
    if FUNCTIONS.contains(&kind) {
        return Some(not_called(trouble));
    }
    // `a += 2` for a list.
    let adds = tokens.iter().any(|token| token.is("+="));
    let to_list = tokens.first().is_some_and(|first| trouble.value_of(first.text).is_none_or(|value| value.type_name() == "list"));
    if adds && to_list && !tokens.iter().any(|token| token.is("(")) {
        return Some(Finding::new(Code::ListPlusValue).with("other", kind));
    }
    // `for i in n:` and `for i in len(a):`, and nothing more, so that the repair is certain.
    let row = tokens.iter().position(|token| token.is("in")).map(|place| &tokens[place + 1..]).unwrap_or(&[]);
    let row = row.split_last().filter(|(last, _)| last.is(":")).map(|(_, row)| row).unwrap_or(&[]);
    let length = row.len() > 3 && row[0].is("len") && row[1].is("(") && inside(row, 1).len() + 3 == row.len();
    let whole = matches!(row, [token] if token.is_name() || token.kind == Kind::Number);
    if tokens.first().is_some_and(|first| first.is("for")) && kind == "int" && (length || whole) {
        let value: String = row.iter().map(|token| token.text).collect();
        return Some(Finding::new(Code::LoopOverNumber).with("value", &value));
    }
    Some(finding(Code::NotARow, kind))
}

/// The name in the brackets of the only `len(...)`, with its value.
fn len_of_name<'a>(trouble: &Trouble<'a>) -> Option<(&'a str, &'a str)> {
    let tokens = trouble.tokens();
    let mut found = tokens.windows(4).filter(|window| window[0].is("len") && window[1].is("(") && window[2].is_name() && window[3].is(")"));
    let name = found.next()?[2].text;
    found.next().is_none().then_some(())?;
    trouble.repr_of(name).map(|repr| (name, repr))
}

/// `'>' not supported between instances of 'str' and 'int'`
fn compared(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    if !message.contains("not supported between instances of") {
        return None;
    }
    let kinds = quoted(message);
    let [operator, left, right] = kinds[..] else { return None };
    let finding = |code| Finding::new(code).with("operator", operator).with("left", left).with("right", right);
    let tokens = trouble.tokens();
    // `sorted`, `max`, ... compare by themselves: then the sign is not in the line.
    if !tokens.iter().any(|token| token.is(operator)) {
        let word = tokens.iter().find(|token| matches!(token.text, "sorted" | "sort" | "max" | "min"))?;
        return Some(finding(Code::ComparedInRow).with("function", word.text));
    }
    if left == "NoneType" || right == "NoneType" {
        return Some(trouble.none_used());
    }
    if FUNCTIONS.contains(&left) || FUNCTIONS.contains(&right) {
        return Some(not_called(trouble));
    }
    let text_and_number = (left == "str" && NUMBERS.contains(&right)) || (right == "str" && NUMBERS.contains(&left));
    if !text_and_number {
        return Some(finding(Code::ComparedOther));
    }
    Some(match digits(trouble) {
        Some((name, repr)) => match trouble.input_line(name) {
            Some(line) => Finding::new(Code::TextFromInput).with("name", name).with("value", repr).number("other_line", line),
            None => finding(Code::ComparedNamed).with("name", name).with("value", repr),
        },
        None => finding(Code::ComparedTextNumber),
    })
}

/// Values of a kind that a function does not take.
fn conversions(trouble: &Trouble<'_>) -> Option<Finding> {
    let message = trouble.message;
    let tokens = trouble.tokens();
    let kind = quoted(message).last().copied().unwrap_or("");
    let finding = |code, kind: &str| Finding::new(code).with("type", kind);
    if message.contains("cannot be interpreted as an integer") {
        return Some(match kind {
            "NoneType" => trouble.none_used(),
            "float" if tokens.iter().any(|token| token.is("/")) => Finding::new(Code::PointForWhole),
            kind => finding(Code::WholeNumberNeeded, kind),
        });
    }
    if (message.starts_with("int() argument must be") || message.starts_with("float() argument must be")) && !kind.is_empty() {
        let function = message.split('(').next()?;
        return Some(match kind {
            "NoneType" => trouble.none_used(),
            kind if FUNCTIONS.contains(&kind) => not_called(trouble),
            kind => finding(Code::CannotConvert, kind).with("function", function),
        });
    }
    if message.starts_with("sequence item ") {
        let place: u32 = between(message, "sequence item ", ":")?.parse().ok()?;
        let kind = between(message, "instance, ", " found")?;
        return Some(finding(Code::JoinNumbers, kind).number("number", place));
    }
    if message.starts_with("exceptions must derive from") {
        return Some(Finding::new(Code::RaisedText));
    }
    if message.contains("must be str, not ") {
        let kind = message.rsplit_once("not ").map_or("", |(_, kind)| kind);
        return Some(if kind == "NoneType" { trouble.none_used() } else { finding(Code::TextNeeded, kind) });
    }
    if message.contains("object is not reversible") {
        return Some(finding(Code::NotARow, kind));
    }
    None
}
