//! Submissions: attempts at exercises. They are only ever added.

use crate::{
    Actor, Result, Store, StoreError, column,
    enrollment::{self, Enrollment},
    lesson,
    outbox::{self, State},
    query,
    write::Write,
};
use domain::{
    exercise::SourceFile,
    id::{CourseId, ExerciseId, LessonId, SubmissionId, UserId},
    judge::{JudgeResult, Status, Tier, Verdict},
    name::Slug,
    world::Moment,
};
use rusqlite::{Row, params};
use wire::{
    Digest,
    fact::{Fact, SubmissionAdd},
};

/// An attempt to be kept.
#[derive(Debug, Clone)]
pub struct NewSubmission<'a> {
    /// Its id, made before judging began: sending the same one again adds nothing and gives the first answer.
    pub id: SubmissionId,
    /// Whose.
    pub user: UserId,
    /// The exercise.
    pub exercise: ExerciseId,
    /// The version of the exercise that was judged.
    pub exercise_digest: Digest,
    /// The program.
    pub files: &'a [SourceFile],
    /// What judging gave.
    pub result: &'a JudgeResult,
}

/// What an attempt changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionAdded {
    /// Its id.
    pub id: SubmissionId,
    /// Its number among this person's attempts at this exercise, from 1.
    pub attempt_number: u32,
    /// When it was kept.
    pub submitted_at: Moment,
    /// Whether this was the person's first passing attempt.
    pub first_pass: bool,
    /// The lesson that it completed: with it, all exercises of the lesson are passed.
    pub lesson_completed: Option<LessonId>,
    /// Whether the person was enrolled by it.
    pub enrolled: bool,
    /// The enrolment as it is now.
    pub enrollment: Enrollment,
    /// False where this very submission was here before.
    pub added: bool,
}

/// Which submissions to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubmissionFilter {
    /// Only this person's.
    pub user: Option<UserId>,
    /// Only at this exercise.
    pub exercise: Option<ExerciseId>,
    /// Only those with this verdict.
    pub verdict: Option<Verdict>,
    /// At most this many; all if none.
    pub limit: Option<u32>,
}

/// A submission, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionSummary {
    /// Its id.
    pub id: SubmissionId,
    /// Whose.
    pub user: UserId,
    /// The exercise.
    pub exercise: ExerciseId,
    /// Slug of the exercise.
    pub exercise_slug: Slug,
    /// Title of the exercise.
    pub exercise_title: String,
    /// Slug of the course.
    pub course_slug: Slug,
    /// Its number.
    pub attempt_number: u32,
    /// How it ended.
    pub verdict: Verdict,
    /// Whole per cent.
    pub score: u32,
    /// Whether it was practice, which is never credited.
    pub practice: bool,
    /// How well the program was shut in.
    pub tier: Tier,
    /// How many of its tests passed.
    pub passed_tests: u32,
    /// How many tests there were; 0 where it did not come to them.
    pub total_tests: u32,
    /// How far it has come.
    pub state: State,
    /// When it was kept.
    pub submitted_at: Moment,
}

/// A submission, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// What a list shows.
    pub summary: SubmissionSummary,
    /// The version of the exercise that was judged.
    pub exercise_digest: Digest,
    /// The program.
    pub files: Vec<SourceFile>,
    /// What judging gave.
    pub result: JudgeResult,
}

/// Keeps an attempt: enrols where that is needed, takes the next number, counts it, completes the lesson where it was the last exercise, and puts it
/// in the outbox. When this returns it is on the disk. `not_found.user`, `not_found.exercise`, `invalid.unknown_exercise_version`,
/// `conflict.submission_id_taken`.
///
/// An attempt on an earlier version, or on an exercise that has left its course, is kept like any other: it was made.
pub fn add(store: &Store, new: &NewSubmission<'_>) -> Result<SubmissionAdded> {
    store.write(Actor::Person(new.user), |write| {
        crate::user::must_exist(write.connection, new.user)?;
        let (course, lesson) = place_of(write, new.exercise)?;
        if let Some(known) = known(write, new, course)? {
            return Ok(known);
        }
        let sql = include_str!("version_is_known.sql");
        query::one(write.connection, sql, [new.exercise.to_string(), new.exercise_digest.to_string()], |_| Ok(()))?
            .ok_or(StoreError::Invalid("unknown_exercise_version"))?;

        let enrolled = enrollment::ensure(write, new.user, course)?.changed;
        let key = [new.user.to_string(), new.exercise.to_string()];
        let sql = include_str!("next_attempt_number.sql");
        let attempt_number: u32 = write.connection.prepare_cached(sql)?.query_row([&key[0], &key[1]], |row| row.get(0))?;
        let passed_before = passed_at(write, new)?.is_some();
        query::execute(
            write.connection,
            include_str!("insert.sql"),
            params![
                new.id.to_string(),
                key[0],
                key[1],
                new.exercise_digest.to_string(),
                attempt_number,
                serde_json::to_string(new.files)?,
                new.result.verdict.name(),
                new.result.score,
                count(new.result.tests.iter().filter(|test| test.status == Status::Pass)),
                count(new.result.tests.iter()),
                serde_json::to_string(new.result)?,
                write.at_text,
            ],
        )?;
        let fact = SubmissionAdd {
            submission_id: new.id,
            exercise_id: new.exercise,
            exercise_digest: new.exercise_digest,
            attempt_number,
            files: new.files.to_vec(),
            result: new.result.clone(),
            submitted_at: write.at_text.clone(),
        };
        outbox::append(write, new.user, Fact::SubmissionAdd(Box::new(fact)), new.id.uuid(), None)?;
        lesson::go_on_at(write, new.user, course, lesson)?;

        let passed = new.result.is_credited();
        let lesson_completed = if passed && all_passed(write, new.user, lesson)? {
            lesson::complete_in(write, new.user, course, lesson)?.changed.then_some(lesson)
        } else {
            None
        };
        Ok(SubmissionAdded {
            id: new.id,
            attempt_number,
            submitted_at: write.at,
            first_pass: passed && !passed_before,
            lesson_completed,
            enrolled,
            enrollment: enrollment::must_find(write.connection, new.user, course)?,
            added: true,
        })
    })
}

/// Submissions, newest first.
pub fn list(store: &Store, filter: &SubmissionFilter) -> Result<Vec<SubmissionSummary>> {
    let (user, exercise) = (filter.user.map(|user| user.to_string()), filter.exercise.map(|exercise| exercise.to_string()));
    let verdict = filter.verdict.map(Verdict::name);
    let limit = filter.limit.map_or(-1, i64::from);
    // A statement for each way to look, so that each has its index.
    store.read(|connection| match (user, exercise, verdict) {
        (Some(user), Some(exercise), None) => query::many(connection, BY_USER_AND_EXERCISE, params![user, exercise, limit], summary),
        (Some(user), Some(exercise), Some(verdict)) => {
            query::many(connection, BY_USER_EXERCISE_AND_STATUS, params![user, exercise, verdict, limit], summary)
        }
        (Some(user), None, verdict) => query::many(connection, BY_USER, params![user, verdict, limit], summary),
        (None, Some(exercise), Some(verdict)) => query::many(connection, BY_EXERCISE_AND_STATUS, params![exercise, verdict, limit], summary),
        (None, Some(exercise), None) => query::many(connection, BY_EXERCISE, params![exercise, limit], summary),
        (None, None, verdict) => query::many(connection, EVERYWHERE, params![verdict, limit], summary),
    })
}

const BY_USER_AND_EXERCISE: &str = concat!(include_str!("select.sql"), include_str!("by_user_and_exercise.sql"));
const BY_USER_EXERCISE_AND_STATUS: &str = concat!(include_str!("select.sql"), include_str!("by_user_exercise_and_status.sql"));
const BY_USER: &str = concat!(include_str!("select.sql"), include_str!("by_user.sql"));
const BY_EXERCISE: &str = concat!(include_str!("select.sql"), include_str!("by_exercise.sql"));
const BY_EXERCISE_AND_STATUS: &str = concat!(include_str!("select.sql"), include_str!("by_exercise_and_status.sql"));
const EVERYWHERE: &str = concat!(include_str!("select.sql"), include_str!("everywhere.sql"));

/// One submission. `not_found.submission`. Whether the reader may see it is for the caller to decide.
pub fn show(store: &Store, id: SubmissionId) -> Result<Submission> {
    store.read(|connection| {
        let no_such = || StoreError::NotFound("submission");
        let sql = concat!(include_str!("select.sql"), include_str!("by_id.sql"));
        let summary = query::one(connection, sql, [id.to_string()], summary)?.ok_or_else(no_such)?;
        let sql = include_str!("show.sql");
        let (exercise_digest, files, result) =
            query::one(connection, sql, [id.to_string()], |row| Ok((column::parsed(row, 0)?, column::json(row, 1)?, column::json(row, 2)?)))?
                .ok_or_else(no_such)?;
        Ok(Submission { summary, exercise_digest, files, result })
    })
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

fn place_of(write: &Write<'_>, exercise: ExerciseId) -> Result<(CourseId, LessonId)> {
    let sql = include_str!("exercise_place.sql");
    query::one(write.connection, sql, [exercise.to_string()], |row| Ok((column::parsed(row, 0)?, column::parsed(row, 1)?)))?
        .ok_or(StoreError::NotFound("exercise"))
}

// The same submission once more: the first answer went astray, the attempt did not.
fn known(write: &Write<'_>, new: &NewSubmission<'_>, course: CourseId) -> Result<Option<SubmissionAdded>> {
    let sql = include_str!("known.sql");
    let found = query::one(write.connection, sql, [new.id.to_string()], |row| {
        Ok((column::parsed::<UserId>(row, 0)?, column::parsed::<ExerciseId>(row, 1)?, row.get(2)?, column::moment(row, 3)?))
    })?;
    let Some((user, exercise, attempt_number, submitted_at)) = found else { return Ok(None) };
    if (user, exercise) != (new.user, new.exercise) {
        return Err(StoreError::Conflict("submission_id_taken"));
    }
    Ok(Some(SubmissionAdded {
        id: new.id,
        attempt_number,
        submitted_at,
        first_pass: false,
        lesson_completed: None,
        enrolled: false,
        enrollment: enrollment::must_find(write.connection, user, course)?,
        added: false,
    }))
}

fn passed_at(write: &Write<'_>, new: &NewSubmission<'_>) -> Result<Option<Moment>> {
    let sql = include_str!("passed_at.sql");
    let found = query::one(write.connection, sql, [new.user.to_string(), new.exercise.to_string()], |row| column::moment_or_none(row, 0))?;
    Ok(found.flatten())
}

fn all_passed(write: &Write<'_>, user: UserId, lesson: LessonId) -> Result<bool> {
    Ok(query::one(write.connection, include_str!("all_passed.sql"), [user.to_string(), lesson.to_string()], |row| row.get(0))?.unwrap_or(false))
}

fn summary(row: &Row<'_>) -> rusqlite::Result<SubmissionSummary> {
    Ok(SubmissionSummary {
        id: column::parsed(row, 0)?,
        user: column::parsed(row, 1)?,
        exercise: column::parsed(row, 2)?,
        exercise_slug: column::slug(row, 3)?,
        exercise_title: row.get(4)?,
        course_slug: column::slug(row, 5)?,
        attempt_number: row.get(6)?,
        verdict: column::named(row, 7)?,
        score: row.get(8)?,
        passed_tests: row.get(9)?,
        total_tests: row.get(10)?,
        state: column::state(row, 11)?,
        submitted_at: column::moment(row, 12)?,
        practice: row.get(13)?,
        tier: column::named(row, 14)?,
    })
}
