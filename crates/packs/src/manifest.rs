//! The JSON files of a pack, as they are written (`docs/pack-format.md`). What a field means stands there.

use domain::{
    course::LessonKind,
    exercise::{Case, Difficulty, Limits},
    hint::Hint,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The newest format that this program reads, and the one that it writes.
pub(crate) const FORMAT: u64 = 1;

/// The file a program begins in, where `exercise.json` names none.
pub(crate) const DEFAULT_ENTRY: &str = "main.py";

/// `pack.json`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackFile {
    pub format: u64,
    pub id: Uuid,
    pub slug: String,
    pub title: String,
    pub summary: String,
    #[serde(default)]
    pub description: String,
    pub version: u32,
    pub languages: Vec<String>,
    pub locale: String,
    pub license: String,
    pub authors: Vec<String>,
    pub category: String,
    pub difficulty: Difficulty,
    pub hours: u32,
    /// SHA-256 of every other file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<BTreeMap<String, String>>,
}

/// `lesson.json`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LessonFile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    pub title: String,
    pub summary: String,
    #[serde(default)]
    pub kind: LessonKind,
    pub minutes: u32,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub exercises: Vec<String>,
}

/// Just enough of `exercise.json` to see whether the rest can be understood.
#[derive(Debug, Deserialize)]
pub(crate) struct ExerciseKindOnly {
    pub kind: domain::exercise::ExerciseKind,
}

/// `exercise.json`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExerciseFile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    pub title: String,
    pub kind: domain::exercise::ExerciseKind,
    pub difficulty: Difficulty,
    #[serde(default)]
    pub concepts: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    #[serde(default)]
    pub starter_may_pass: bool,
    #[serde(default)]
    pub hints: Vec<Hint>,
    #[serde(default)]
    pub mistakes: Vec<MistakeFile>,
    #[serde(default)]
    pub limits: Limits,
}

/// One of `mistakes`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MistakeFile {
    pub file: String,
    pub case: String,
    pub message: String,
}

/// Just enough of `tests.json` to see which of the two it is. (A tagged enum would do the same, but forgets the lines of what is wrong.)
#[derive(Debug, Deserialize)]
pub(crate) struct TestsKindOnly {
    pub kind: TestsKind,
}

/// The kinds of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TestsKind {
    Data,
    Python,
}

/// `tests.json`, kind `data`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DataTestsFile {
    pub kind: TestsKind,
    pub cases: Vec<Case>,
}

/// `tests.json`, kind `python`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PythonTestsFile {
    pub kind: TestsKind,
    pub files: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decides: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub practice_only: bool,
}
