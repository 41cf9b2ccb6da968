//! The text of lessons, instructions and hints: Markdown, made once into what the window shows.
//!
//! The text is somebody else's, and the window it is shown in can do more than a web page. Two locks, each enough by itself: `comrak` shows HTML in the Markdown as text, and
//! `ammonia` then lets through a short list of elements and attributes. Pictures are not loaded: an image becomes a link with its description as text.

use crate::problem::{Code, Problem};
use ammonia::UrlRelative;
use comrak::{
    Arena, Node, Options,
    adapters::{HeadingAdapter, HeadingMeta},
    nodes::{AstNode, NodeLink, NodeValue},
    options::Plugins,
};
use serde::Serialize;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet, VecDeque},
    fmt,
    sync::{LazyLock, Mutex, PoisonError},
};

/// What every heading's anchor begins with, so that no text can give an element the `id` of one of the window's own.
const ANCHOR_PREFIX: &str = "section-";

/// How deep quotes may stand in quotes. Far beyond what a person writes, also as a line of `>` in the output of a program; the time for a whole text of such lines was
/// measured to stay below a second.
const MAX_QUOTES: usize = 200;

/// The least and the greatest number of answers to a question.
const ANSWERS: std::ops::RangeInclusive<usize> = 2..=5;

/// One piece of a lesson, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LessonBlock {
    /// Text to read.
    Prose {
        /// Safe HTML.
        html: String,
    },
    /// A program, or what a program shows.
    Code {
        /// The text as it stands, not HTML.
        source: String,
        /// The language that the block names, in small letters; `text` if it names none.
        language: String,
        /// Whether it can be run in place.
        runnable: bool,
        /// What the program gets on standard input.
        stdin: String,
        /// Whether it is meant to stop with an error.
        expects_error: bool,
    },
    /// A question that is asked before the text goes on.
    Question {
        /// Safe HTML, of one block or several: what is asked.
        prompt_html: String,
        /// Two to five answers, exactly one of them right.
        answers: Vec<Answer>,
    },
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Safe HTML; without a paragraph around it if it is only one.
    pub html: String,
    /// Whether it is the right one.
    pub right: bool,
    /// Safe HTML, likewise: what is said when it is chosen. Empty if the author says nothing.
    pub because_html: String,
}

/// A heading, for a table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Plain text, not HTML.
    pub text: String,
    /// The `id` of the heading in the HTML; unique in the lesson.
    pub anchor: String,
}

/// A lesson's text, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LessonText {
    /// The pieces, in order.
    pub blocks: Vec<LessonBlock>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
}

/// Makes a lesson's text into blocks. Never fails: a question that breaks the format is shown as it was written. A course that was read by [`crate::read`] has none such.
pub fn parse(markdown: &str) -> LessonText {
    parse_and_check(markdown, "").0
}

/// Markdown as safe HTML: for instructions, hints and descriptions. Code blocks stay `<pre><code class="language-python">`.
pub fn safe_html(markdown: &str) -> String {
    let arena = Arena::new();
    let markdown = flattened(markdown);
    let root = comrak::parse_document(&arena, &markdown, &OPTIONS);
    images_to_links(root);
    format(root, &Plugins::default())
}

/// The lesson's blocks, and what is wrong with it.
pub(crate) fn parse_and_check(markdown: &str, file: &str) -> (LessonText, Vec<Problem>) {
    let arena = Arena::new();
    let markdown = &*flattened(markdown);
    let root = comrak::parse_document(&arena, markdown, &OPTIONS);
    images_to_links(root);
    let headings = headings(root);
    prefix_inner_links(root);
    let anchors = Anchors(Mutex::new(headings.iter().map(|heading| heading.anchor.clone()).collect()));
    let mut plugins = Plugins::default();
    plugins.render.heading_adapter = Some(&anchors);

    let lines: Vec<&str> = markdown.lines().collect();
    let mut blocks = Vec::new();
    let mut problems = Vec::new();
    let mut prose: Vec<Node<'_>> = Vec::new();
    for node in root.children().collect::<Vec<_>>() {
        let Some(fence) = Fence::of(node, &lines) else {
            nested_blocks(node, file, &mut problems);
            prose.push(node);
            continue;
        };
        flush(&arena, &mut prose, &plugins, &mut blocks);
        blocks.push(fence.block(file, &mut problems));
    }
    flush(&arena, &mut prose, &plugins, &mut blocks);
    (LessonText { blocks, headings }, problems)
}

/// The same text, but without quotes in quotes beyond [`MAX_QUOTES`]: parsing takes time by the square of their depth, so that 200 kB of `>` would take a minute. The
/// mark that is too many is escaped, which makes it and what follows plain text.
fn flattened(markdown: &str) -> Cow<'_, str> {
    // What may stand before a quote's mark: blanks, and the marks of lists and other quotes.
    let marks =
        |line: &str| line.len() - line.trim_start_matches(|character: char| character.is_ascii_digit() || " \t\r>-+*.)".contains(character)).len();
    let too_many = |line: &str| line[..marks(line)].match_indices('>').nth(MAX_QUOTES).map(|(index, _)| index);
    if markdown.lines().all(|line| too_many(line).is_none()) {
        return Cow::Borrowed(markdown);
    }
    let lines = markdown.split('\n').map(|line| match too_many(line) {
        Some(index) => format!("{}\\{}", &line[..index], &line[index..]),
        None => line.to_owned(),
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// Makes the nodes that were gathered into one block of prose.
fn flush<'a>(arena: &'a Arena<'a>, prose: &mut Vec<Node<'a>>, plugins: &Plugins<'_>, blocks: &mut Vec<LessonBlock>) {
    if prose.is_empty() {
        return;
    }
    let document: Node<'a> = arena.alloc(AstNode::from(NodeValue::Document));
    for node in prose.drain(..) {
        document.append(node);
    }
    let html = format(document, plugins);
    if !html.trim().is_empty() {
        blocks.push(LessonBlock::Prose { html });
    }
}

/// A fenced code block at the top of a lesson.
struct Fence<'a> {
    /// The line on which it opens, from 1.
    line: usize,
    /// What stands behind the opening fence, as it was written: the parser has already taken the backslashes out of its own copy.
    info: &'a str,
    literal: String,
}

impl<'a> Fence<'a> {
    fn of(node: Node<'_>, lines: &[&'a str]) -> Option<Self> {
        let data = node.data();
        let NodeValue::CodeBlock(block) = &data.value else { return None };
        if !block.fenced {
            return None;
        }
        let line = data.sourcepos.start.line;
        let info = lines.get(line.checked_sub(1)?)?.trim_start().trim_start_matches(['`', '~']).trim();
        Some(Self { line, info, literal: block.literal.clone() })
    }

    fn block(self, file: &str, problems: &mut Vec<Problem>) -> LessonBlock {
        let (language, words) = self.info.split_once(char::is_whitespace).unwrap_or((self.info, ""));
        if language == "question" {
            match question(&self.literal, file, self.line, words) {
                Ok(block) => return block,
                Err(found) => problems.extend(found),
            }
            return LessonBlock::Code { source: self.literal, language: "text".into(), runnable: false, stdin: String::new(), expects_error: false };
        }
        let mut block = (false, String::new(), false);
        // Only what is written in Python has words behind the language; what stands behind others is for other programs.
        if language == "python" {
            for (word, value) in attributes(words) {
                match (word.as_str(), value) {
                    ("run", None) => block.0 = true,
                    ("stdin", Some(text)) => block.1 = text,
                    ("error", None) => block.2 = true,
                    (word, _) => problems.push(at(Problem::new(file, Code::UnknownBlockWord).with("word", word), self.line)),
                }
            }
        }
        let (runnable, stdin, expects_error) = block;
        let plain = |character: char| character.is_ascii_alphanumeric() || "+#-_.".contains(character);
        let language =
            if language.is_empty() || language.len() > 40 || !language.chars().all(plain) { "text".into() } else { language.to_ascii_lowercase() };
        LessonBlock::Code { source: self.literal, language, runnable, stdin, expects_error }
    }
}

fn at(problem: Problem, line: usize) -> Problem {
    problem.at(u32::try_from(line).ok())
}

/// The words behind a block's language, some with a value: `run stdin="Ada\n12"`. In a value `\n` is a new line, `\t` a tab, `\"` and `\\` the character itself.
fn attributes(text: &str) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(first) = characters.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut word = String::from(first);
        while let Some(character) = characters.next_if(|character| !character.is_whitespace() && *character != '=') {
            word.push(character);
        }
        let mut value = None;
        if characters.next_if_eq(&'=').is_some() {
            let mut text = String::new();
            if characters.next_if_eq(&'"').is_some() {
                while let Some(character) = characters.next() {
                    match character {
                        '"' => break,
                        '\\' => match characters.next() {
                            Some('n') => text.push('\n'),
                            Some('t') => text.push('\t'),
                            Some(other @ ('"' | '\\')) => text.push(other),
                            Some(other) => text.extend(['\\', other]),
                            None => text.push('\\'),
                        },
                        other => text.push(other),
                    }
                }
            } else {
                while let Some(character) = characters.next_if(|character| !character.is_whitespace()) {
                    text.push(character);
                }
            }
            value = Some(text);
        }
        found.push((word, value));
    }
    found
}

/// Reads the content of a `question` block. `line` is the one on which the block opens.
fn question(text: &str, file: &str, line: usize, words: &str) -> Result<LessonBlock, Vec<Problem>> {
    let mut problems = Vec::new();
    if let Some(word) = words.split_whitespace().next() {
        problems.push(at(Problem::new(file, Code::UnknownBlockWord).with("word", word), line));
    }
    let mut prompt = String::new();
    // Each answer with the line on which it begins.
    let mut answers: Vec<(usize, String)> = Vec::new();
    for (index, source) in text.lines().enumerate() {
        let here = line + 1 + index;
        let item = source.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(' ')).map(str::trim_start);
        match item {
            // Before the first box a list item belongs to what is asked.
            Some(item) if !answers.is_empty() || boxed(item).is_some() => answers.push((here, item.to_owned())),
            _ => {
                // What goes on with an answer stands two blanks in, below its first word.
                let (target, source) = match answers.last_mut() {
                    Some((_, answer)) => (answer, source.strip_prefix("  ").unwrap_or(source)),
                    None => (&mut prompt, source),
                };
                if !target.is_empty() {
                    target.push('\n');
                }
                target.push_str(source);
            }
        }
    }
    if prompt.trim().is_empty() {
        problems.push(at(Problem::new(file, Code::QuestionPrompt), line));
    }
    if !ANSWERS.contains(&answers.len()) {
        let problem = Problem::new(file, Code::QuestionAnswers).with("count", answers.len());
        problems.push(at(problem.with("min", *ANSWERS.start()).with("max", *ANSWERS.end()), line));
    }
    let mut read = Vec::new();
    for (here, answer) in &answers {
        let Some((right, answer)) = boxed(answer) else {
            problems.push(at(Problem::new(file, Code::QuestionBox), *here));
            continue;
        };
        let (said, because) = split_reason(answer);
        if said.trim().is_empty() {
            problems.push(at(Problem::new(file, Code::QuestionAnswerEmpty), *here));
        }
        read.push(Answer { html: inline_html(said), right, because_html: inline_html(because) });
    }
    let right = read.iter().filter(|answer| answer.right).count();
    if right != 1 {
        problems.push(at(Problem::new(file, Code::QuestionRight).with("count", right), line));
    }
    if problems.is_empty() { Ok(LessonBlock::Question { prompt_html: safe_html(&prompt), answers: read }) } else { Err(problems) }
}

/// Whether an answer is right, and what stands behind its box.
fn boxed(item: &str) -> Option<(bool, &str)> {
    let (right, rest) = match item.get(..3)? {
        "[x]" | "[X]" => (true, &item[3..]),
        "[ ]" => (false, &item[3..]),
        _ => return None,
    };
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((right, rest))
}

/// An answer and what is said about it: parted at the first ` -- ` that does not stand in `code`.
fn split_reason(answer: &str) -> (&str, &str) {
    let bytes = answer.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] == b'`' {
            // A span of code ends at the next run of as many backticks; where there is none, these are just backticks.
            let run = bytes[index..].iter().take_while(|byte| **byte == b'`').count();
            index += run;
            let mut search = index;
            while let Some(found) = answer[search..].find('`') {
                let start = search + found;
                let length = bytes[start..].iter().take_while(|byte| **byte == b'`').count();
                search = start + length;
                if length == run {
                    index = search;
                    break;
                }
            }
        } else if bytes[index..].starts_with(b"--")
            && index > 0
            && bytes[index - 1].is_ascii_whitespace()
            && bytes.get(index + 2).is_none_or(u8::is_ascii_whitespace)
        {
            return (&answer[..index], &answer[index + 2..]);
        } else {
            index += 1;
        }
    }
    (answer, "")
}

/// Safe HTML, without the paragraph around it if it is one paragraph only.
fn inline_html(markdown: &str) -> String {
    let html = safe_html(markdown.trim());
    let html = html.trim();
    match html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")) {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => html.to_owned(),
    }
}

/// Names blocks that only mean something at the top of a lesson and stand elsewhere: they would silently be shown as plain code.
fn nested_blocks(node: Node<'_>, file: &str, problems: &mut Vec<Problem>) {
    for inner in node.descendants() {
        let data = inner.data();
        if let NodeValue::CodeBlock(block) = &data.value {
            let mut words = block.info.split_whitespace();
            let meant = match words.next() {
                Some("question") => "question",
                Some("python") if words.next() == Some("run") => "python run",
                _ => continue,
            };
            problems.push(at(Problem::new(file, Code::BlockNotAtTop).with("block", meant), data.sourcepos.start.line));
        }
    }
}

/// The headings that get an anchor: those that [`format`] will meet, in the same order.
fn headings(root: Node<'_>) -> Vec<Heading> {
    // How often each text was there, and every anchor that is taken: `-2` may also be what another heading is really called.
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut found = Vec::new();
    for node in root.descendants() {
        let level = match &node.data().value {
            NodeValue::Heading(heading) => heading.level,
            _ => continue,
        };
        let text = node.collect_text();
        let base = anchor(&text);
        let count = counts.entry(base.clone()).or_default();
        let unique = loop {
            *count += 1;
            let candidate = if *count == 1 { base.clone() } else { format!("{base}-{count}") };
            if taken.insert(candidate.clone()) {
                break candidate;
            }
        };
        found.push(Heading { level, text, anchor: unique });
    }
    found
}

/// A heading's text as an `id`: letters and digits of any script in small letters, hyphens for the rest.
fn anchor(text: &str) -> String {
    let mut anchor = String::from(ANCHOR_PREFIX);
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            anchor.push(character);
        } else if !anchor.ends_with('-') {
            anchor.push('-');
        }
    }
    anchor.trim_end_matches('-').to_owned()
}

/// Writes headings with the anchors of [`headings`].
struct Anchors(Mutex<VecDeque<String>>);

impl HeadingAdapter for Anchors {
    fn enter(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta, _: Option<comrak::nodes::Sourcepos>) -> fmt::Result {
        let anchor = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front().unwrap_or_default();
        write!(output, "<h{} id=\"{anchor}\">", heading.level)
    }

    fn exit(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta) -> fmt::Result {
        write!(output, "</h{}>", heading.level)
    }
}

/// `[see above](#what-a-program-is)` goes to the heading's real anchor.
fn prefix_inner_links(root: Node<'_>) {
    for node in root.descendants() {
        if let NodeValue::Link(link) = &mut node.data_mut().value
            && let Some(target) = link.url.strip_prefix('#')
            && !target.starts_with(ANCHOR_PREFIX)
        {
            link.url = format!("#{ANCHOR_PREFIX}{target}");
        }
    }
}

/// The app is offline, and a picture from elsewhere tells its owner who reads when: the description stays, as a link.
fn images_to_links(root: Node<'_>) {
    for node in root.descendants() {
        let mut data = node.data_mut();
        if let NodeValue::Image(image) = &data.value {
            let link: NodeLink = (**image).clone();
            data.value = NodeValue::Link(Box::new(link));
        }
    }
}

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.alerts = true;
    options.render.escape = true;
    options.render.r#unsafe = false;
    options
});

/// Renders a document and cleans what comes out.
fn format(document: Node<'_>, plugins: &Plugins<'_>) -> String {
    let mut html = String::new();
    // Writing into a String cannot fail; were it to, what is there would still be cleaned.
    let _ = comrak::format_html_with_plugins(document, &OPTIONS, &mut html, plugins);
    CLEANER.clean(&html).to_string()
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    const TAGS: &[&str] = &[
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "del",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "hr",
        "br",
        "div",
    ];
    const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    attributes.insert("a", HashSet::from(["href", "title"]));
    attributes.insert("ol", HashSet::from(["start"]));
    attributes.insert("code", HashSet::from(["class"]));
    for cell in ["th", "td"] {
        attributes.insert(cell, HashSet::from(["align"]));
    }
    for heading in HEADINGS {
        attributes.insert(heading, HashSet::from(["id"]));
    }
    let callouts = [
        "markdown-alert",
        "markdown-alert-note",
        "markdown-alert-tip",
        "markdown-alert-important",
        "markdown-alert-warning",
        "markdown-alert-caution",
    ];
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(attributes)
        .generic_attributes(HashSet::new())
        .allowed_classes(HashMap::from([("div", HashSet::from(callouts)), ("p", HashSet::from(["markdown-alert-title"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        // A link without a scheme would lead into the app's own files; `//host` has none either.
        .url_relative(UrlRelative::Custom(Box::new(only_inside)))
        .link_rel(Some("noopener noreferrer"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("code", "class") => language_class(value).then_some(Cow::Borrowed(value)),
            (_, "id") => (value.starts_with(ANCHOR_PREFIX)).then_some(Cow::Borrowed(value)),
            _ => Some(Cow::Borrowed(value)),
        });
    cleaner
});

fn only_inside(url: &str) -> Option<Cow<'_, str>> {
    url.starts_with('#').then_some(Cow::Borrowed(url))
}

fn language_class(value: &str) -> bool {
    value.strip_prefix("language-").is_some_and(|language| {
        !language.is_empty()
            && language.len() <= 40
            && language.chars().all(|character| character.is_ascii_alphanumeric() || "+#-_.".contains(character))
    })
}
