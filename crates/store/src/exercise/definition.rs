//! An exercise as columns, and back.

use super::JudgedExercise;
use crate::{Result, column};
use domain::exercise::{Exercise, Limits, SourceFile, Tests};
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use serde_json::json;
use wire::{Digest, canonical};

/// `question_data` of the kinds that are programs.
#[derive(Serialize, Deserialize)]
pub struct QuestionData {
    pub entry: String,
    pub starter: Vec<SourceFile>,
    pub data_files: Vec<SourceFile>,
    pub limits: Limits,
    pub starter_may_pass: bool,
}

/// The columns of an exercise that come from its pack, without its place. Two are equal if there is nothing to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub slug: String,
    pub title: String,
    pub kind: String,
    pub difficulty: String,
    pub concepts: String,
    pub minutes: Option<u32>,
    pub programming_language: String,
    pub instructions: String,
    pub question_data: String,
    pub tests: String,
    pub solution_code: String,
    pub mistakes: String,
    pub progressive_hints: String,
    pub version_digest: String,
}

impl Definition {
    /// The columns of this exercise.
    pub fn of(exercise: &Exercise) -> Result<Self> {
        let kind = column::name_of(&exercise.kind)?;
        let data = QuestionData {
            entry: exercise.entry.clone(),
            starter: exercise.starter.clone(),
            data_files: exercise.data_files.clone(),
            limits: exercise.limits,
            starter_may_pass: exercise.starter_may_pass,
        };
        let question_data = serde_json::to_value(&data)?;
        let tests = serde_json::to_value(&exercise.tests)?;
        let judged_by = serde_json::to_value(exercise.tests.without_findings())?;
        // What the learner is shown and judged by. Not the solution, the hints and the title: they may be mended, or left out of a learner's edition,
        // without making the attempts on it attempts on something else.
        let version = canonical::to_text(&json!({
            "kind": kind,
            "programming_language": exercise.language,
            "instructions": exercise.instructions,
            "question_data": question_data,
            "tests": judged_by,
        }))?;
        Ok(Self {
            slug: exercise.slug.as_str().to_owned(),
            title: exercise.title.clone(),
            difficulty: column::name_of(&exercise.difficulty)?,
            concepts: serde_json::to_string(&exercise.concepts)?,
            minutes: exercise.minutes,
            programming_language: exercise.language.clone(),
            instructions: exercise.instructions.clone(),
            question_data: canonical::to_text(&question_data)?,
            tests: canonical::to_text(&tests)?,
            solution_code: serde_json::to_string(&exercise.solution)?,
            mistakes: serde_json::to_string(&exercise.mistakes)?,
            progressive_hints: serde_json::to_string(&exercise.hints)?,
            version_digest: Digest::of(version.as_bytes()).to_string(),
            kind,
        })
    }

    /// The same, where its pack says nothing of what the reference solution shows and that was found out here before, from the same tests: that is kept.
    pub fn with_findings_of(mut self, stored: &Self) -> Result<Self> {
        let tests: Tests = serde_json::from_str(&self.tests)?;
        if self.version_digest == stored.version_digest && tests == tests.without_findings() {
            self.tests.clone_from(&stored.tests);
        }
        Ok(self)
    }

    /// The columns as they stand in the database, from this index on, in the order of the fields.
    pub fn read(row: &Row<'_>, from: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            slug: row.get(from)?,
            title: row.get(from + 1)?,
            kind: row.get(from + 2)?,
            difficulty: row.get(from + 3)?,
            concepts: row.get(from + 4)?,
            minutes: row.get(from + 5)?,
            programming_language: row.get(from + 6)?,
            instructions: row.get(from + 7)?,
            question_data: row.get(from + 8)?,
            tests: row.get(from + 9)?,
            solution_code: row.get(from + 10)?,
            mistakes: row.get(from + 11)?,
            progressive_hints: row.get(from + 12)?,
            version_digest: row.get(from + 13)?,
        })
    }
}

/// A row of `for_judge.sql` or `for_judge_at.sql`.
pub fn read(row: &Row<'_>) -> rusqlite::Result<JudgedExercise> {
    let data: QuestionData = column::json(row, 15)?;
    Ok(JudgedExercise {
        course: column::parsed(row, 1)?,
        lesson: column::parsed(row, 2)?,
        digest: column::parsed(row, 11)?,
        exercise: Exercise {
            id: column::parsed(row, 0)?,
            slug: column::slug(row, 3)?,
            title: row.get(4)?,
            kind: column::named(row, 12)?,
            difficulty: column::named(row, 5)?,
            concepts: column::json(row, 6)?,
            minutes: row.get(7)?,
            language: row.get(13)?,
            entry: data.entry,
            instructions: row.get(14)?,
            starter: data.starter,
            solution: column::json(row, 8)?,
            data_files: data.data_files,
            tests: column::json(row, 16)?,
            mistakes: column::json(row, 9)?,
            hints: column::json(row, 10)?,
            limits: data.limits,
            starter_may_pass: data.starter_may_pass,
        },
    })
}
