//! Names without a value: `NameError`, `UnboundLocalError`.

use super::{
    names::{BUILTINS, MODULES_BY_NAME, closest},
    source::{Binding, BindingKind, Token},
    template::Code,
    trouble::{Finding, Trouble, is_definition, quoted},
};

/// Explains a name that Python does not know.
pub(super) fn explain(trouble: &Trouble<'_>) -> Option<Finding> {
    let name = *quoted(trouble.message).first()?;
    if trouble.message.contains("free variable") {
        return Some(Finding::new(Code::UnboundOther).with("name", name));
    }
    let finding = own_word(name)
        .or_else(|| module(trouble, name))
        .or_else(|| gets_its_value(trouble, name))
        .or_else(|| of_self(trouble, name))
        .or_else(|| inside_function(trouble, name))
        .or_else(|| close(trouble, name))
        .or_else(|| quotes(trouble, name))
        .unwrap_or_else(|| Finding::new(Code::NameUnknown));
    Some(finding.with("name", name))
}

/// `true`, `null` and the like.
fn own_word(name: &str) -> Option<Finding> {
    let right = match name {
        "true" | "TRUE" => "True",
        "false" | "FALSE" => "False",
        "none" | "NONE" => "None",
        "null" | "nil" | "NULL" | "undefined" => return Some(Finding::new(Code::SignUnknown).with("found", name).with("right", "None")),
        _ => return None,
    };
    Some(Finding::new(Code::NameCase).with("close", right))
}

/// A module of Python's that was not imported: only if it stands before a dot.
fn module(trouble: &Trouble<'_>, name: &str) -> Option<Finding> {
    let tokens = trouble.tokens();
    let dotted = tokens.windows(2).any(|pair| pair[0].is(name) && pair[1].is("."));
    let bound = trouble.source.bindings.iter().any(|binding| binding.name == name);
    (MODULES_BY_NAME.contains(&name) && dotted && !bound).then(|| Finding::new(Code::NameModule))
}

/// A line that can be seen from here gives the name its value, but it comes later or was not run.
fn gets_its_value(trouble: &Trouble<'_>, name: &str) -> Option<Finding> {
    if let Some(finding) = deleted(trouble, name) {
        return Some(finding);
    }
    let visible: Vec<&Binding<'_>> = trouble.source.bindings.iter().filter(|binding| binding.name == name && trouble.sees(binding)).collect();
    let first = visible.first()?;
    let statement = trouble.source.statement_at(trouble.line)?;
    // `x = x + 1`, without a first value: the line itself gives the value, but too late.
    let others: Vec<&&Binding<'_>> = visible.iter().filter(|binding| binding.statement != statement).collect();
    let Some(binding) = others.first() else {
        return matches!(first.kind, BindingKind::Assignment | BindingKind::Augmented).then(|| Finding::new(Code::NameUnknown));
    };
    let code = if binding.line > trouble.line || trouble.function_here().is_some() && binding.function.is_none() && !earlier(trouble, binding) {
        if is_definition(binding) { Code::NameLaterFunction } else { Code::NameLater }
    } else {
        Code::NameSkipped
    };
    Some(Finding::new(code).number("other_line", binding.line))
}

/// A line before this one, in the same function, has taken the name away with `del`.
fn deleted(trouble: &Trouble<'_>, name: &str) -> Option<Finding> {
    let source = trouble.source;
    let here = source.statement_at(trouble.line)?;
    let of = source.function_around(here);
    let line = (0..here).rev().find_map(|place| {
        let tokens = source.tokens_in(place);
        let named = tokens.windows(2).any(|pair| (pair[0].is("del") || pair[0].is(",")) && pair[1].is(name));
        let part = tokens.windows(2).any(|pair| pair[0].is(name) && (pair[1].is("[") || pair[1].is(".")));
        (source.begins_with(place, "del") && named && !part && source.function_around(place) == of).then(|| source.statements[place].line)
    })?;
    Some(Finding::new(Code::NameDeleted).number("other_line", line))
}

/// Whether a line outside all functions comes before the function that is around the error, and so had its turn.
fn earlier(trouble: &Trouble<'_>, binding: &Binding<'_>) -> bool {
    trouble.function_here().is_none_or(|function| binding.line < function.line)
}

fn of_self(trouble: &Trouble<'_>, name: &str) -> Option<Finding> {
    let class = trouble.function_here()?.class?;
    let (_, line) = trouble.source.self_names(class).into_iter().find(|(known, _)| *known == name)?;
    Some(Finding::new(Code::NameSelf).number("other_line", line))
}

fn inside_function(trouble: &Trouble<'_>, name: &str) -> Option<Finding> {
    let mut found = trouble.source.bindings.iter().filter(|binding| binding.name == name && !trouble.sees(binding));
    let first = found.next()?;
    // The name of several functions' insides says nothing about which is meant.
    if found.any(|other| other.function != first.function) || close(trouble, name).is_some() {
        return None;
    }
    let function = trouble.source.functions.iter().find(|function| Some(function.statement) == first.function)?;
    Some(Finding::new(Code::NameInside).with("function", function.name).number("other_line", first.line))
}

fn close(trouble: &Trouble<'_>, name: &str) -> Option<Finding> {
    let own = trouble.visible_names();
    // `tax` is like `max`, but nobody means `max` who does not call it.
    let called = trouble.tokens().windows(2).any(|pair| pair[0].is(name) && pair[1].is("("));
    let of_python = BUILTINS.into_iter().filter(|known| called || known.to_lowercase() == name.to_lowercase());
    let near = closest(name, own.iter().map(|(name, _)| *name).chain(of_python))?;
    if near.to_lowercase() == name.to_lowercase() {
        return Some(Finding::new(Code::NameCase).with("close", near));
    }
    Some(match own.iter().find(|(known, _)| *known == near) {
        Some((_, line)) => Finding::new(Code::NameClose).with("close", near).number("other_line", *line),
        None => Finding::new(Code::NameCloseBuiltin).with("close", near),
    })
}

/// A word that stands alone where a text would fit: in the brackets of `print` or `input`, or beside `==`.
fn quotes(trouble: &Trouble<'_>, name: &str) -> Option<Finding> {
    let tokens = trouble.tokens();
    let place = tokens.iter().position(|token| token.is(name))?;
    let before = place.checked_sub(1).and_then(|before| tokens.get(before));
    let after = tokens.get(place + 1);
    let used_as_more = after.is_some_and(|after| after.is(".") || after.is("(") || after.is("["));
    let ends = |token: Option<&Token<'_>>| token.is_none_or(|token| matches!(token.text, ")" | "," | ":" | "and" | "or"));
    let first_in_call = before.is_some_and(|before| before.is("(")) && place >= 2 && matches!(tokens[place - 2].text, "print" | "input");
    let compared = before.is_some_and(|before| before.is("==") || before.is("!="));
    // `print(Good morning)` cannot be read at all, so one word is all there is.
    let text_beside = |token: Option<&Token<'_>>| token.is_some_and(|token| token.is_text());
    let two_before = place.checked_sub(2).and_then(|two| tokens.get(two));
    let joined = (before.is_some_and(|before| before.is("+") || before.is(",")) && text_beside(two_before))
        || (after.is_some_and(|after| after.is("+") || after.is(",")) && text_beside(tokens.get(place + 2)));
    let alone = before.is_some_and(|before| before.is("=") || before.is("return") || before.is("(") || before.is("[")) && name.len() > 2;
    let ends_here = ends(after) || after.is_some_and(|after| after.is("]"));
    let quoted_elsewhere = trouble.source.tokens.iter().any(|token| token.is_text() && token.text.trim_matches(['"', '\'']) == name);
    let capital = name.starts_with(char::is_uppercase);
    let likely = joined || (alone && ends_here && (quoted_elsewhere || capital || before.is_some_and(|before| before.is("="))));
    (!used_as_more && ((ends(after) && (first_in_call || compared)) || likely)).then(|| Finding::new(Code::NameQuotes))
}

/// Explains that the call of a case names something that the program does not have.
pub(super) fn explain_call(trouble: &Trouble<'_>) -> Option<Finding> {
    let name = *quoted(trouble.message).first().filter(|_| trouble.error.type_name == "NameError")?;
    let made: Vec<(&str, u32)> = trouble
        .source
        .bindings
        .iter()
        .filter(|binding| is_definition(binding) && binding.function.is_none())
        .map(|binding| (binding.name, binding.line))
        .collect();
    let close = closest(name, made.iter().map(|(made, _)| *made)).and_then(|close| made.iter().find(|(made, _)| *made == close));
    let finding = match close {
        Some((close, line)) => Finding::new(Code::FunctionMisspelt).with("close", close).number("other_line", *line),
        None => Finding::new(Code::FunctionMissing),
    };
    Some(finding.with("name", name))
}

/// Explains a name of a function that has no value yet.
pub(super) fn explain_unbound(trouble: &Trouble<'_>) -> Option<Finding> {
    let name = *quoted(trouble.message).first()?;
    let other = || Finding::new(Code::UnboundOther);
    let found = deleted(trouble, name).or_else(|| unbound(trouble, name)).or_else(|| of_self(trouble, name));
    Some(found.unwrap_or_else(other).with("name", name))
}

fn unbound(trouble: &Trouble<'_>, name: &str) -> Option<Finding> {
    let source = trouble.source;
    let function = trouble.function_here()?;
    let statement = source.statement_at(trouble.line)?;
    let inner: Vec<&Binding<'_>> =
        source.bindings.iter().filter(|binding| binding.name == name && binding.function == Some(function.statement)).collect();
    let outer = source.bindings.iter().find(|binding| binding.name == name && binding.function.is_none());
    let first = inner.first()?;
    // The line that fails gives the value itself (`total = total + x`), or comes before all lines that do.
    let only_here_or_later = inner.iter().all(|binding| binding.statement >= statement);
    if let (Some(outer), true) = (outer, only_here_or_later) {
        return Some(
            Finding::new(Code::UnboundOuter).with("function", function.name).number("inner_line", first.line).number("other_line", outer.line),
        );
    }
    if only_here_or_later {
        let later = inner.iter().find(|binding| binding.statement > statement);
        return later.map(|later| Finding::new(Code::UnboundLater).number("other_line", later.line));
    }
    // A line above would give the value: which header did not let it run?
    let above: Vec<&&Binding<'_>> = inner.iter().filter(|binding| binding.statement < statement).collect();
    let [only] = above[..] else { return None };
    let around = source.enclosing(statement);
    let header = source.enclosing(only.statement).into_iter().find(|header| !around.contains(header))?;
    let header = if source.begins_with(only.statement, "for") { only.statement } else { header };
    let word = source.tokens_of(source.statements.get(header)?).first()?.text;
    let line = source.statements.get(header)?.line;
    Some(Finding::new(Code::UnboundSkipped).with("word", word).number("header_line", line).number("other_line", only.line))
}
