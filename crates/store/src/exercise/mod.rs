//! Exercises: what a learner sees, and what the judge needs.

mod definition;

use crate::{Result, Store, StoreError, column, query};
use domain::{
    exercise::{Difficulty, Exercise, ExerciseKind, Limits, SourceFile},
    hint::{Hint, Rung},
    id::{CourseId, ExerciseId, LessonId, UserId},
    name::Slug,
    world::Moment,
};
use rusqlite::{Connection, Row, params};
use wire::Digest;

pub(crate) use definition::Definition;
use definition::QuestionData;

/// An exercise, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExerciseSummary {
    /// Its id.
    pub id: ExerciseId,
    /// Its course.
    pub course: CourseId,
    /// Slug of its course.
    pub course_slug: Slug,
    /// Its lesson.
    pub lesson: LessonId,
    /// Slug of its lesson.
    pub lesson_slug: Slug,
    /// Its slug.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: ExerciseKind,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// The concepts it practises.
    pub concepts: Vec<String>,
    /// Minutes it takes.
    pub minutes: Option<u32>,
    /// How many attempts the viewer made.
    pub attempts: u32,
    /// The viewer's best score, whole per cent.
    pub best_score: u32,
    /// When the viewer passed it first.
    pub passed_at: Option<Moment>,
    /// Whether the viewer has a draft.
    pub has_draft: bool,
    /// Whether it is practice, which is never credited. Of the tests, learners may know this much.
    pub practice_only: bool,
}

/// An exercise without anything that gives it away: no tests, no solution, no wrong answers, no text of hints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnerExercise {
    /// What a list shows.
    pub summary: ExerciseSummary,
    /// The version: attempts are pinned to it.
    pub digest: Digest,
    /// Programming language.
    pub language: String,
    /// The file that is run first.
    pub entry: String,
    /// Markdown.
    pub instructions: String,
    /// What the learner starts with.
    pub starter: Vec<SourceFile>,
    /// Data files laid beside the program.
    pub data_files: Vec<SourceFile>,
    /// What a program may use.
    pub limits: Limits,
    /// Which hints there are, in order.
    pub hints: Vec<Rung>,
    /// The exercise before it in the course.
    pub previous: Option<ExerciseId>,
    /// The exercise after it in the course.
    pub next: Option<ExerciseId>,
}

/// An exercise with everything: for the judge, and for whoever `api` lets see the solution.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedExercise {
    /// The whole of it.
    pub exercise: Exercise,
    /// The version.
    pub digest: Digest,
    /// Its course.
    pub course: CourseId,
    /// Its lesson.
    pub lesson: LessonId,
}

/// The exercise with this id, or `course-slug/exercise-slug`. `not_found.exercise`.
pub fn find(store: &Store, reference: &str) -> Result<ExerciseId> {
    let found = store.read(|connection| match (reference.parse::<ExerciseId>(), reference.split_once('/')) {
        (Ok(id), _) => query::one(connection, include_str!("find_by_id.sql"), [id.to_string()], |row| column::parsed(row, 0)),
        (Err(_), Some((course, slug))) => query::one(connection, include_str!("find_by_slugs.sql"), [course, slug], |row| column::parsed(row, 0)),
        (Err(_), None) => Ok(None),
    })?;
    found.ok_or(StoreError::NotFound("exercise"))
}

/// The exercises of one course or of all, in order, as this person sees them.
pub fn list(store: &Store, course: Option<CourseId>, viewer: Option<UserId>) -> Result<Vec<ExerciseSummary>> {
    store.read(|connection| match course {
        Some(course) => of_course(connection, course, viewer),
        None => {
            let sql = concat!(include_str!("select.sql"), include_str!("everywhere.sql"));
            query::many(connection, sql, params![viewer.map(|user| user.to_string())], summary)
        }
    })
}

/// What a learner may read. `not_found.exercise`.
pub fn for_learner(store: &Store, id: ExerciseId, viewer: Option<UserId>) -> Result<LearnerExercise> {
    store.read(|connection| {
        let no_such = || StoreError::NotFound("exercise");
        let sql = concat!(include_str!("select.sql"), include_str!("by_id.sql"));
        let summary = query::one(connection, sql, params![viewer.map(|user| user.to_string()), id.to_string()], summary)?.ok_or_else(no_such)?;
        let (digest, language, instructions, data, hints) = query::one(connection, include_str!("for_learner.sql"), [id.to_string()], |row| {
            Ok((column::parsed(row, 0)?, row.get(1)?, row.get(2)?, column::json::<QuestionData>(row, 3)?, column::json::<Vec<Hint>>(row, 4)?))
        })?
        .ok_or_else(no_such)?;
        let order: Vec<ExerciseId> = query::many(connection, include_str!("order.sql"), [summary.course.to_string()], |row| column::parsed(row, 0))?;
        let place = order.iter().position(|other| *other == id);
        Ok(LearnerExercise {
            summary,
            digest,
            language,
            entry: data.entry,
            instructions,
            starter: data.starter,
            data_files: data.data_files,
            limits: data.limits,
            hints: hints.into_iter().map(|hint| hint.rung).collect(),
            previous: place.and_then(|place| order.get(place.checked_sub(1)?)).copied(),
            next: place.and_then(|place| order.get(place + 1)).copied(),
        })
    })
}

/// Everything: the only function that hands out tests, solution and wrong answers. `not_found.exercise`.
pub fn for_judge(store: &Store, id: ExerciseId) -> Result<JudgedExercise> {
    store.read(|connection| {
        query::one(connection, include_str!("for_judge.sql"), [id.to_string()], definition::read)?.ok_or(StoreError::NotFound("exercise"))
    })
}

/// What an attempt on an earlier version was judged by: as [`for_judge`], with the tests, files and limits of that version; also of an exercise that is
/// no longer in its course. `not_found.exercise`.
pub fn for_judge_at(store: &Store, id: ExerciseId, digest: &Digest) -> Result<JudgedExercise> {
    store.read(|connection| {
        query::one(connection, include_str!("for_judge_at.sql"), [id.to_string(), digest.to_string()], definition::read)?
            .ok_or(StoreError::NotFound("exercise"))
    })
}

/// The exercises of a course, in order.
pub(crate) fn of_course(connection: &Connection, course: CourseId, viewer: Option<UserId>) -> Result<Vec<ExerciseSummary>> {
    let sql = concat!(include_str!("select.sql"), include_str!("by_course.sql"));
    query::many(connection, sql, params![viewer.map(|user| user.to_string()), course.to_string()], summary)
}

/// The exercises of a lesson, in order.
pub(crate) fn of_lesson(connection: &Connection, lesson: LessonId, viewer: Option<UserId>) -> Result<Vec<ExerciseSummary>> {
    let sql = concat!(include_str!("select.sql"), include_str!("by_lesson.sql"));
    query::many(connection, sql, params![viewer.map(|user| user.to_string()), lesson.to_string()], summary)
}

/// Whether there is or was such an exercise; for changes that are about to refer to it.
pub(crate) fn must_be_known(connection: &Connection, id: ExerciseId) -> Result<()> {
    query::one(connection, include_str!("is_known.sql"), [id.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("exercise"))
}

fn summary(row: &Row<'_>) -> rusqlite::Result<ExerciseSummary> {
    Ok(ExerciseSummary {
        id: column::parsed(row, 0)?,
        course: column::parsed(row, 1)?,
        course_slug: column::slug(row, 2)?,
        lesson: column::parsed(row, 3)?,
        lesson_slug: column::slug(row, 4)?,
        slug: column::slug(row, 5)?,
        title: row.get(6)?,
        kind: column::named(row, 7)?,
        difficulty: column::named(row, 8)?,
        concepts: column::json(row, 9)?,
        minutes: row.get(10)?,
        attempts: row.get(11)?,
        best_score: row.get(12)?,
        passed_at: column::moment_or_none(row, 13)?,
        has_draft: row.get(14)?,
        practice_only: row.get(15)?,
    })
}
