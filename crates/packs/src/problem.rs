//! What is wrong with a pack.

use domain::error::ErrorClass;
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;

/// The greatest number of problems that one reading reports. Whoever has a hundred mends the first ones and looks again.
pub const MAX_PROBLEMS: usize = 100;

/// The greatest length of a text from the pack that is repeated in a problem, in characters: it goes to a terminal or a window.
const MAX_QUOTED: usize = 200;

/// One thing that is wrong with a pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// The file's path in the pack, with `/`; empty where the pack as a whole is meant.
    pub file: String,
    /// The line in the file, from 1, where it is known.
    pub line: Option<u32>,
    /// What kind of problem it is: stable, for programs and translators. All codes with their sentences stand in this module.
    pub code: &'static str,
    /// What the sentence is filled with: names, numbers and texts.
    pub params: Map<String, Value>,
}

impl Problem {
    /// A problem with a file (empty: with the whole pack).
    pub(crate) fn new(file: impl Into<String>, code: Code) -> Self {
        Self { file: file.into(), line: None, code: code.name(), params: Map::new() }
    }

    /// The same, at a line.
    pub(crate) fn at(mut self, line: impl Into<Option<u32>>) -> Self {
        self.line = line.into();
        self
    }

    /// The same, with one parameter more. Texts are cut at [`MAX_QUOTED`] characters, and control characters in them are shown escaped.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = match value.into() {
            Value::String(text) => Value::String(quotable(&text)),
            other => other,
        };
        self.params.insert(name.to_owned(), value);
        self
    }
}

/// A text from outside made fit for showing: short, and without characters that move a cursor or turn the direction of writing.
pub(crate) fn quotable(text: &str) -> String {
    let mut shown = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == MAX_QUOTED {
            shown.push('…');
            break;
        }
        let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character.is_control() || turns {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Everything that is wrong with a pack: at least one problem, at most [`MAX_PROBLEMS`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The problems, in the order of the files. Never empty.
    pub fn as_slice(&self) -> &[Problem] {
        &self.0
    }

    /// The problems, in the order of the files. Never empty.
    pub fn into_vec(self) -> Vec<Problem> {
        self.0
    }

    /// What the reader can do about it: [`ErrorClass::NotFound`] when there is nothing at the path, [`ErrorClass::TooNew`] when the pack was made for a newer version of
    /// this program, else [`ErrorClass::Invalid`].
    pub fn class(&self) -> ErrorClass {
        match self.0.first().map(|problem| problem.code) {
            Some("not_found") => ErrorClass::NotFound,
            Some("too_new") => ErrorClass::TooNew,
            _ => ErrorClass::Invalid,
        }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            problem.fmt(formatter)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
impl std::error::Error for Problem {}

/// Problems on their way to becoming [`Problems`]: those beyond [`MAX_PROBLEMS`] are dropped.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Problem>);

impl Findings {
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.0.len() < MAX_PROBLEMS {
            self.0.push(problem);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Err` if there is a problem, sorted by file and line.
    pub(crate) fn into_result(mut self) -> Result<(), Problems> {
        self.0.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
        if self.0.is_empty() { Ok(()) } else { Err(Problems(self.0)) }
    }
}

macro_rules! codes {
    ($($name:ident $code:literal $sentence:literal)+) => {
        /// Every kind of problem there is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($name),+ }

        impl Code {
            const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The English sentence, with the parameters' names in braces.
            const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence),+ }
            }
        }
    };
}

codes! {
    NotFound "not_found" "there is nothing at this path"
    NotAPack "not_a_pack" "this is neither a folder nor a .studiopack file"
    Unreadable "unreadable" "it cannot be read: {detail}"
    TooNew "too_new" "this pack has format {format}, and this program knows formats up to {known}: update the program"
    PackInFolder "pack_in_folder" "pack.json must lie at the top of the pack, but it lies in {folder}/"
    PackTooLarge "pack_too_large" "the pack has more than {max} bytes"
    TooManyFiles "too_many_files" "there are more than {max} files"
    FileTooLarge "file_too_large" "the file has more than {max} bytes"
    BadArchive "bad_archive" "the zip file is damaged: {detail}"
    UnsupportedArchive "unsupported_archive" "the zip file uses what packs do not: {detail}"
    Encrypted "encrypted" "the entry is encrypted"
    Checksum "bad_checksum" "the entry does not have the size or checksum that the zip file says"
    BadPath "bad_path" "{path} is not a path that a pack can have"
    DuplicatePath "duplicate_path" "{path} is in the pack twice"
    CaseConflict "case_conflict" "{path} and {other} differ only in small and capital letters"
    PathConflict "path_conflict" "{path} is a file and a folder at once"
    Symlink "symlink" "links are not allowed in a pack"
    NotAFile "not_a_file" "this is neither a file nor a folder"
    UnknownFile "unknown_file" "the format has no such file"
    MissingFile "missing_file" "the file is missing"
    HashMismatch "hash_mismatch" "the file is not the one whose hash stands in pack.json"
    ExtraFile "extra_file" "the file is not in the list of files in pack.json"
    NotUtf8 "not_utf8" "the text is not UTF-8"
    ByteOrderMark "byte_order_mark" "the file begins with a byte order mark: save it as UTF-8 without one"
    CarriageReturn "carriage_return" "lines must end with a line feed alone (LF), not with CR LF: save it with Unix line ends"
    NulCharacter "nul_character" "there is a NUL character"
    InvalidJson "invalid_json" "this is not JSON: {detail}"
    UnknownField "unknown_field" "{detail}"
    MissingField "missing_field" "{detail}"
    DuplicateField "duplicate_field" "{detail}"
    WrongType "wrong_type" "{detail}"
    WrongValue "wrong_value" "{field}: {detail}"
    Empty "empty" "{field} is empty"
    TooLong "too_long" "{field} is longer than {max} {unit}"
    TooMany "too_many" "{field} has more than {max} entries"
    ControlCharacter "control_character" "{field} has a control character in it"
    BadLessonFolder "bad_lesson_folder" "a lesson's folder is named like 01-say-something: its number, a hyphen, its slug"
    DuplicatePosition "duplicate_position" "the lesson {other} has the number {position} too"
    NoLessons "no_lessons" "there is no lesson in the folder lessons"
    DuplicateSlug "duplicate_slug" "{slug} is also the slug of {other}"
    DuplicateId "duplicate_id" "{id} is also the id of {other}"
    ExerciseNotListed "exercise_not_listed" "the exercise {slug} is not in the list of lesson.json"
    ExerciseMissing "exercise_missing" "the exercise {slug} has no folder in exercises"
    ListedTwice "listed_twice" "{name} is in the list twice"
    LanguageNotDeclared "language_not_declared" "the language {language} is not one of the course's: {languages}"
    KindNotSupported "kind_not_supported" "exercises of the kind {kind} cannot be run yet"
    LimitsOutOfBounds "limits_out_of_bounds" "a limit is beyond what can be granted: {detail}"
    HintOrder "hint_order" "hints climb the ladder, one for each rung: {rung} stands after {before}"
    ProgramRefused "program_refused" "the program in {folder} cannot be run: {detail}"
    NoCases "no_cases" "there is no case"
    DuplicateCase "duplicate_case" "two cases have the name {case}"
    CaseChecksNothing "case_checks_nothing" "the case {case} needs at least one of gives, raises, prints, after, writes"
    CaseContradiction "case_contradiction" "the case {case} cannot have both {first} and {second}"
    CaseNeedsCall "case_needs_call" "the case {case} has {field}, which needs a call"
    CaseValue "case_value" "the case {case}: {detail}"
    NoWeight "no_weight" "no case has a weight above 0, so nothing counts"
    NotALiteral "not_a_literal" "the case {case}: {text} is not a Python literal: {detail}"
    TestFileMissing "test_file_missing" "{path} is not a file in the folder tests"
    ModuleMissing "module_missing" "the module {module} is not in the solution"
    UnusedFile "unused_file" "the file is named nowhere in {by}"
    MistakeFileMissing "mistake_file_missing" "{path} is not a file in the folder wrong"
    UnknownCase "unknown_case" "{case} is not the name of a case in tests.json"
    UnknownBlockWord "unknown_block_word" "{word} has no meaning on a code block; known are: run, error, stdin=\"...\""
    BlockNotAtTop "block_not_at_top" "a {block} block must not stand inside a list, a quote or a table"
    QuestionPrompt "question_without_prompt" "the question asks nothing: text must stand before the answers"
    QuestionAnswers "question_answers" "a question has {min} to {max} answers, this one has {count}"
    QuestionRight "question_right" "exactly one answer must be right, marked [x]; here {count} are"
    QuestionBox "question_box" "an answer begins with [ ] or [x]"
    QuestionAnswerEmpty "question_answer_empty" "an answer is empty"
}

/// Every code a [`Problem`] can have, with its English sentence, in which `{name}` stands for a parameter: what a translation starts from.
pub fn problem_codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    Code::ALL.iter().map(|code| (code.name(), code.sentence()))
}

impl fmt::Display for Problem {
    /// `file, line 3: sentence`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            formatter.write_str(&quotable(&self.file))?;
        }
        if let Some(line) = self.line {
            write!(formatter, ", line {line}")?;
        }
        if !self.file.is_empty() {
            formatter.write_str(": ")?;
        }
        let template = Code::ALL.iter().find(|code| code.name() == self.code).map_or(self.code, |code| code.sentence());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            formatter.write_str(before)?;
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            match self.params.get(name) {
                Some(Value::String(text)) => formatter.write_str(text)?,
                Some(other) => write!(formatter, "{other}")?,
                None => write!(formatter, "{{{name}}}")?,
            }
            rest = after;
        }
        formatter.write_str(rest)
    }
}
