//! Lessons: reading, completing.

use crate::{
    Actor, Result, Store, StoreError, column,
    enrollment::{self, Enrollment},
    exercise::{self, ExerciseSummary},
    outbox, query,
    write::Write,
};
use domain::{
    course::LessonKind,
    id::{CourseId, LessonId, UserId},
    name::Slug,
    world::Moment,
};
use rusqlite::{Connection, params};
use wire::fact::{Fact, LessonComplete, LessonReopen};

/// A lesson, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonSummary {
    /// Its id.
    pub id: LessonId,
    /// Its course.
    pub course: CourseId,
    /// Its slug.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// One line.
    pub summary: String,
    /// What it is mostly made of.
    pub kind: LessonKind,
    /// Minutes it takes.
    pub minutes: u32,
    /// Whether it keeps the later ones closed until it is completed.
    pub required: bool,
    /// When the viewer opened it last.
    pub opened_at: Option<Moment>,
    /// When the viewer completed it.
    pub completed_at: Option<Moment>,
    /// Whether an earlier required lesson is not completed yet.
    pub locked: bool,
}

/// A lesson to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonPage {
    /// What a list shows.
    pub lesson: LessonSummary,
    /// Slug of its course.
    pub course_slug: Slug,
    /// Title of its course.
    pub course_title: String,
    /// Its place among the lessons of the course, from 1.
    pub number: u32,
    /// How many lessons the course has.
    pub of: u32,
    /// Markdown.
    pub text: String,
    /// Its exercises, in order.
    pub exercises: Vec<ExerciseSummary>,
    /// The lesson before it.
    pub previous: Option<LessonId>,
    /// The lesson after it.
    pub next: Option<LessonId>,
}

/// What completing or reopening a lesson changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonChanged {
    /// The lesson.
    pub lesson: LessonId,
    /// Its course.
    pub course: CourseId,
    /// Whether anything changed: completing twice is completing once.
    pub changed: bool,
    /// The enrolment as it is now.
    pub enrollment: Enrollment,
}

/// The lessons of a course, in order. `not_found.course`.
pub fn list(store: &Store, course: CourseId, viewer: Option<UserId>) -> Result<Vec<LessonSummary>> {
    store.read(|connection| {
        let sql = include_str!("../course/exists.sql");
        query::one(connection, sql, [course.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("course"))?;
        list_in(connection, course, viewer)
    })
}

/// The lesson with this id, or `course-slug/lesson-slug`. `not_found.lesson`.
pub fn find(store: &Store, reference: &str) -> Result<LessonId> {
    let found = store.read(|connection| match (reference.parse::<LessonId>(), reference.split_once('/')) {
        (Ok(id), _) => query::one(connection, include_str!("find_by_id.sql"), [id.to_string()], |row| column::parsed(row, 0)),
        (Err(_), Some((course, lesson))) => query::one(connection, include_str!("find_by_slugs.sql"), [course, lesson], |row| column::parsed(row, 0)),
        (Err(_), None) => Ok(None),
    })?;
    found.ok_or(StoreError::NotFound("lesson"))
}

/// One lesson, to read. Writes nothing: see [`open`]. `not_found.lesson`.
pub fn show(store: &Store, id: LessonId, viewer: Option<UserId>) -> Result<LessonPage> {
    store.read(|connection| {
        let (course, text, course_slug, course_title) = query::one(connection, include_str!("show.sql"), [id.to_string()], |row| {
            Ok((column::parsed(row, 0)?, row.get(1)?, column::slug(row, 2)?, row.get(3)?))
        })?
        .ok_or(StoreError::NotFound("lesson"))?;
        let lessons = list_in(connection, course, viewer)?;
        let place = lessons.iter().position(|lesson| lesson.id == id).ok_or(StoreError::NotFound("lesson"))?;
        Ok(LessonPage {
            course_slug,
            course_title,
            number: u32::try_from(place + 1).unwrap_or(u32::MAX),
            of: u32::try_from(lessons.len()).unwrap_or(u32::MAX),
            text,
            exercises: exercise::of_lesson(connection, id, viewer)?,
            previous: place.checked_sub(1).and_then(|index| lessons.get(index)).map(|lesson| lesson.id),
            next: lessons.get(place + 1).map(|lesson| lesson.id),
            lesson: lessons.into_iter().nth(place).ok_or(StoreError::NotFound("lesson"))?,
        })
    })
}

/// Notes that the person has this lesson in front of them. Where they are enrolled, this is where they go on next time; returns that enrolment.
/// `not_found.lesson`, `not_found.user`.
pub fn open(store: &Store, user: UserId, lesson: LessonId) -> Result<Option<Enrollment>> {
    store.write(Actor::Person(user), |write| {
        crate::user::must_exist(write.connection, user)?;
        let course = course_of(write.connection, lesson)?;
        let key = [user.to_string(), lesson.to_string()];
        let sql = include_str!("progress_open.sql");
        if query::execute(write.connection, sql, params![key[0], key[1], write.at_text])? == 0 {
            let sql = include_str!("progress_insert_opened.sql");
            query::execute(write.connection, sql, params![key[0], key[1], write.at_text])?;
        }
        go_on_at(write, user, course, lesson)?;
        Ok(enrollment::find_in(write.connection, user, course)?.filter(|enrollment| enrollment.left_at.is_none()))
    })
}

/// Completes a lesson; enrols first where that is needed. `not_found.lesson`, `not_found.user`.
pub fn complete(store: &Store, user: UserId, lesson: LessonId) -> Result<LessonChanged> {
    store.write(Actor::Person(user), |write| {
        let course = course_of(write.connection, lesson)?;
        enrollment::ensure(write, user, course)?;
        complete_in(write, user, course, lesson)
    })
}

/// Takes the completion back; enrols first where that is needed. `not_found.lesson`, `not_found.user`.
pub fn reopen(store: &Store, user: UserId, lesson: LessonId) -> Result<LessonChanged> {
    store.write(Actor::Person(user), |write| {
        let course = course_of(write.connection, lesson)?;
        enrollment::ensure(write, user, course)?;
        let sql = include_str!("progress_reopen.sql");
        let changed = query::execute(write.connection, sql, [user.to_string(), lesson.to_string()])? > 0;
        if changed {
            let fact = LessonReopen { lesson_id: lesson, course_id: course, reopened_at: write.at_text.clone() };
            outbox::append(write, user, Fact::LessonReopen(fact), lesson.uuid(), None)?;
        }
        Ok(LessonChanged { lesson, course, changed, enrollment: enrollment::must_find(write.connection, user, course)? })
    })
}

/// Completes a lesson of a course that the person takes.
pub(crate) fn complete_in(write: &Write<'_>, user: UserId, course: CourseId, lesson: LessonId) -> Result<LessonChanged> {
    let (person, row) = (user.to_string(), lesson.to_string());
    let sql = include_str!("progress_completed.sql");
    let sql_change = match query::one(write.connection, sql, [&person, &row], |row| row.get::<_, bool>(0))? {
        Some(true) => None,
        Some(false) => Some(include_str!("progress_complete.sql")),
        None => Some(include_str!("progress_insert_completed.sql")),
    };
    if let Some(sql) = sql_change {
        query::execute(write.connection, sql, params![person, row, write.at_text])?;
        let fact = LessonComplete { lesson_id: lesson, course_id: course, completed_at: write.at_text.clone() };
        outbox::append(write, user, Fact::LessonComplete(fact), lesson.uuid(), None)?;
    }
    Ok(LessonChanged { lesson, course, changed: sql_change.is_some(), enrollment: enrollment::must_find(write.connection, user, course)? })
}

/// Notes where the person goes on, if they are enrolled and the lesson is still there.
pub(crate) fn go_on_at(write: &Write<'_>, user: UserId, course: CourseId, lesson: LessonId) -> Result<()> {
    query::execute(write.connection, include_str!("go_on_at.sql"), params![user.to_string(), course.to_string(), lesson.to_string(), write.at_text])?;
    Ok(())
}

pub(crate) fn list_in(connection: &Connection, course: CourseId, viewer: Option<UserId>) -> Result<Vec<LessonSummary>> {
    let mut closed = false;
    query::many(connection, include_str!("list.sql"), params![course.to_string(), viewer.map(|user| user.to_string())], |row| {
        let lesson = LessonSummary {
            id: column::parsed(row, 0)?,
            course,
            slug: column::slug(row, 1)?,
            title: row.get(2)?,
            summary: row.get(3)?,
            kind: column::named(row, 4)?,
            minutes: row.get(5)?,
            required: row.get(6)?,
            opened_at: column::moment_or_none(row, 7)?,
            completed_at: column::moment_or_none(row, 8)?,
            locked: closed,
        };
        closed |= viewer.is_some() && lesson.required && lesson.completed_at.is_none();
        Ok(lesson)
    })
}

fn course_of(connection: &Connection, lesson: LessonId) -> Result<CourseId> {
    query::one(connection, include_str!("course_of.sql"), [lesson.to_string()], |row| column::parsed(row, 0))?.ok_or(StoreError::NotFound("lesson"))
}
