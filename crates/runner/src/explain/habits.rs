//! Lines that run without an error and do something else than they look like: what a wrong result comes from, where the text alone proves what such a line does.
//!
//! Only facts about the line are said. That the line is the whole cause is not certain, so it is a place to look at, next to what was expected and what came.

use super::{
    names::{CHANGING_METHODS, TEXT_METHODS},
    result::{ONE_BY_ONE, alone_after_or_in},
    source::{BindingKind, Function, Kind, Source, Token, inside, only},
    template::Code,
    trouble::Finding,
};
use domain::value::Value;
use std::ops::Range;

/// What in a function's lines can have led to a wrong value.
pub(super) fn in_function(function: &Function<'_>, expected: &Value, actual: &Value, source: &Source<'_>) -> Option<Finding> {
    let block = source.block(function.statement);
    return_in_loop(block.clone(), source)
        .or_else(|| list_changes_in_loop(block.clone(), source))
        .or_else(|| sign_after_equals(block.clone(), source))
        .or_else(|| is_for_equals(block.clone(), source))
        .or_else(|| caret_for_power(block.clone(), source).filter(|_| number(expected).is_some()))
        .or_else(|| dropped(block.clone(), source).map(|(place, method)| result_dropped(source, place, method)))
        .or_else(|| point_cut_off(block, expected, actual, source))
}

/// `return` in the lines of a loop, without a condition: the loop's first round is its last.
fn return_in_loop(block: Range<usize>, source: &Source<'_>) -> Option<Finding> {
    block.filter(|place| source.begins_with(*place, "for")).find_map(|header| {
        let body = source.block(header);
        let leaves = ends_with_return(body.clone(), source)?;
        let goes_on = body.clone().any(|place| source.begins_with(place, "continue"));
        let finding = Finding::new(Code::ReturnInLoop).number("loop_line", source.statements[header].line).at(leaves);
        (!goes_on).then_some(finding)
    })
}

/// The line of a `return` that is always come to in these lines: their last one, or one of an `if` and an `else` that both end so.
fn ends_with_return(body: Range<usize>, source: &Source<'_>) -> Option<u32> {
    let own_level = source.statements.get(body.start)?.indent;
    let own: Vec<usize> = body.filter(|place| source.statements[*place].indent == own_level).collect();
    let (last, before) = own.split_last()?;
    if source.begins_with(*last, "return") {
        return Some(source.statements[*last].line);
    }
    // `if ...: return` and `else: return`, with nothing but `elif` in between.
    source.begins_with(*last, "else").then_some(())?;
    let line = ends_with_return(source.block(*last), source)?;
    for place in before.iter().rev() {
        ends_with_return(source.block(*place), source)?;
        if source.begins_with(*place, "if") {
            return Some(line);
        }
        source.begins_with(*place, "elif").then_some(())?;
    }
    None
}

/// `for x in xs:` with `xs.remove(x)` in its lines: after that, the loop leaves a value out.
fn list_changes_in_loop(block: Range<usize>, source: &Source<'_>) -> Option<Finding> {
    block.filter(|place| source.begins_with(*place, "for")).find_map(|header| {
        let [list, colon] = source.tokens_in(header).last_chunk::<2>()?;
        let before = source.tokens_in(header).iter().rev().nth(2)?;
        (colon.is(":") && list.is_name() && before.is("in")).then_some(())?;
        let (place, _) = takes_out(source, source.block(header), list.text)?;
        // Whoever leaves the loop directly afterwards does no harm.
        let level = source.statements[place].indent;
        let next = source.statements.get(place + 1).filter(|next| next.indent == level);
        let leaves = next.is_some() && (source.begins_with(place + 1, "break") || source.begins_with(place + 1, "return"));
        let finding = Finding::new(Code::ListChangesInLoop).with("name", list.text).number("other_line", source.statements[place].line);
        (!leaves).then(|| finding.at(source.statements[header].line))
    })
}

/// The statement in these lines that takes values out of a list (or puts some in before others), and its method.
pub(super) fn takes_out<'a>(source: &Source<'a>, block: Range<usize>, list: &str) -> Option<(usize, &'a str)> {
    block.into_iter().find_map(|place| {
        let tokens = source.tokens_in(place);
        if let [del, name, bracket, ..] = tokens
            && del.is("del")
            && name.is(list)
            && bracket.is("[")
        {
            return Some((place, del.text));
        }
        let method = tokens
            .windows(4)
            .find(|four| four[0].is(list) && four[1].is(".") && matches!(four[2].text, "remove" | "pop" | "insert") && four[3].is("("))?;
        Some((place, method[2].text))
    })
}

/// Functions of Python that make a new value and change nothing.
const PURE_FUNCTIONS: [&str; 18] =
    ["sorted", "reversed", "round", "abs", "str", "int", "float", "bool", "len", "max", "min", "sum", "pow", "divmod", "ord", "chr", "list", "tuple"];

/// Methods of a text that take nothing. Of another value, such as a window of `turtle`, a method of that name takes something.
const WITHOUT_VALUES: [&str; 6] = ["upper", "lower", "title", "capitalize", "swapcase", "casefold"];

/// The first line that makes a new value and does nothing with it.
fn dropped<'a>(block: Range<usize>, source: &Source<'a>) -> Option<(usize, &'a str)> {
    all_dropped(block, source).next()
}

/// Lines that make a new value and do nothing with it: `text.upper()`, `sorted(values)`. What changes the value itself is no such line.
fn all_dropped<'s, 'a>(block: Range<usize>, source: &'s Source<'a>) -> impl Iterator<Item = (usize, &'a str)> + 's {
    block.into_iter().filter_map(|place| {
        let tokens = source.tokens_in(place);
        let own =
            |name: &str| source.functions.iter().any(|function| function.name == name) || source.bindings.iter().any(|binding| binding.name == name);
        // `int(text)` in the lines of `try` only asks whether it can be done.
        let asks = source.enclosing(place).first().is_some_and(|around| source.begins_with(*around, "try"));
        let open = tokens.iter().rposition(|token| token.depth == 0 && token.is("("))?;
        let values = inside(tokens, open);
        let whole = open + 2 + values.len() == tokens.len() && !tokens[..open].iter().any(|token| token.depth == 0 && token.is_keyword());
        let assigns = tokens.iter().any(|token| token.depth == 0 && token.kind == Kind::Sign && token.text.ends_with('='));
        if asks || !whole || assigns {
            return None;
        }
        match &tokens[..open] {
            [first, .., dot, method] if dot.is(".") && TEXT_METHODS.contains(&method.text) && !own(method.text) => {
                // `index`, `count` and others belong to lists, too; they give a value back all the same. An imported module is no text.
                let imported = source.bindings.iter().any(|binding| binding.name == first.text && binding.kind == BindingKind::Import);
                let of_text = first.is_text() || (first.is_name() && !imported && !first.is("self"));
                // Threads and queues have a `join`, too.
                let joins = method.is("join") && !first.is_text();
                let takes_other = WITHOUT_VALUES.contains(&method.text) && !values.is_empty();
                (of_text && !joins && !takes_other).then_some((place, method.text))
            }
            [name] if PURE_FUNCTIONS.contains(&name.text) && !own(name.text) => Some((place, name.text)),
            _ => None,
        }
    })
}

/// `total =+ x`: the sign stands on the wrong side of `=`, so that nothing is added.
fn sign_after_equals<'a>(block: Range<usize>, source: &Source<'a>) -> Option<Finding> {
    block.into_iter().find_map(|place| {
        let [name, equals, sign, value, ..] = source.tokens_in(place) else { return None };
        let turned = name.is_name() && equals.is("=") && sign.glued && (sign.is("+") || (sign.is("-") && !value.glued));
        // A name that has no other value has nothing that could be changed.
        let changes = source.bindings.iter().any(|binding| binding.name == name.text && binding.statement != place);
        let finding = || {
            let finding = Finding::new(Code::SignAfterEquals).with("name", name.text).with("sign", &format!("={}", sign.text));
            finding.with("right", &format!("{}=", sign.text)).at(source.statements[place].line)
        };
        (turned && changes).then(finding)
    })
}

/// `name is 'Ada'`: whether it is true is up to how Python keeps the text.
fn is_for_equals(block: Range<usize>, source: &Source<'_>) -> Option<Finding> {
    block.into_iter().find_map(|place| {
        let tokens = source.tokens_in(place);
        let (start, is) = tokens.iter().enumerate().find(|(start, token)| {
            let not = usize::from(tokens.get(start + 1).is_some_and(|next| next.is("not")));
            token.is("is") && tokens.get(start + 1 + not).is_some_and(|value| value.is_text() || value.kind == Kind::Number)
        })?;
        let not = tokens.get(start + 1).is_some_and(|next| next.is("not"));
        let value = tokens.get(start + 1 + usize::from(not))?;
        // It stands alone there, and is not the beginning of something longer.
        tokens.get(start + 2 + usize::from(not)).is_none_or(|next| [":", ")", "and", "or", "else"].iter().any(|end| next.is(end))).then_some(())?;
        let (found, right) = if not { ("is not", "!=") } else { ("is", "==") };
        Some(Finding::new(Code::IsForEquals).with("value", value.text).with("found", found).with("right", right).at(is.line))
    })
}

/// `n ^ 2`, with a number behind it: nobody who has not heard of bits means that.
fn caret_for_power(block: Range<usize>, source: &Source<'_>) -> Option<Finding> {
    // Who works with bits has other signs for them, too.
    let bits = source.tokens.iter().any(|token| ["&", "|", "<<", ">>", "~"].iter().any(|sign| token.is(sign)));
    let number = |pair: &&[Token<'_>]| pair[0].is("^") && pair[1].kind == Kind::Number;
    let line = block.into_iter().find_map(|place| source.tokens_in(place).windows(2).find(number).map(|pair| pair[0].line))?;
    (!bits).then(|| Finding::new(Code::CaretForPower).at(line))
}

fn result_dropped(source: &Source<'_>, place: usize, method: &str) -> Finding {
    Finding::new(Code::ResultDropped).with("method", method).at(source.statements[place].line)
}

/// `//` where a number with something after the point is wanted.
fn point_cut_off(block: Range<usize>, expected: &Value, actual: &Value, source: &Source<'_>) -> Option<Finding> {
    let (Value::Float(expected), whole) = (expected, number(actual)?) else { return None };
    (expected.fract() != 0.0 && expected.floor() == whole).then_some(())?;
    let line = only(block.flat_map(|place| source.tokens_in(place)).filter(|token| token.is("//")))?.line;
    Some(Finding::new(Code::PointCutOff).at(line))
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(digits) => digits.parse().ok(),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

/// The value given back is `None`, because a name was put on what `sort` or the like gives back.
pub(super) fn named_nothing(function: &Function<'_>, source: &Source<'_>) -> Option<Finding> {
    let block = source.block(function.statement);
    let back = only(block.clone().filter(|place| source.begins_with(*place, "return")))?;
    let [_, name] = source.tokens_in(back) else { return None };
    let binding =
        source.bindings.iter().rfind(|binding| binding.name == name.text && block.contains(&binding.statement) && binding.statement < back)?;
    let value = source.assigned_value(binding)?;
    let open = value.iter().position(|token| token.is("("))?;
    let method = value.get(open.checked_sub(1)?)?;
    let after_dot = open >= 2 && value[open - 2].is(".");
    let own = source.functions.iter().any(|known| known.name == method.text);
    let nothing = (after_dot && CHANGING_METHODS.contains(&method.text)) || (open == 1 && method.is("print"));
    (nothing && !own && open + 2 + inside(value, open).len() == value.len())
        .then(|| Finding::new(Code::NamedNothing).with("method", method.text).with("name", name.text).at(binding.line))
}

/// What in a program can have led to a printed line that differs: `should` is the line that is wanted, `is` the one that came.
pub(super) fn in_printed(should: &str, is: &str, source: &Source<'_>) -> Option<Finding> {
    if ["<built-in method ", "<bound method ", "<function ", "<built-in function "].iter().any(|start| is.contains(start)) && !should.contains('<') {
        return Some(Finding::new(Code::PrintedFunction));
    }
    if is.contains("<coroutine object ") && !should.contains('<') {
        return Some(Finding::new(Code::PrintedCoroutine));
    }
    if let Some(kind) = shown_kind(is).filter(|_| !should.contains('<')) {
        let code = if ONE_BY_ONE.contains(&kind) { Code::PrintedOneByOne } else { Code::PrintedObject };
        return Some(Finding::new(code).with("type", kind));
    }
    let all = || 0..source.statements.len();
    input_as_number(should, is, source)
        .or_else(|| is_for_equals(all(), source).map(|finding| Finding { code: Code::PrintedIsForEquals, ..finding }))
        .or_else(|| alone_after_or_in(all(), false, source).map(|finding| Finding { code: Code::PrintedAloneAfterOr, ..finding }))
        .or_else(|| caret_for_power(all(), source).filter(|_| digits(should)).map(|finding| Finding { code: Code::PrintedCaretForPower, ..finding }))
        .or_else(|| sign_after_equals(all(), source).map(|finding| Finding { code: Code::PrintedSignAfterEquals, ..finding }))
        .or_else(|| dropped(all(), source).map(|(place, method)| printed_dropped(source, place, method)))
}

fn printed_dropped(source: &Source<'_>, place: usize, method: &str) -> Finding {
    Finding { code: Code::PrintedDropped, ..result_dropped(source, place, method) }
}

/// A lost value that is just what makes the two lines differ: letters by `upper`, blanks by `strip`, digits by `round`.
pub(super) fn surely_in_printed(should: &str, is: &str, source: &Source<'_>) -> Option<Finding> {
    let bare = |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
    let rounded = |text: &str| text.chars().filter(|character| !character.is_ascii_digit() && *character != '.').collect::<String>();
    let letters = should.to_lowercase() == is.to_lowercase();
    let blanks = bare(should) == bare(is);
    let digits = rounded(should) == rounded(is) && is.contains('.') && should.len() < is.len();
    let (place, method) = all_dropped(0..source.statements.len(), source).find(|(_, method)| match *method {
        method if WITHOUT_VALUES.contains(&method) => letters,
        "strip" | "lstrip" | "rstrip" | "center" | "ljust" | "rjust" => blanks,
        "round" | "int" => digits,
        _ => false,
    })?;
    Some(printed_dropped(source, place, method))
}

/// The type in what Python shows of a value that has no text of its own: `<__main__.Dog object at 0x7f00>`, `<generator object f at 0x7f00>`.
fn shown_kind(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once('<')?;
    let (name, rest) = rest.split_once(" object ")?;
    let whole = rest.contains("at 0x") && name.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '.'));
    whole.then(|| name.rsplit('.').next()).flatten()
}

fn digits(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A name that comes from `input` and stays a text is compared with a number, or multiplied.
fn input_as_number(should: &str, is: &str, source: &Source<'_>) -> Option<Finding> {
    // `text * 3` may be just what is meant, and so may the joining of two texts: only where another number should have come.
    let numbers = digits(should) && digits(is);
    let typed = |name: &str| {
        let binding = only(source.bindings.iter().filter(|binding| binding.name == name))?;
        let value = source.assigned_value(binding)?;
        (value.first()?.is("input") && value.get(1)?.is("(") && inside(value, 1).len() + 3 == value.len()).then_some(binding.line)
    };
    source.tokens.windows(3).find_map(|three| {
        let sign = |token: &Token<'_>| token.kind == Kind::Sign && matches!(token.text, "==" | "!=" | "*" | "+");
        sign(&three[1]).then_some(())?;
        let numeric = |token: &Token<'_>| token.kind == Kind::Number;
        let (name, line) = match (typed(three[0].text), typed(three[2].text)) {
            (Some(line), None) if numeric(&three[2]) => (three[0].text, line),
            (None, Some(line)) if numeric(&three[0]) => (three[2].text, line),
            // Two texts are joined.
            (Some(line), Some(_)) if three[1].is("+") => (three[0].text, line),
            _ => return None,
        };
        let compares = three[1].is("==") || three[1].is("!=");
        if !compares && !numbers {
            return None;
        }
        Some(Finding::new(Code::PrintedInputText).with("name", name).with("operator", three[1].text).number("other_line", line).at(three[1].line))
    })
}
