//! Courses: bringing them in, and looking at them.

pub(crate) mod import;

use crate::{
    Actor, Result, Store, StoreError, column,
    enrollment::{self, Enrollment},
    exercise::{self, ExerciseSummary},
    lesson::{self, LessonSummary},
    query,
};
use domain::{
    course::Course,
    exercise::Difficulty,
    id::{CourseId, UserId},
    name::Slug,
    world::Moment,
};
use rusqlite::{Connection, Row};
use wire::Digest;

/// A kind of thing that a course is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The course itself.
    Course,
    /// A lesson.
    Lesson,
    /// An exercise.
    Exercise,
}

/// Something that an import adds, changes or removes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of thing.
    pub part: Part,
    /// Its id, as text.
    pub id: String,
    /// Its slug.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Whether it was here before, was removed, and comes back.
    pub returns: bool,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOutcome {
    /// The course.
    pub course: CourseId,
    /// Its version until now; none for a new course.
    pub version_before: Option<u32>,
    /// Its version from now on.
    pub version: u32,
    /// What is new, or comes back.
    pub added: Vec<Change>,
    /// What is different.
    pub changed: Vec<Change>,
    /// What is no longer there. Work on it stays.
    pub removed: Vec<Change>,
    /// The people whose progress in this course is counted anew, or who worked on something that changed or went.
    pub touches_progress_of: Vec<UserId>,
}

/// A course, as the library shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseSummary {
    /// Its id.
    pub id: CourseId,
    /// Its slug.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// One line.
    pub summary: String,
    /// Name of its category.
    pub category: String,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// Hours it takes.
    pub hours: u32,
    /// Language of its text.
    pub locale: String,
    /// Who made it.
    pub authors: Vec<String>,
    /// Its version.
    pub version: u32,
    /// How many lessons it has.
    pub total_lessons: u32,
    /// How many exercises it has.
    pub total_exercises: u32,
    /// How many people are enrolled.
    pub total_enrollments: u32,
    /// When this version was brought in.
    pub imported_at: Moment,
    /// The viewer's enrolment, also a past one.
    pub enrollment: Option<Enrollment>,
}

/// A course with its lessons and exercises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseDetail {
    /// What the library shows.
    pub summary: CourseSummary,
    /// Markdown.
    pub description: String,
    /// The licence.
    pub license: String,
    /// Programming languages of its exercises.
    pub languages: Vec<String>,
    /// SHA-256 of the pack it came from.
    pub pack_digest: Digest,
    /// Its lessons, in order.
    pub lessons: Vec<LessonWithExercises>,
}

/// A lesson and its exercises, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonWithExercises {
    /// The lesson.
    pub lesson: LessonSummary,
    /// Its exercises.
    pub exercises: Vec<ExerciseSummary>,
}

/// What [`import`] would do. Nothing is written.
pub fn plan_import(store: &Store, course: &Course) -> Result<ImportOutcome> {
    store.read(|connection| Ok(import::compare(connection, course)?.outcome))
}

/// Brings in a course, new or again: all or nothing. What is no longer in it is put away with all work on it, and comes back with it.
/// `digest` is that of the pack. `conflict.course_slug_taken`, `conflict.belongs_to_another_course`, `invalid.language_not_declared`.
pub fn import(store: &Store, actor: Actor, course: &Course, digest: &Digest) -> Result<ImportOutcome> {
    store.write(actor, |write| import::apply(write, course, digest))
}

/// All courses, by title.
pub fn list(store: &Store, viewer: Option<UserId>) -> Result<Vec<CourseSummary>> {
    store.read(|connection| {
        let sql = concat!(include_str!("select.sql"), include_str!("everywhere.sql"));
        let mut courses = query::many(connection, sql, [], summary)?;
        for course in &mut courses {
            add_enrollment(connection, course, viewer)?;
        }
        Ok(courses)
    })
}

/// The course with this id or slug. `not_found.course`.
pub fn find(store: &Store, reference: &str) -> Result<CourseId> {
    let sql = include_str!("find.sql");
    store.read(|connection| query::one(connection, sql, [reference], |row| column::parsed(row, 0)))?.ok_or(StoreError::NotFound("course"))
}

/// One course, whole, as this person sees it. `not_found.course`.
pub fn detail(store: &Store, id: CourseId, viewer: Option<UserId>) -> Result<CourseDetail> {
    store.read(|connection| {
        let no_such = || StoreError::NotFound("course");
        let sql = concat!(include_str!("select.sql"), include_str!("by_id.sql"));
        let mut summary = query::one(connection, sql, [id.to_string()], summary)?.ok_or_else(no_such)?;
        add_enrollment(connection, &mut summary, viewer)?;
        let sql = include_str!("detail.sql");
        let (description, license, pack_digest) =
            query::one(connection, sql, [id.to_string()], |row| Ok((row.get(0)?, row.get(1)?, column::parsed(row, 2)?)))?.ok_or_else(no_such)?;
        let sql = include_str!("languages.sql");
        let languages = query::many(connection, sql, [id.to_string()], |row| row.get(0))?;
        let mut exercises = exercise::of_course(connection, id, viewer)?;
        let lessons = lesson::list_in(connection, id, viewer)?
            .into_iter()
            .map(|lesson| LessonWithExercises { exercises: exercises.extract_if(.., |exercise| exercise.lesson == lesson.id).collect(), lesson })
            .collect();
        Ok(CourseDetail { summary, description, license, languages, pack_digest, lessons })
    })
}

fn add_enrollment(connection: &Connection, course: &mut CourseSummary, viewer: Option<UserId>) -> Result<()> {
    if let Some(viewer) = viewer {
        course.enrollment = enrollment::find_in(connection, viewer, course.id)?;
    }
    Ok(())
}

fn summary(row: &Row<'_>) -> rusqlite::Result<CourseSummary> {
    Ok(CourseSummary {
        id: column::parsed(row, 0)?,
        slug: column::slug(row, 1)?,
        title: row.get(2)?,
        summary: row.get(3)?,
        category: row.get(4)?,
        difficulty: column::named(row, 5)?,
        hours: row.get(6)?,
        locale: row.get(7)?,
        authors: column::json(row, 8)?,
        version: row.get(9)?,
        total_lessons: row.get(10)?,
        total_exercises: row.get(11)?,
        total_enrollments: row.get(12)?,
        imported_at: column::moment(row, 13)?,
        enrollment: None,
    })
}
