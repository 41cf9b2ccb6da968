//! Errors while a program runs.

use super::{
    explanation, line_of, with_place,
    words::{between, closest, code, count, kind},
};
use crate::worker::{ErrorFacts, Sketch};
use domain::judge::Explanation;
use serde_json::{Value as Json, json};

/// Names that are there in every program and that beginners use.
const BUILT_IN: [&str; 38] = [
    "abs",
    "all",
    "any",
    "bool",
    "chr",
    "dict",
    "enumerate",
    "exit",
    "False",
    "filter",
    "float",
    "format",
    "help",
    "input",
    "int",
    "isinstance",
    "len",
    "list",
    "map",
    "max",
    "min",
    "None",
    "open",
    "ord",
    "pow",
    "print",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "True",
    "tuple",
    "type",
    "zip",
];

pub(super) fn explain(facts: &ErrorFacts, stdin: Option<&str>) -> Option<Explanation> {
    match facts.type_name.as_str() {
        "NameError" => name_error(facts),
        "UnboundLocalError" => unbound(facts),
        "TypeError" => type_error(facts),
        "ValueError" => value_error(facts),
        "IndexError" => index_error(facts),
        "KeyError" => key_error(facts),
        "AttributeError" => attribute_error(facts),
        "ZeroDivisionError" => zero_division(facts),
        "RecursionError" => recursion(facts),
        "ModuleNotFoundError" => no_module(facts),
        "FileNotFoundError" => no_file(facts),
        "EOFError" => end_of_input(facts, stdin),
        "MemoryError" => Some(super::memory(facts.place().as_ref(), domain::exercise::Limits::default())),
        "PermissionError" => refused(facts),
        "AssertionError" => assertion(facts),
        _ => None,
    }
}

/// For what nobody wrote words for yet: Python's own text, and where to look.
pub(super) fn unknown(facts: &ErrorFacts) -> Explanation {
    let text = format!(
        "{} stops the program with {}. Python says: {}. What stands there could not be done with the values it had at that moment.",
        line_of(facts),
        code(&facts.type_name),
        code(if facts.message.is_empty() { "nothing more" } else { &facts.message })
    );
    let next = "Print the values that this line uses, just before it.";
    explanation("unknown_error", with_place(facts, json!({ "type": facts.type_name, "message": facts.message })), text, next)
}

fn say(facts: &ErrorFacts, name: &str, params: Json, text: String, next: impl Into<String>) -> Option<Explanation> {
    Some(explanation(name, with_place(facts, params), text, next))
}

/// What a name held, for a sentence: `` `i` is 6 ``.
fn holds(name: &str, sketch: &Sketch) -> String {
    match &sketch.text {
        Some(text) => format!("{} is {}", code(name), code(text)),
        None => format!("{} is {}", code(name), kind(&sketch.type_name)),
    }
}

fn name_error(facts: &ErrorFacts) -> Option<Explanation> {
    let name = between(&facts.message, '\'')?;
    let line = line_of(facts);
    let known = facts.known.iter().map(String::as_str).chain(BUILT_IN);
    if let Some(close) = closest(name, known) {
        return say(
            facts,
            "name_misspelt",
            json!({ "name": name, "close": close }),
            format!(
                "{line} uses the name {}, and no value has that name. There is a name {}, which looks almost the same. For Python each letter counts, capitals too.",
                code(name),
                code(close)
            ),
            format!("Is {} meant? Compare the two letter by letter.", code(close)),
        );
    }
    say(
        facts,
        "name_unknown",
        json!({ "name": name }),
        format!(
            "{line} uses the name {}, and no value has that name at this moment. A name is known after a line that gives it a value. Text needs quotes.",
            code(name)
        ),
        format!("Find the line that gives {} its value. Does it run before this one?", code(name)),
    )
}

fn unbound(facts: &ErrorFacts) -> Option<Explanation> {
    let name = between(&facts.message, '\'')?;
    say(
        facts,
        "name_without_value_yet",
        json!({ "name": name }),
        format!(
            "{} uses {} before it has a value in this function. The function gives {} a value somewhere, so the name belongs to the function alone.",
            line_of(facts),
            code(name),
            code(name)
        ),
        format!("Give {} a first value at the start of the function.", code(name)),
    )
}

fn type_error(facts: &ErrorFacts) -> Option<Explanation> {
    let message = facts.message.as_str();
    let line = line_of(facts);
    if let Some(types) = message.strip_prefix("unsupported operand type(s) for ") {
        let (operator, types) = types.split_once(": ")?;
        let mut parts = types.split(" and ").map(|part| part.trim_matches('\''));
        let (left, right) = (parts.next()?, parts.next()?);
        return operands(facts, operator, left, right);
    }
    if message.starts_with("can only concatenate") || message.starts_with("must be str, not") {
        // `can only concatenate str (not "int") to str`
        let right = between(message, '"').or_else(|| message.rsplit(' ').next())?;
        let left = if message.contains("concatenate list") { "list" } else { "str" };
        return operands(facts, "+", left, right);
    }
    if message.contains("positional argument")
        || message.contains("takes no arguments")
        || message.contains("takes exactly")
        || message.contains("takes at most")
    {
        return arguments(facts);
    }
    if let Some(rest) = message.strip_suffix(" object is not subscriptable") {
        let held = rest.trim_matches('\'');
        if held == "NoneType" {
            return used_none(facts, "asks for one of its parts");
        }
        return say(
            facts,
            "no_parts",
            json!({ "kind": held }),
            format!(
                "{line} uses square brackets on {}. Brackets ask for one part of a list, a text or a dictionary.{}",
                kind(held),
                what_holds(facts, held)
            ),
            "Look at the value before the bracket. What should it be?",
        );
    }
    if let Some(rest) = message.strip_suffix(" object is not callable") {
        let held = rest.trim_matches('\'');
        return say(
            facts,
            "not_a_function",
            json!({ "kind": held }),
            format!(
                "{line} puts round brackets after {}. Only a function can be used so.{} Perhaps a name of a function was given to another value.",
                kind(held),
                what_holds(facts, held)
            ),
            "Look for a line that gives this name a new value.",
        );
    }
    if let Some(rest) = message.strip_suffix(" object is not iterable") {
        let held = rest.trim_matches('\'');
        if held == "NoneType" {
            return used_none(facts, "goes through its values");
        }
        return say(
            facts,
            "nothing_to_go_through",
            json!({ "kind": held }),
            format!(
                "{line} goes through values one after the other, but finds {}.{} A list or a text can be gone through.",
                kind(held),
                what_holds(facts, held)
            ),
            "For counting, `range(...)` makes numbers to go through.",
        );
    }
    if message.contains("NoneType") {
        return used_none(facts, "uses it");
    }
    if message.contains("indices must be integers") {
        return say(
            facts,
            "place_not_a_number",
            json!({}),
            format!("{line} asks for a part of a list or text. The place in brackets is not a whole number. Places are 0, 1, 2 and so on."),
            "Print the value between the brackets, just before this line.",
        );
    }
    None
}

/// A sentence about the first name of that type on the line, with a blank before it; or nothing.
fn what_holds(facts: &ErrorFacts, type_name: &str) -> String {
    let found = facts.names.iter().find(|(_, sketch)| sketch.type_name == type_name);
    found.map(|(name, sketch)| format!(" Here {}.", holds(name, sketch))).unwrap_or_default()
}

fn operands(facts: &ErrorFacts, operator: &str, left: &str, right: &str) -> Option<Explanation> {
    let line = line_of(facts);
    if left == "NoneType" || right == "NoneType" {
        return used_none(facts, "computes with it");
    }
    let operator = operator.split(' ').next().unwrap_or(operator);
    let number = |name: &str| matches!(name, "int" | "float");
    if (left == "str" && number(right)) || (number(left) && right == "str") {
        let name = facts.names.iter().find(|(_, sketch)| number(&sketch.type_name)).map(|(name, _)| name.as_str());
        let text_name = facts.names.iter().find(|(_, sketch)| sketch.type_name == "str");
        let held = text_name.map(|(name, sketch)| format!(" Here {}, which is text.", holds(name, sketch))).unwrap_or_default();
        let next = match name {
            Some(name) if operator == "+" => format!("To join them as text, write `str({name})`. To compute, make the text a number."),
            _ => "To compute, make the text a number with `int(...)`. To join, use `str(...)`.".to_owned(),
        };
        return say(
            facts,
            "text_and_number",
            json!({ "operator": operator, "left": left, "right": right }),
            format!("{line} uses {} between text and a number. Python does not guess whether to join or to compute.{held}", code(operator)),
            next,
        );
    }
    say(
        facts,
        "kinds_do_not_fit",
        json!({ "operator": operator, "left": left, "right": right }),
        format!("{line} uses {} between {} and {}. These two kinds of values do not go together there.", code(operator), kind(left), kind(right)),
        "Print both values just before this line, and see which one surprises you.",
    )
}

fn used_none(facts: &ErrorFacts, what: &str) -> Option<Explanation> {
    let line = line_of(facts);
    let name = facts.names.iter().find(|(_, sketch)| sketch.type_name == "NoneType").map(|(name, _)| name.clone());
    let subject = name.as_deref().map_or_else(|| "A value".to_owned(), code);
    let next = match &name {
        Some(name) => format!("Find the line that gives {} its value. Does that function have a `return`?", code(name)),
        None => "Look at the function this line uses. Does it reach a `return`?".to_owned(),
    };
    say(
        facts,
        "none_used",
        json!({ "name": name }),
        format!(
            "{subject} in {} is None. The line {what}. None means that there is no value. A function without `return` gives None back.",
            line.to_lowercase()
        ),
        next,
    )
}

fn arguments(facts: &ErrorFacts) -> Option<Explanation> {
    let message = facts.message.as_str();
    let function = message.split("()").next()?.rsplit('.').next()?.trim().to_owned();
    let line = line_of(facts);
    if let Some((_, missing)) = message.split_once("missing ") {
        let names: Vec<&str> = missing.split('\'').skip(1).step_by(2).collect();
        return say(
            facts,
            "too_few_values",
            json!({ "function": function, "names": names }),
            format!(
                "The function {} needs more values than it was given. Nothing was given for {}. The brackets after its name must hold a value for each.",
                code(&function),
                names.iter().map(|name| code(name)).collect::<Vec<_>>().join(" and ")
            ),
            format!("Compare the line that uses {} with the line that defines it.", code(&function)),
        );
    }
    let numbers: Vec<&str> = message.split(|character: char| !character.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let given = numbers.last().copied().unwrap_or("more");
    let takes = if numbers.len() > 1 { numbers[numbers.len() - 2] } else { "fewer" };
    say(
        facts,
        "too_many_values",
        json!({ "function": function, "takes": takes, "given": given }),
        format!(
            "{line} gives the function {} {given} values, and it takes {takes}. The line with `def` says how many values a function takes, and in which order.",
            code(&function)
        ),
        format!("Compare the line that uses {} with the line that defines it.", code(&function)),
    )
}

fn value_error(facts: &ErrorFacts) -> Option<Explanation> {
    let message = facts.message.as_str();
    let line = line_of(facts);
    for (start, function, wanted) in [
        ("invalid literal for int() with base 10: ", "int", "digits, such as `12`"),
        ("could not convert string to float: ", "float", "a number, such as `2.5`"),
    ] {
        if let Some(text) = message.strip_prefix(start) {
            let why = if text.contains('.') && function == "int" { " A number with a point is for `float`." } else { "" };
            return say(
                facts,
                "text_is_not_a_number",
                json!({ "text": text, "function": function }),
                format!(
                    "{line} makes a number of the text {} with {}. That works only for text that holds {wanted}.{why}",
                    code(text),
                    code(function)
                ),
                "Look at where this text comes from. Print it just before this line.",
            );
        }
    }
    if message.contains("not in list") || message.contains("substring not found") {
        return say(
            facts,
            "value_not_there",
            json!({ "message": message }),
            format!(
                "{line} looks for a value in a list or text. It is not there. Python says: {}. Before asking where it is, ask whether it is there.",
                code(message)
            ),
            "Print the list or text just before this line.",
        );
    }
    if message.contains("values to unpack") {
        return say(
            facts,
            "unpack_count",
            json!({ "message": message }),
            format!(
                "{line} has several names on the left of `=`. On the right stands another number of values. Each name needs exactly one value. Python says: {}.",
                code(message)
            ),
            "Print what stands on the right, just before this line.",
        );
    }
    None
}

/// The name before the square bracket, and what stands in it, where both are simple.
fn subscript(facts: &ErrorFacts) -> Option<(&str, &str)> {
    // From Python 3.11 the place of the expression is known.
    let part = match facts.columns {
        Some([first, last, start, end]) if first == last => {
            let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
            facts.source.get(start..end)?
        }
        _ if facts.source.matches('[').count() == 1 => &facts.source,
        _ => return None,
    };
    let open = part.find('[')?;
    let close = part[open..].find(']')? + open;
    let name = part[..open].rsplit(|character: char| !character.is_alphanumeric() && character != '_').next()?;
    Some((name, part[open + 1..close].trim())).filter(|(name, _)| !name.is_empty())
}

fn index_error(facts: &ErrorFacts) -> Option<Explanation> {
    let line = line_of(facts);
    if facts.message.starts_with("pop from empty") {
        return say(
            facts,
            "list_is_empty",
            json!({}),
            format!("{line} takes a value out of a list. The list is empty at that moment. From an empty list nothing can be taken."),
            "Before taking, ask with `len(...)` whether something is in the list.",
        );
    }
    let what = if facts.message.starts_with("string") { "text" } else { "list" };
    if let Some((name, place)) = subscript(facts)
        && let Some(length) = facts.names.get(name).and_then(|sketch| sketch.length)
    {
        let items = count(length, if what == "text" { "character" } else { "value" });
        let asked = match facts.names.get(place).and_then(|sketch| sketch.text.as_deref()) {
            Some(value) => format!("{} is {value}", code(place)),
            None => format!("the place {} is asked for", code(place)),
        };
        let last = match length {
            0 => "so there is no place in it".to_owned(),
            1 => "at place 0".to_owned(),
            _ => format!("at places 0 to {}", length - 1),
        };
        let print = if facts.names.contains_key(place) {
            format!("Print {} and `len({name})` just before this line.", code(place))
        } else {
            format!("Print `len({name})` just before this line.")
        };
        return say(
            facts,
            "place_outside",
            json!({ "name": name, "place": place, "value": facts.names.get(place).and_then(|sketch| sketch.text.clone()), "length": length }),
            format!(
                "In {}, {asked}. But {} has {items}, {last}. Places are counted from 0, so the last place is one less than the length.",
                line.to_lowercase(),
                code(name)
            ),
            print,
        );
    }
    say(
        facts,
        "place_outside",
        json!({}),
        format!("{line} asks for a place in a {what} that is not there. Places are counted from 0, so the last place is one less than the length."),
        format!("Print the place and the length of the {what}, just before this line."),
    )
}

fn key_error(facts: &ErrorFacts) -> Option<Explanation> {
    let key = facts.key.as_deref().unwrap_or(&facts.message);
    let name = subscript(facts).map(|(name, _)| name).filter(|name| facts.names.get(*name).is_some_and(|sketch| sketch.type_name == "dict"));
    let owner = name.map_or_else(|| "the dictionary".to_owned(), code);
    say(
        facts,
        "key_not_there",
        json!({ "key": key, "name": name }),
        format!(
            "{} asks for the key {}, and {owner} has no such key. Capitals and blanks count, and the number 1 is not the text \"1\".",
            line_of(facts),
            code(key)
        ),
        format!("Print {owner} just before this line, and look at its keys."),
    )
}

fn attribute_error(facts: &ErrorFacts) -> Option<Explanation> {
    let message = facts.message.as_str();
    let mut quoted = message.split('\'').skip(1).step_by(2);
    let (owner, name) = (quoted.next()?, quoted.next()?);
    if owner == "NoneType" {
        return used_none(facts, &format!("asks it for {}", code(name)));
    }
    let params = json!({ "kind": owner, "name": name });
    if owner == "list" && matches!(name, "add" | "push" | "length" | "size") {
        let right = if matches!(name, "add" | "push") { ".append(...)" } else { "len(...)" };
        return say(
            facts,
            "list_word",
            params,
            format!(
                "{} asks a list for {}, which lists do not know. A list is made longer with `.append(...)`, and `len(...)` counts its values.",
                line_of(facts),
                code(name)
            ),
            format!("Is {} meant?", code(right)),
        );
    }
    say(
        facts,
        "not_known_to_value",
        params,
        format!(
            "{} asks {} for {} after the point, which it does not know. What may follow the point depends on the kind of value.",
            line_of(facts),
            kind(owner),
            code(name)
        ),
        "Look at the value before the point, and at the spelling after it.",
    )
}

fn zero_division(facts: &ErrorFacts) -> Option<Explanation> {
    let zero = facts.names.iter().find(|(_, sketch)| matches!(sketch.text.as_deref(), Some("0" | "0.0")));
    let why = zero.map(|(name, _)| format!(" Here {} is 0.", code(name))).unwrap_or_default();
    let next = match zero {
        Some((name, _)) => format!("Find the line that makes {} 0. Should this line run then?", code(name)),
        None => "Print the value after the `/` or `%`, just before this line.".to_owned(),
    };
    say(
        facts,
        "divided_by_zero",
        json!({ "name": zero.map(|(name, _)| name) }),
        format!("{} divides by 0, and no number is the result of that.{why} `/`, `//` and `%` all divide.", line_of(facts)),
        next,
    )
}

fn recursion(facts: &ErrorFacts) -> Option<Explanation> {
    let function = facts.frames.last().map(|frame| frame.2.clone()).unwrap_or_default();
    say(
        facts,
        "never_stops_calling",
        json!({ "function": function, "depth": facts.depth }),
        format!(
            "The function {} uses itself again and again: {} deep. Nothing made it stop, so Python did. One case must give a value back without using it again.",
            code(&function),
            count(facts.depth, "time")
        ),
        format!("Find the case in which {} stops. Is it ever reached?", code(&function)),
    )
}

fn no_module(facts: &ErrorFacts) -> Option<Explanation> {
    let name = facts.name.as_deref().or_else(|| between(&facts.message, '\''))?;
    say(
        facts,
        "no_such_module",
        json!({ "name": name }),
        format!(
            "{} wants to import {}, and there is no module of that name here. Only modules that come with Python, and your own files, can be imported.",
            line_of(facts),
            code(name)
        ),
        "Check the spelling of the name. Most exercises need no import at all.",
    )
}

fn no_file(facts: &ErrorFacts) -> Option<Explanation> {
    let name = facts.filename.clone().or_else(|| between(&facts.message, '\'').map(str::to_owned))?;
    say(
        facts,
        "no_such_file",
        json!({ "name": name }),
        format!("{} opens the file {}, and it is not there. The name must be right to the letter, with its ending.", line_of(facts), code(&name)),
        "Compare the name with the files of this exercise. Only those can be read.",
    )
}

fn end_of_input(facts: &ErrorFacts, stdin: Option<&str>) -> Option<Explanation> {
    let lines = stdin.map(|text| text.lines().count() as u64);
    let text = match lines {
        Some(0) => format!("{} asks with `input`, and there is nothing to read. In this run the program gets no input.", line_of(facts)),
        Some(lines) => format!(
            "{} asks with `input` for the {} time. Only {} of input came. The program asks more often than there are answers.",
            line_of(facts),
            ordinal(lines + 1),
            count(lines, "line")
        ),
        None => {
            format!("{} asks with `input`, but all input has been read already. The program asks more often than there are answers.", line_of(facts))
        }
    };
    say(facts, "input_used_up", json!({ "lines": lines }), text, "Count how often `input` is used, also inside loops. Does the task give so much?")
}

fn ordinal(number: u64) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn refused(facts: &ErrorFacts) -> Option<Explanation> {
    say(
        facts,
        "not_allowed_here",
        json!({ "message": facts.message }),
        format!(
            "{} tried something that programs may not do here. They cannot use the network, start other programs, or reach files outside their folder.",
            line_of(facts)
        ),
        "Look at what this line wants to reach. The exercise can be solved without it.",
    )
}

fn assertion(facts: &ErrorFacts) -> Option<Explanation> {
    say(
        facts,
        "assertion",
        json!({ "message": facts.message }),
        format!(
            "{} says with `assert` that something is true, and it was not. Such a line stops the program on purpose when a value is not as wanted.",
            line_of(facts)
        ),
        "Print the values that stand after `assert`, just before this line.",
    )
}
