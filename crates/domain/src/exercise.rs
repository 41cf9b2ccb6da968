//! An exercise, as its pack describes it (`docs/pack-format.md`).

use crate::{hint::Hint, id::ExerciseId, name::Slug};
use serde::{Deserialize, Serialize};

/// How hard something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    /// No knowledge needed.
    #[default]
    Beginner,
    /// Some.
    Intermediate,
    /// Much.
    Advanced,
    /// All.
    Expert,
}

/// What kind of work an exercise asks for (FEATURES section 2). Only [`ExerciseKind::Code`] can be run today; a pack with another kind is refused by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExerciseKind {
    /// Write or repair a program.
    Code,
    /// Fill in blanks.
    FillBlank,
    /// Choose in code.
    Choice,
    /// Answer questions.
    Quiz,
    /// Say what a program prints.
    Predict,
    /// Put lines in order.
    Order,
    /// Several steps, each of a kind above.
    Steps,
    /// A larger program in several files.
    Project,
}

/// A text file of a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SourceFile {
    /// Relative, with `/`; checked by [`safe_path`].
    pub path: String,
    /// The text.
    pub text: String,
}

/// The greatest size of one submitted program, all files together, in bytes. A beginner's program is a few kB; what is larger is a mistake or an attack.
pub const MAX_PROGRAM_BYTES: usize = 256 * 1024;

/// The greatest number of files in a program.
pub const MAX_PROGRAM_FILES: usize = 40;

/// Why a program was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProgramProblem {
    /// There is no code in it.
    #[error("the program is empty")]
    Empty,
    /// It is larger than [`MAX_PROGRAM_BYTES`].
    #[error("the program has {bytes} bytes, more than {max}", max = MAX_PROGRAM_BYTES)]
    TooLarge {
        /// Its size, all files together.
        bytes: usize,
    },
    /// It has more than [`MAX_PROGRAM_FILES`] files.
    #[error("the program has {files} files, more than {max}", max = MAX_PROGRAM_FILES)]
    TooManyFiles {
        /// How many it has.
        files: usize,
    },
    /// A file holds a NUL character, which Python refuses.
    #[error("{path}, line {line}: there is a NUL character")]
    NulCharacter {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
    },
    /// A file's name could leave the work folder, or is there twice.
    #[error("{path:?} is not a file name that can be used here")]
    BadPath {
        /// The name.
        path: String,
    },
    /// The entry file is not there.
    #[error("{path} is missing")]
    NoEntry {
        /// The entry file.
        path: String,
    },
}

/// A program that may be run: at least one file that is not blank, bounded, without NUL, with names that stay in the work folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    files: Vec<SourceFile>,
    entry: String,
}

impl Program {
    /// Checks the files. `entry` is the file that is run first.
    pub fn new(files: Vec<SourceFile>, entry: &str) -> Result<Self, ProgramProblem> {
        if files.len() > MAX_PROGRAM_FILES {
            return Err(ProgramProblem::TooManyFiles { files: files.len() });
        }
        let bytes = files.iter().map(|file| file.text.len()).sum();
        if bytes > MAX_PROGRAM_BYTES {
            return Err(ProgramProblem::TooLarge { bytes });
        }
        for (index, file) in files.iter().enumerate() {
            if !safe_path(&file.path) || files[..index].iter().any(|other| other.path == file.path) {
                return Err(ProgramProblem::BadPath { path: file.path.clone() });
            }
            if let Some(position) = file.text.find('\0') {
                let line = file.text[..position].matches('\n').count() + 1;
                return Err(ProgramProblem::NulCharacter { path: file.path.clone(), line });
            }
        }
        match files.iter().find(|file| file.path == entry) {
            None => Err(ProgramProblem::NoEntry { path: entry.to_owned() }),
            Some(file) if file.text.trim().is_empty() => Err(ProgramProblem::Empty),
            Some(_) => Ok(Self { files, entry: entry.to_owned() }),
        }
    }

    /// All files.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The path of the file that is run first.
    pub fn entry(&self) -> &str {
        &self.entry
    }

    /// The text of the file that is run first.
    pub fn entry_text(&self) -> &str {
        self.files.iter().find(|file| file.path == self.entry).map_or("", |file| &file.text)
    }
}

/// Whether a relative path stays where it is put, on every operating system: no `..`, no absolute path, no drive, no backslash, no control or reserved character, at most
/// 200 bytes and 8 levels.
pub fn safe_path(path: &str) -> bool {
    path.len() <= 200 && path.split('/').count() <= 8 && path.split('/').all(safe_name)
}

fn safe_name(name: &str) -> bool {
    !name.is_empty()
        && !name.ends_with(['.', ' '])
        && !name.chars().any(|character| character.is_control() || "\\:*?\"<>|".contains(character))
        && !reserved(name)
}

// Windows keeps these names for devices, whatever follows the first dot and however many blanks stand before it.
fn reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let numbered = |device: &str| stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// What a program may use. Wall time counts from the moment it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Limits {
    /// Milliseconds by the clock.
    pub wall_ms: u32,
    /// Mebibytes of address space beyond the interpreter's own.
    pub memory_mb: u32,
    /// Bytes of output that are kept, standard output and error together.
    pub output_bytes: u32,
    /// Bytes of files in the work folder.
    pub file_bytes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        // 10 s and 128 MB: FEATURES section 2. Real students' right answers to real exercises were seen to need up to 4 s (DESIGN 4).
        Self { wall_ms: 10_000, memory_mb: 128, output_bytes: 256 * 1024, file_bytes: 16 * 1024 * 1024 }
    }
}

impl Limits {
    /// The same, with every number inside what this program is ready to grant: 0.1 to 60 s, 16 MiB to 1 GiB, 1 kB to 4 MiB of output, up to 256 MiB of files.
    pub fn within_bounds(self) -> Self {
        Self {
            wall_ms: self.wall_ms.clamp(100, 60_000),
            memory_mb: self.memory_mb.clamp(16, 1024),
            output_bytes: self.output_bytes.clamp(1024, 4 * 1024 * 1024),
            file_bytes: self.file_bytes.min(256 * 1024 * 1024),
        }
    }
}

/// How printed text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextComparison {
    /// Blanks at the ends of lines and blank lines at the end do not count.
    #[default]
    Lines,
    /// Every character counts.
    Exact,
    /// Only the words count, not the space between them.
    Words,
}

/// The exception a call must end with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedError {
    /// Name of the type; a class derived from it will do.
    #[serde(rename = "type")]
    pub type_name: String,
    /// A text that the message must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A value to look at after the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterCheck {
    /// A Python expression.
    pub expression: String,
    /// A Python literal: what it must be.
    pub gives: String,
}

/// One case of a data test. What each field means stands in `docs/pack-format.md`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are described once, in docs/pack-format.md")]
pub struct Case {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setup: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stdin: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "file_map")]
    pub files: Vec<SourceFile>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prints: Option<String>,
    #[serde(default)]
    pub compare: TextComparison,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raises: Option<ExpectedError>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<AfterCheck>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "file_map")]
    pub writes: Vec<SourceFile>,
    #[serde(default)]
    pub hidden: bool,
    #[serde(default = "one")]
    pub weight: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<u32>,
}

fn one() -> u32 {
    1
}

/// Files as `{"path": "text"}`.
mod file_map {
    use super::SourceFile;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    pub fn serialize<S: Serializer>(files: &[SourceFile], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(files.iter().map(|file| (&file.path, &file.text)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<SourceFile>, D::Error> {
        let map = BTreeMap::<String, String>::deserialize(deserializer)?;
        Ok(map.into_iter().map(|(path, text)| SourceFile { path, text }).collect())
    }
}

/// How an exercise is judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Tests {
    /// Calls and programs with what they must give: compared outside the learner's interpreter.
    Data {
        /// The cases, in the order in which they are run and shown.
        cases: Vec<Case>,
    },
    /// Tests written in Python: run in a box of their own.
    Python {
        /// The test files (in a pack on disk: their paths; here with their text).
        files: Vec<SourceFile>,
        /// The name under which they import the learner's module.
        module: String,
        /// In which ways the learner's own objects may settle a comparison, as the reference solution showed (`docs/pack-format.md`); `None` where nobody has looked yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decides: Option<Vec<String>>,
        /// Whether the tests cannot work from outside the learner's interpreter: then they run in it, and nothing of it is ever credited.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        practice_only: bool,
    },
}

impl Tests {
    /// Tests in Python about which nothing is known but their files.
    pub fn python(files: Vec<SourceFile>, module: impl Into<String>) -> Self {
        Self::Python { files, module: module.into(), decides: None, practice_only: false }
    }

    /// Whether what they give is only shown, and never credited.
    pub fn practice_only(&self) -> bool {
        matches!(self, Self::Python { practice_only: true, .. })
    }

    /// What an attempt is judged by, without how far the judge believes it. That is found by running the reference solution, which not every device has; so it makes no other
    /// version of the exercise.
    pub fn without_findings(&self) -> Self {
        match self {
            Self::Python { files, module, .. } => Self::python(files.clone(), module.as_str()),
            data => data.clone(),
        }
    }
}

/// A wrong answer that beginners give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    /// The program.
    pub file: SourceFile,
    /// The name of a case that fails for it.
    pub case: String,
    /// What to say.
    pub message: String,
}

/// An exercise, complete: what only an author or the judge may see is in it too. What a learner may see is decided in `api`, in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Exercise {
    /// Its id, the same on every device.
    pub id: ExerciseId,
    /// Its slug, unique in the course.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: ExerciseKind,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// The concepts it practises.
    pub concepts: Vec<String>,
    /// Minutes it takes a beginner, about.
    pub minutes: Option<u32>,
    /// The language of its programs; one of the course's.
    pub language: String,
    /// The file that is run first.
    pub entry: String,
    /// Markdown: what to do.
    pub instructions: String,
    /// What the learner starts with.
    pub starter: Vec<SourceFile>,
    /// The reference solution; absent in a learner's edition.
    pub solution: Vec<SourceFile>,
    /// Data files laid beside the program at every run.
    pub data_files: Vec<SourceFile>,
    /// How it is judged.
    pub tests: Tests,
    /// Wrong answers that beginners give.
    pub mistakes: Vec<Mistake>,
    /// The ladder of hints.
    pub hints: Vec<Hint>,
    /// What a program may use.
    pub limits: Limits,
    /// Whether the starter may pass as it is.
    pub starter_may_pass: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.into(), text: text.into() }
    }

    #[test]
    fn a_program_is_checked_before_it_exists() {
        let program = |files| Program::new(files, "main.py");
        assert!(program(vec![file("main.py", "print(1)")]).is_ok());
        assert_eq!(program(vec![file("main.py", " \n\t")]), Err(ProgramProblem::Empty));
        assert_eq!(program(vec![file("other.py", "1")]), Err(ProgramProblem::NoEntry { path: "main.py".into() }));
        assert_eq!(program(vec![file("main.py", "a\nb\0")]), Err(ProgramProblem::NulCharacter { path: "main.py".into(), line: 2 }));
        assert_eq!(
            program(vec![file("main.py", &"x".repeat(MAX_PROGRAM_BYTES + 1))]),
            Err(ProgramProblem::TooLarge { bytes: MAX_PROGRAM_BYTES + 1 })
        );
        assert!(matches!(program(vec![file("main.py", "1"), file("main.py", "2")]), Err(ProgramProblem::BadPath { .. })));
    }

    #[test]
    fn paths_that_leave_the_folder_are_refused() {
        for bad in ["", "/a", "../a", "a/../b", "a//b", "a\\b", "C:a", "a/.", "nul.txt", "con .txt", "lpt9", ".", "a.", "a\n", "a/b/c/d/e/f/g/h/i"] {
            assert!(!safe_path(bad), "{bad:?} was taken");
        }
        for good in ["main.py", "a/b.txt", ".hidden", "data file.csv", "naïve.txt"] {
            assert!(safe_path(good), "{good:?} was refused");
        }
    }

    #[test]
    fn a_case_reads_as_it_is_written_in_a_pack() {
        let text = r#"{"kind":"data","cases":[{"name":"a","call":"f(1)","gives":"2","files":{"b.txt":"x"}}]}"#;
        let Tests::Data { cases } = serde_json::from_str(text).unwrap() else { panic!() };
        assert_eq!(cases[0].weight, 1);
        assert_eq!(cases[0].files, vec![file("b.txt", "x")]);
        assert!(serde_json::from_str::<Tests>(r#"{"kind":"data","cases":[{"name":"a","cal":"f(1)"}]}"#).is_err());
    }
}
