//! Programs that Python cannot read: `SyntaxError`, `IndentationError`, `TabError`.
//!
//! Python 3.8 and 3.9 say little more than "invalid syntax", so most is decided by looking at the text; the message only helps.

use super::{
    source::{HEADERS, Kind, Source, Token, inside, width},
    template::Code,
    trouble::{Finding, Trouble, between, quoted},
};

/// Signs of other languages, with what Python writes.
const FOREIGN_SIGNS: [(&[&str], &str); 10] = [
    (&["=", "==", "="], "=="),
    (&["==", "="], "=="),
    (&["!=", "="], "!="),
    (&["&&"], "and"),
    (&["|", "|"], "or"),
    (&["=", ">"], ">="),
    (&["=", "<"], "<="),
    (&["=", "!"], "!="),
    (&["<>"], "!="),
    (&[":="], "="),
];

/// Characters that look like another one, mostly from texts written with a word processor or another keyboard.
const LOOKALIKES: [(char, &str); 32] = [
    ('\u{201c}', "\""),
    ('\u{201d}', "\""),
    ('\u{201e}', "\""),
    ('\u{ab}', "\""),
    ('\u{bb}', "\""),
    ('\u{ff02}', "\""),
    ('\u{2018}', "'"),
    ('\u{2019}', "'"),
    ('\u{201a}', "'"),
    ('\u{b4}', "'"),
    ('\u{2013}', "-"),
    ('\u{2014}', "-"),
    ('\u{2212}', "-"),
    ('\u{2010}', "-"),
    ('\u{d7}', "*"),
    ('\u{22c5}', "*"),
    ('\u{b7}', "*"),
    ('\u{f7}', "/"),
    ('\u{2264}', "<="),
    ('\u{2265}', ">="),
    ('\u{2260}', "!="),
    ('\u{ff08}', "("),
    ('\u{ff09}', ")"),
    ('\u{ff0c}', ","),
    ('\u{3001}', ","),
    ('\u{ff1a}', ":"),
    ('\u{ff1b}', ";"),
    ('\u{ff1d}', "="),
    ('\u{ff0b}', "+"),
    ('\u{2026}', "..."),
    ('\u{3010}', "["),
    ('\u{3011}', "]"),
];

/// Words that other languages put before a name which gets a value.
const WORDS_BEFORE_NAMES: [&str; 11] = ["int", "float", "double", "str", "string", "String", "bool", "var", "let", "const", "char"];

/// Explains why Python could not read the program.
pub(super) fn explain(trouble: &Trouble<'_>) -> Finding {
    let found = match trouble.error.type_name.as_str() {
        "TabError" => Some(Finding::new(Code::IndentTabs)),
        "IndentationError" => Some(indentation(trouble)),
        _ => None,
    };
    found
        .or_else(|| by_message(trouble))
        .or_else(|| by_text(trouble))
        .unwrap_or_else(|| Finding::new(Code::SyntaxOther).with("message", trouble.message))
}

fn indentation(trouble: &Trouble<'_>) -> Finding {
    let source = trouble.source;
    let line = trouble.line;
    let blanks = width(source.line(line));
    if trouble.message.contains("expected an indented block") {
        return block_expected(trouble).unwrap_or_else(|| Finding::new(Code::IndentOther).with("message", trouble.message));
    }
    let before = code_line_before(source, line);
    if trouble.message.contains("unexpected indent") {
        return match before {
            None => Finding::new(Code::IndentFirst),
            Some(before) => {
                let other = width(source.line(before));
                Finding::new(Code::IndentUnexpected).number("blanks", blanks).number("other_line", before).number("other_blanks", other)
            }
        };
    }
    if trouble.message.contains("unindent does not match") {
        return Finding::new(Code::IndentBetween).number("blanks", blanks);
    }
    Finding::new(Code::IndentOther).with("message", trouble.message)
}

/// The header above the line whose block is missing.
fn block_expected(trouble: &Trouble<'_>) -> Option<Finding> {
    let source = trouble.source;
    let said = between(&format!("{} ", trouble.message), "on line ", " ").and_then(|number| number.parse().ok());
    let before = code_line_before(source, trouble.line);
    let own_line_is_header = ends_with_colon(source, trouble.line) && before.is_none_or(|before| !ends_with_colon(source, before));
    let header = said.or(if own_line_is_header { Some(trouble.line) } else { before })?;
    let word = header_word(source.line_tokens(header))?;
    let next_line = (header + 1..=source.line_count()).find(|line| !source.line_tokens(*line).is_empty());
    let header_blanks = width(source.line(header));
    let finding = |code| Finding::new(code).with("word", word).number("header_line", header);
    let between = || header + 1..next_line.unwrap_or(source.line_count() + 1);
    let comment = between().any(|line| source.line(line).trim_start().starts_with('#'));
    // An empty line ends what the comment belongs to.
    let apart = next_line.is_none() || between().any(|line| source.line(line).trim().is_empty());
    match next_line {
        _ if comment && apart => Some(finding(Code::BlockOnlyComment).at(header)),
        None => Some(finding(Code::BlockMissing).at(header)),
        // A line that begins further to the left, or another function, was never meant for this block.
        Some(next)
            if width(source.line(next)) < header_blanks
                || header_word(source.line_tokens(next)).is_some_and(|next| matches!(next, "def" | "class" | "else" | "elif")) =>
        {
            Some(finding(if comment { Code::BlockOnlyComment } else { Code::BlockMissing }).at(header))
        }
        Some(next) => Some(finding(Code::BlockNotIndented).at(next)),
    }
}

fn by_message(trouble: &Trouble<'_>) -> Option<Finding> {
    let (source, line, message) = (trouble.source, trouble.line, trouble.message);
    let tokens = source.line_tokens(line);
    let names = quoted(message);
    if message.starts_with("Missing parentheses in call to 'print'") {
        return Some(Finding::new(Code::PrintBrackets));
    }
    if message.contains("string literal") || message.starts_with("EOF while scanning") {
        return open_quote(trouble);
    }
    if message.starts_with("f-string") {
        return Some(text_with_braces(trouble));
    }
    if message.contains("'return' outside function") {
        return Some(Finding::new(Code::ReturnOutside));
    }
    if message.starts_with("'await' outside") {
        return Some(Finding::new(Code::AwaitOutside));
    }
    if message.contains("outside loop") || message.contains("not properly in loop") {
        return names.first().map(|word| Finding::new(Code::LoopWordOutside).with("word", word));
    }
    if message.starts_with("positional argument follows keyword argument") {
        return Some(Finding::new(Code::NamedValuesFirst));
    }
    if message.contains("follows default argument") || message.contains("follows parameter with a default") {
        return Some(Finding::new(Code::DefaultOrder));
    }
    if message.starts_with("duplicate argument") {
        return names.first().map(|name| Finding::new(Code::ParameterTwice).with("name", name));
    }
    if message.starts_with("expected 'except'") {
        return Some(Finding::new(Code::TryAlone));
    }
    if message.starts_with("leading zeros")
        || (message == "invalid token" && tokens.iter().any(|token| token.text.len() > 1 && token.text.starts_with('0')))
    {
        return Some(Finding::new(Code::NumberZero));
    }
    if message.starts_with("(unicode error)") {
        return Some(Finding::new(Code::BackslashInText));
    }
    if message.starts_with("unexpected character after line continuation") {
        return Some(Finding::new(Code::BackslashOutside));
    }
    if message.contains("cannot assign to")
        || message.starts_with("can't assign to")
        || message.contains("illegal expression for augmented assignment")
    {
        return assignment(trouble);
    }
    None
}

/// Looks at the text: first for what is certain about the whole program, then at the line, from the more to the less certain.
fn by_text(trouble: &Trouble<'_>) -> Option<Finding> {
    let (source, line) = (trouble.source, trouble.line);
    let tokens = source.line_tokens(line);
    strange_character(trouble)
        .or_else(|| quotes_in_braces(tokens))
        .or_else(|| quote_inside(trouble))
        .or_else(|| brackets(trouble))
        .or_else(|| block_at_the_end(trouble))
        .or_else(|| foreign_sign(tokens))
        .or_else(|| else_if(tokens))
        .or_else(|| equals_for_question(tokens))
        .or_else(|| equals_in_dictionary(tokens))
        .or_else(|| keyword_as_name(tokens))
        .or_else(|| for_without_in(tokens))
        .or_else(|| function_brackets(tokens))
        .or_else(|| cut_off(source, line, tokens))
        .or_else(|| try_alone(source, line))
        .or_else(|| print_without_brackets(tokens))
        .or_else(|| name_at_the_start(tokens))
        .or_else(|| number_before_name(tokens))
        .or_else(|| colon(tokens, trouble))
        .or_else(|| side_by_side(source, line))
        .or_else(|| unfinished(tokens))
        // Python 3.8 and 3.9 name the line below the one that is not finished.
        .or_else(|| {
            let before = code_line_before(source, line)?;
            let vague = matches!(trouble.message, "invalid syntax" | "unexpected EOF while parsing");
            let finding = vague.then(|| unfinished(source.line_tokens(before))).flatten()?;
            Some(finding.at(before))
        })
}

fn open_quote(trouble: &Trouble<'_>) -> Option<Finding> {
    let source = trouble.source;
    let open = |token: &&Token<'_>| matches!(token.kind, Kind::Text { closed: false, .. });
    let token = source.line_tokens(trouble.line).iter().find(open).or_else(|| source.tokens.iter().find(open))?;
    let quote = quote_of(token)?;
    if matches!(token.kind, Kind::Text { triple: true, .. }) {
        return Some(Finding::new(Code::QuotesTripleOpen).at(token.line));
    }
    if let Some(inside) = quote_inside(trouble) {
        return Some(inside);
    }
    let other = other_quote(quote);
    let body = token.text.trim_start_matches(|character: char| character.is_ascii_alphabetic());
    let text = body.get(1..).unwrap_or("").trim_end();
    // `"hello'` and `print("hello')`: the other quote ends the text, and only once.
    let ends_with_other = text.trim_end_matches([')', ']', '}', ':', ',']).ends_with(other) && text.matches(other).count() == 1;
    let code = if ends_with_other { Code::QuoteMixed } else { Code::QuoteOpen };
    Some(Finding::new(code).with("quote", quote).with("other", other).at(token.line))
}

/// A text that ends at a quote inside it: `'it's'`, `"she said "hello" to me"`.
fn quote_inside(trouble: &Trouble<'_>) -> Option<Finding> {
    let tokens = trouble.source.line_tokens(trouble.line);
    let pair = tokens.windows(2).find(|pair| {
        let prefix = pair[1].text.len() <= 2 && tokens.iter().any(|token| token.text.starts_with(pair[1].text) && token.is_text());
        matches!(pair[0].kind, Kind::Text { closed: true, triple: false })
            && pair[1].glued
            && !prefix
            && (pair[1].kind == Kind::Name || pair[1].kind == Kind::Number)
            && !pair[1].is_keyword()
    })?;
    let last = tokens.iter().rfind(|token| token.is_text())?;
    let quote = quote_of(&pair[0])?;
    // The same kind of quote comes once more behind it: there the text was meant to end.
    let again = !std::ptr::eq(last, &pair[0]) && quote_of(last) == Some(quote);
    if !again || pair[0].text.starts_with(['f', 'F']) && pair[0].text.contains('{') {
        return None;
    }
    Some(Finding::new(Code::QuoteInside).with("quote", quote).with("other", other_quote(quote)).with("after", pair[1].text))
}

fn text_with_braces(trouble: &Trouble<'_>) -> Finding {
    let tokens = trouble.source.line_tokens(trouble.line);
    if trouble.message.contains("empty expression") || trouble.message.contains("valid expression required") {
        return Finding::new(Code::BraceEmpty);
    }
    quotes_in_braces(tokens).unwrap_or_else(|| Finding::new(Code::BraceInText))
}

/// `f'{d['a']}'`: the first text ends inside a brace, and another one follows.
fn quotes_in_braces(tokens: &[Token<'_>]) -> Option<Finding> {
    let texts: Vec<&Token<'_>> = tokens.iter().filter(|token| token.is_text()).collect();
    let cut = texts.windows(2).find(|pair| {
        let formatted = pair[0].text.starts_with(['f', 'F']);
        formatted && pair[0].text.matches('{').count() > pair[0].text.matches('}').count() && quote_of(pair[0]) == quote_of(pair[1])
    })?;
    let quote = quote_of(cut[0])?;
    Some(Finding::new(Code::BraceQuotes).with("quote", quote).with("other", other_quote(quote)))
}

fn assignment(trouble: &Trouble<'_>) -> Option<Finding> {
    let tokens = trouble.source.line_tokens(trouble.line);
    if let Some(found) = equals_for_question(tokens) {
        return Some(found);
    }
    if let Some(found) = equals_in_dictionary(tokens) {
        return Some(found);
    }
    let assigns = |token: &Token<'_>| {
        token.depth == 0
            && (token.is("=")
                || (token.kind == Kind::Sign
                    && token.text.len() == 2
                    && token.text.ends_with('=')
                    && !matches!(token.text, "==" | "!=" | "<=" | ">=")))
    };
    let equals = tokens.iter().position(assigns)?;
    let left = &tokens[..equals];
    let right = &tokens[equals + 1..];
    let message = trouble.message;
    if let Some(word) = ["True", "False", "None"].iter().find(|word| message.contains(**word)) {
        return Some(Finding::new(Code::AssignedWord).with("name", word));
    }
    if message.contains("call") {
        return Some(Finding::new(Code::AssignedCall));
    }
    if message.contains("comparison") {
        return Some(Finding::new(Code::AssignedComparison));
    }
    if message.contains("literal") {
        return Some(match (left, right) {
            ([value], [name]) if name.is_name() => Finding::new(Code::AssignedTurned).with("value", value.text).with("name", name.text),
            _ => Finding::new(Code::AssignedValue),
        });
    }
    if message.contains("expression") || message.contains("operator") {
        let hyphens = left.len() >= 3
            && left.len() % 2 == 1
            && left.iter().enumerate().all(|(place, token)| if place % 2 == 0 { token.is_name() } else { token.is("-") && token.glued });
        // A name that has a value of its own makes it a sum after all.
        let unknown = left.iter().step_by(2).all(|token| trouble.source.bindings.iter().all(|binding| binding.name != token.text));
        if hyphens && unknown && left.iter().skip(1).all(|token| token.glued) {
            let name: String = left.iter().map(|token| token.text).collect();
            return Some(Finding::new(Code::NameWithHyphen).with("name", &name).with("joined", &name.replace('-', "_")));
        }
        return Some(Finding::new(Code::AssignedSum));
    }
    None
}

/// `{'a' = 1}`
fn equals_in_dictionary(tokens: &[Token<'_>]) -> Option<Finding> {
    let place = tokens.iter().enumerate().position(|(place, token)| {
        let open =
            tokens[..place].iter().rfind(|open| open.depth + 1 == token.depth && open.kind == Kind::Sign && matches!(open.text, "(" | "[" | "{"));
        token.is("=") && open.is_some_and(|open| open.is("{"))
    })?;
    let (key, value) = (tokens.get(place.checked_sub(1)?)?, tokens.get(place + 1)?);
    (key.ends_value() && value.begins_value()).then(|| Finding::new(Code::DictionaryEquals).with("example", &format!("{}: {}", key.text, value.text)))
}

fn strange_character(trouble: &Trouble<'_>) -> Option<Finding> {
    let tokens = trouble.source.line_tokens(trouble.line);
    // Inside the curly brackets of a text, only the message knows the character.
    let named = || between(trouble.message, "(U+", ")").and_then(|number| u32::from_str_radix(number, 16).ok()).and_then(char::from_u32);
    let character = match tokens.iter().find(|token| token.kind == Kind::Strange) {
        Some(token) => token.text.chars().next()?,
        None => named()?,
    };
    let shown = character.to_string();
    // The backslash has a message of its own; a backtick cannot be shown, because it marks code in our sentences.
    if matches!(character, '\\' | '`') {
        return None;
    }
    // `!x`, `||`, `x?` and the like are signs of other languages.
    if let Some(found) = foreign_sign(tokens) {
        return Some(found);
    }
    if character == '!' {
        return Some(Finding::new(Code::SignUnknown).with("found", "!").with("right", "not"));
    }
    if let Some((_, right)) = LOOKALIKES.iter().find(|(strange, _)| *strange == character) {
        return Some(Finding::new(Code::CharacterReplaced).with("found", &shown).with("right", right));
    }
    if character.is_whitespace() || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}') || character.is_control() {
        return Some(Finding::new(Code::CharacterInvisible).with("number", &format!("U+{:04X}", u32::from(character))));
    }
    Some(Finding::new(Code::CharacterUnknown).with("found", &shown))
}

fn brackets(trouble: &Trouble<'_>) -> Option<Finding> {
    let source = trouble.source;
    if let Some((closing, opened)) = source.mismatch.filter(|(closing, _)| closing.line <= trouble.line) {
        return Some(match opened {
            None => Finding::new(Code::BracketExtra).with("bracket", closing.text).at(closing.line),
            Some(open) => Finding::new(Code::BracketMismatch)
                .with("bracket", closing.text)
                .with("opened", open.text)
                .with("partner", partner(open.text))
                .number("open_line", open.line)
                .at(closing.line),
        });
    }
    // Missing commas are reported at their own place, also inside brackets that are open.
    if trouble.message.contains("forgot a comma") && side_by_side_in(source.line_tokens(trouble.line)).is_some() {
        return None;
    }
    let open = source.open.iter().rev().find(|open| open.line <= trouble.line)?;
    Some(Finding::new(Code::BracketOpen).with("bracket", open.text).with("partner", partner(open.text)).at(open.line))
}

/// Python 3.8 says "unexpected EOF" where the last line needs a block.
fn block_at_the_end(trouble: &Trouble<'_>) -> Option<Finding> {
    let source = trouble.source;
    let last = (1..=source.line_count()).rev().find(|line| !source.line_tokens(*line).is_empty())?;
    if !trouble.message.contains("unexpected EOF") || !ends_with_colon(source, last) {
        return None;
    }
    let word = header_word(source.line_tokens(last))?;
    let comment = (last + 1..=source.line_count()).any(|line| source.line(line).trim_start().starts_with('#'));
    let code = if comment { Code::BlockOnlyComment } else { Code::BlockMissing };
    Some(Finding::new(code).with("word", word).number("header_line", last).at(last))
}

fn foreign_sign(tokens: &[Token<'_>]) -> Option<Finding> {
    // `x++` and `x--` at the end of a statement.
    for window in tokens.windows(3) {
        let doubled = (window[1].is("+") && window[2].is("+")) || (window[1].is("-") && window[2].is("-"));
        let ends = tokens.last().is_some_and(|last| std::ptr::eq(last, &window[2]));
        if window[0].is_name() && doubled && window[2].glued && ends {
            let found = format!("{}{}{}", window[0].text, window[1].text, window[2].text);
            let right = format!("{} {}= 1", window[0].text, window[1].text);
            return Some(Finding::new(Code::Increment).with("found", &found).with("right", &right));
        }
    }
    for (pieces, right) in FOREIGN_SIGNS {
        let place = tokens.windows(pieces.len()).position(|window| {
            window.iter().zip(pieces).all(|(token, piece)| token.text == *piece && !token.is_text()) && window.iter().skip(1).all(|token| token.glued)
        });
        let Some(place) = place else { continue };
        // `x := 3` is wrong only at the start of a line.
        if pieces == [":="] && !(place == 1 && tokens[place].depth == 0) {
            continue;
        }
        let found = pieces.concat();
        return Some(Finding::new(Code::SignUnknown).with("found", &found).with("right", right));
    }
    // `||` is two strange characters or signs, `!x` one.
    let place = tokens.iter().position(|token| token.kind == Kind::Strange && token.text == "!")?;
    let next = tokens.get(place + 1)?;
    (next.is_name() || next.is("(") || next.is("True") || next.is("False"))
        .then(|| Finding::new(Code::SignUnknown).with("found", "!").with("right", "not"))
}

fn else_if(tokens: &[Token<'_>]) -> Option<Finding> {
    let first = tokens.first()?;
    if first.is("else") && tokens.get(1).is_some_and(|next| next.is("if")) {
        return Some(Finding::new(Code::ElseIf).with("found", "else if"));
    }
    let other = ["elseif", "elsif", "elseIf", "elif_", "elsIf"].into_iter().find(|word| first.is(word))?;
    (tokens.last()?.is(":")).then(|| Finding::new(Code::ElseIf).with("found", other))
}

fn equals_for_question(tokens: &[Token<'_>]) -> Option<Finding> {
    let first = tokens.first()?;
    if !["if", "elif", "while", "assert"].iter().any(|word| first.is(word)) {
        return None;
    }
    let mut found = tokens.iter().enumerate().filter(|(place, token)| {
        // A value with a name in a call, `f(a=1)`, is right.
        let in_call = tokens[..*place].iter().enumerate().any(|(open_place, open)| {
            open.is("(")
                && open.depth < token.depth
                && open_place > 0
                && tokens[open_place - 1].ends_value()
                && inside(tokens, open_place).iter().any(|inner| std::ptr::eq(inner, *token))
        });
        token.is("=") && !in_call
    });
    let (place, _) = found.next()?;
    // With something after it: `if x =` is not finished.
    let complete = tokens.get(place + 1).is_some_and(|next| next.begins_value() || next.is("-") || next.is("(") || next.is("["));
    (found.next().is_none() && complete).then(|| Finding::new(Code::EqualsForQuestion).with("word", first.text))
}

fn keyword_as_name(tokens: &[Token<'_>]) -> Option<Finding> {
    let first = tokens.first()?;
    let fixed = |token: &Token<'_>| token.is_keyword() && !matches!(token.text, "True" | "False" | "None" | "not" | "lambda" | "await");
    let name = |token: &Token<'_>| {
        let example = match token.text {
            "class" => "group".to_owned(),
            "from" => "start".to_owned(),
            "in" => "inside".to_owned(),
            "is" => "answer".to_owned(),
            word => format!("{word}_value"),
        };
        Finding::new(Code::KeywordAsName).with("word", token.text).with("example", &example)
    };
    let second = tokens.get(1);
    if fixed(first) && second.is_some_and(|second| second.is("=") || second.is("+=") || second.is("-=")) {
        return Some(name(first));
    }
    if first.is("lambda") && second.is_some_and(|second| second.is("=")) {
        return Some(name(first));
    }
    if first.is("def") {
        let named = second.filter(|token| token.is_keyword() && tokens.get(2).is_some_and(|next| next.is("(")));
        let parameter = tokens.windows(2).skip(1).find(|pair| {
            let begins = pair[0].is("(") || pair[0].is(",") || pair[0].is("*") || pair[0].is("**");
            pair[1].depth == 1 && begins && pair[1].is_keyword()
        });
        return named.or(parameter.map(|pair| &pair[1])).map(name);
    }
    if first.is("for") && second.is_some_and(|second| fixed(second) && !second.is("in")) && tokens.get(2).is_some_and(|next| next.is("in")) {
        return second.map(name);
    }
    None
}

fn for_without_in(tokens: &[Token<'_>]) -> Option<Finding> {
    let first = tokens.first()?;
    let missing = !tokens.iter().any(|token| token.is("in"));
    let nameless = tokens.get(1).is_some_and(|next| next.is("in"));
    (first.is("for") && (missing || nameless)).then(|| Finding::new(Code::ForWithoutIn))
}

fn function_brackets(tokens: &[Token<'_>]) -> Option<Finding> {
    let [first, name, colon] = tokens else { return None };
    let complete = first.is("def") && name.is_name() && colon.is(":");
    complete.then(|| Finding::new(Code::FunctionBrackets).with("right", &format!("def {}():", name.text)))
}

/// An `else` or `elif` without its `if`.
fn cut_off(source: &Source<'_>, line: u32, tokens: &[Token<'_>]) -> Option<Finding> {
    let word = tokens.first().filter(|token| token.is("else") || token.is("elif"))?.text;
    if !tokens.last()?.is(":") && word == "else" {
        return None;
    }
    let indent = width(source.line(line));
    let finding = |code| Finding::new(code).with("word", word);
    let above = (1..line).rev().filter(|above| !source.line_tokens(*above).is_empty()).find(|above| width(source.line(*above)) <= indent);
    let above = above.filter(|above| width(source.line(*above)) == indent);
    let opens =
        |line: u32| header_word(source.line_tokens(line)).is_some_and(|word| matches!(word, "if" | "elif" | "for" | "while" | "try" | "except"));
    match above {
        Some(above) if word == "elif" && header_word(source.line_tokens(above)) == Some("else") => {
            Some(Finding::new(Code::ElifAfterElse).number("other_line", above))
        }
        Some(above) if opens(above) => None,
        Some(above) => {
            // An `if` on the same level, further up, with this line in between.
            let has_if = (1..above).rev().filter(|line| !source.line_tokens(*line).is_empty() && width(source.line(*line)) <= indent).any(|line| {
                width(source.line(line)) == indent && header_word(source.line_tokens(line)).is_some_and(|word| matches!(word, "if" | "elif"))
            });
            Some(if has_if { finding(Code::ElseCutOff).number("other_line", above) } else { finding(Code::ElseAlone) })
        }
        None => Some(finding(Code::ElseAlone)),
    }
}

/// Below the lines of a `try` stands something else than `except`: Python before 3.10 does not say so.
fn try_alone(source: &Source<'_>, line: u32) -> Option<Finding> {
    let indent = width(source.line(line));
    let above = (1..line).rev().filter(|above| !source.line_tokens(*above).is_empty()).find(|above| width(source.line(*above)) <= indent)?;
    let own_word = source.line_tokens(line).first().is_some_and(|first| first.is("except") || first.is("finally"));
    (width(source.line(above)) == indent && header_word(source.line_tokens(above)) == Some("try") && !own_word).then(|| Finding::new(Code::TryAlone))
}

fn print_without_brackets(tokens: &[Token<'_>]) -> Option<Finding> {
    let [first, second, ..] = tokens else { return None };
    (first.is("print") && second.begins_value()).then(|| Finding::new(Code::PrintBrackets))
}

/// What stands on the left of `=` and is not one name.
fn name_at_the_start(tokens: &[Token<'_>]) -> Option<Finding> {
    let def = tokens.first()?.is("def");
    let tokens = if def { &tokens[1..] } else { tokens };
    let [first, second, rest @ ..] = tokens else { return None };
    let assigned = rest.first().is_some_and(|token| token.is("="));
    if first.kind == Kind::Number && second.is_name() && second.glued && (assigned || def) {
        return Some(Finding::new(Code::NameWithDigit).with("name", &format!("{}{}", first.text, second.text)));
    }
    if !(first.is_name() && second.is_name() && assigned) || def {
        return None;
    }
    if WORDS_BEFORE_NAMES.contains(&first.text) {
        return Some(Finding::new(Code::WordBeforeName).with("word", first.text).with("name", second.text));
    }
    let joined = format!("{}_{}", first.text, second.text);
    (first.text != "print").then(|| Finding::new(Code::NameWithBlank).with("first", first.text).with("second", second.text).with("joined", &joined))
}

fn number_before_name(tokens: &[Token<'_>]) -> Option<Finding> {
    let pair = tokens.windows(2).find(|pair| pair[0].kind == Kind::Number && pair[1].is_name() && pair[1].glued)?;
    Some(Finding::new(Code::NumberBeforeName).with("number", pair[0].text).with("name", pair[1].text))
}

/// Two values with nothing between them, on the line or over its end inside brackets.
fn side_by_side(source: &Source<'_>, line: u32) -> Option<Finding> {
    if let Some(found) = side_by_side_in(source.line_tokens(line)) {
        return Some(found);
    }
    // `[1, 2` and `3, 4]` on the next line: Python names one or the other.
    let start = source.tokens.partition_point(|token| token.line < line);
    let end = source.tokens.partition_point(|token| token.line <= line);
    [start, end].into_iter().find_map(|after| {
        let (before, after) = (source.tokens.get(after.checked_sub(1)?)?, source.tokens.get(after)?);
        let both_texts = before.is_text() && after.is_text();
        let within = after.depth > 0 && before.ends_value() && after.begins_value() && !both_texts;
        within.then(|| Finding::new(Code::CommaMissing).with("before", before.text).with("after", after.text).at(before.line))
    })
}

fn side_by_side_in(tokens: &[Token<'_>]) -> Option<Finding> {
    // Two texts side by side are one text, except where the second is the key of a pair.
    let place = (1..tokens.len()).find(|place| {
        let (before, after) = (&tokens[place - 1], &tokens[*place]);
        let key = after.depth > 0 && tokens.get(place + 1).is_some_and(|next| next.is(":") && next.depth == after.depth);
        before.ends_value() && after.begins_value() && (key || !(before.is_text() && after.is_text()))
    })?;
    let (before, after) = (&tokens[place - 1], &tokens[place]);
    let finding = |code| Finding::new(code).with("before", before.text).with("after", after.text);
    if after.depth == 0 {
        if let Some(word) = second_statement(tokens) {
            return Some(Finding::new(Code::TwoStatements).with("after", word));
        }
        return Some(finding(Code::SignMissing));
    }
    let open =
        tokens[..place].iter().rfind(|token| token.depth + 1 == after.depth && matches!(token.text, "(" | "[" | "{") && token.kind == Kind::Sign);
    let in_curly = open.is_some_and(|open| open.is("{"));
    // In `{'a' 1}` a colon is missing, in `{'a': 1 'b': 2}` a comma: there a colon came since the last comma.
    let since = tokens[..place - 1].iter().rev().take_while(|token| !(token.depth == after.depth && token.is(",")) && token.depth >= after.depth);
    let has_colon = since.into_iter().any(|token| token.is(":") && token.depth == after.depth);
    Some(finding(if in_curly && !has_colon { Code::PairColonMissing } else { Code::CommaMissing }))
}

/// What a second statement on the line begins with, directly behind a value: `print(a)print(b)`, `a = 3 b = 4`. Nothing else can be meant there.
fn second_statement<'t>(tokens: &[Token<'t>]) -> Option<&'t str> {
    let place = (1..tokens.len()).find(|place| {
        let (before, after, next) = (&tokens[place - 1], &tokens[*place], tokens.get(place + 1));
        let next_is = |sign: &str| next.is_some_and(|next| next.is(sign));
        let begins = (after.is("print") && next_is("(")) || (after.is_name() && ["=", "+=", "-="].iter().any(|sign| next_is(sign)));
        after.depth == 0 && before.ends_value() && (begins || ["return", "break", "import"].iter().any(|word| after.is(word)))
    })?;
    // What stands before it must be whole: `total of prices = 3` is one step with a mistake in it.
    let first = &tokens[..place];
    let whole = first.last()?.is(")") || first.iter().any(|token| token.depth == 0 && (token.is("=") || token.is("+=")));
    whole.then_some(tokens[place].text)
}

fn colon(tokens: &[Token<'_>], trouble: &Trouble<'_>) -> Option<Finding> {
    let word = header_word(tokens)?;
    let last = tokens.last()?;
    let has_colon = tokens.iter().any(|token| token.depth == 0 && token.is(":"));
    if has_colon {
        return None;
    }
    let finding = |code| Finding::new(code).with("word", word);
    if last.is(";") {
        return Some(finding(Code::ColonSemicolon));
    }
    let finished = last.ends_value() || last.is("else") || last.is("try") || last.is("finally") || last.is("except");
    // Behind `else` nothing may stand but the colon: whatever stands there comes after it.
    let alone = match word {
        "if" | "elif" | "while" | "for" | "def" | "class" | "with" => tokens.len() > 1,
        "else" | "try" | "finally" => tokens.len() == 1,
        _ => true,
    };
    let one_piece = !tokens.windows(2).any(|pair| pair[1].depth == 0 && pair[0].ends_value() && pair[1].begins_value());
    let certain = finished && alone && one_piece && (trouble.message.starts_with("expected ':'") || trouble.message == "invalid syntax");
    Some(finding(if certain { Code::ColonMissing } else { Code::ColonPlace }))
}

fn unfinished(tokens: &[Token<'_>]) -> Option<Finding> {
    let last = tokens.last()?;
    let open_end = last.kind == Kind::Sign
        && matches!(
            last.text,
            "=" | "+" | "-" | "*" | "/" | "//" | "%" | "**" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "+=" | "-=" | "*=" | "/=" | "."
        );
    let open_word = matches!(last.text, "and" | "or" | "not" | "in" | "is") && last.kind == Kind::Name;
    ((open_end || open_word) && last.depth == 0).then(|| Finding::new(Code::LineUnfinished).with("sign", last.text))
}

/// The last line before this one that has code on it.
fn code_line_before(source: &Source<'_>, line: u32) -> Option<u32> {
    (1..line).rev().find(|before| !source.line_tokens(*before).is_empty())
}

fn ends_with_colon(source: &Source<'_>, line: u32) -> bool {
    source.line_tokens(line).last().is_some_and(|token| token.is(":"))
}

/// The word with which a line begins that needs a colon.
fn header_word<'t>(tokens: &[Token<'t>]) -> Option<&'t str> {
    let first = tokens.first().filter(|first| first.kind == Kind::Name)?;
    let first = if first.is("async") { tokens.get(1)? } else { first };
    HEADERS.contains(&first.text).then_some(first.text)
}

fn quote_of(token: &Token<'_>) -> Option<&'static str> {
    match token.text.trim_start_matches(|character: char| character.is_ascii_alphabetic()).chars().next()? {
        '"' => Some("\""),
        _ => Some("'"),
    }
}

fn other_quote(quote: &str) -> &'static str {
    if quote == "'" { "\"" } else { "'" }
}

fn partner(bracket: &str) -> &'static str {
    match bracket {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}
